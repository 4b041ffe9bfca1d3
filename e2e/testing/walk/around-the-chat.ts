import { sees, seesNoMore } from '../eventually.ts'
import type { BusyWay, Walker } from './walk.ts'

/** What opens over the open chat and beside it: pictures, everything by keys, the search, the client, and who watches. */
export async function aroundTheChat({ look, say }: Walker, { page, shop, vera }: BusyWay): Promise<void> {
  const { said } = shop
  const line = (text: string) => page.locator('[data-line]').filter({ hasText: text }).first()
  const dialog = page.getByRole('dialog')
  const close = async () => {
    await page.keyboard.press('Escape')
    await seesNoMore(dialog)
  }
  await line(said.picture)
    .getByRole('button')
    .filter({ has: page.locator('img') })
    .click()
  await sees(dialog.locator('img'))
  await look({ name: 'viewer', page, part: dialog })
  await close()
  await page.keyboard.press('Control+k')
  await sees(dialog)
  await look({ name: 'palette', page, part: dialog })
  await close()
  await page.locator('.messages').focus()
  await page.keyboard.press('?')
  await sees(dialog)
  await look({ name: 'keys', page, part: dialog })
  await close()
  await page.getByRole('button', { name: say('search.open') }).click()
  await page.getByRole('searchbox', { name: say('search.label') }).fill('10542')
  await sees(page.getByRole('search').getByRole('status').filter({ hasText: '1' }))
  await look({ name: 'chat-search', page })
  await page.getByRole('button', { name: say('search.close') }).click()
  await page.getByRole('button', { name: say('act.client'), exact: true }).click()
  const panel = page.getByRole('complementary', { name: say('panel.label') })
  await sees(panel.getByText(said.about.phone))
  await look({ name: 'panel', page })
  await page.getByRole('button', { name: say('panel.close'), exact: true }).click()

  await vera.goto(page.url())
  await sees(vera.getByText(said.details))
  const watch = vera.locator('.chat-head')
  await watch.getByRole('button', { name: say('act.more'), exact: true }).click()
  await vera.getByRole('menuitem', { name: say('act.watch') }).click()
  await vera.getByRole('tab', { name: say('list.watched') }).click()
  await sees(vera.locator('.session-row').filter({ hasText: said.names[0] }))
  await look({ name: 'supervisor-watching', page: vera })
}
