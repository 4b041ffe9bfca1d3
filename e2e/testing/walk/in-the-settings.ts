import { sees } from '../eventually.ts'
import type { BusyWay, Walker } from './walk.ts'

/** What one chooses for oneself, what an admin and what a supervisor finds behind the gear. */
export async function inTheSettings({ look, pult, say }: Walker, way: BusyWay): Promise<void> {
  const { page, shop, vera } = way
  const dialog = page.getByRole('dialog')
  const close = async () => {
    await page.keyboard.press('Escape')
    // Gone and not only closed: the next address would open it again where the page has not heard of it yet.
    await page.locator('dialog').waitFor({ state: 'detached' })
  }
  // On a phone the way to them leads over the lists.
  await page.goto(pult.url)
  await sees(page.locator('.link-live'))
  const menu = page.getByRole('menu')
  const opener = page.getByRole('button', { name: say('app.menu'), exact: true })
  await opener.click()
  await look({ name: 'menu', page, part: menu, open: () => opener.click() })
  if (!(await menu.isVisible())) await opener.click()
  await page.getByRole('menuitem', { name: say('app.preferences') }).click()
  await sees(dialog)
  await look({ name: 'preferences', page, part: dialog })
  await close()
  for (const [section, key] of [
    ['operators', 'admin.new.operator'],
    ['groups', 'admin.new.group'],
    ['channels', 'admin.new.channel'],
    ['canned', 'canned.new'],
  ] as const) {
    await page.goto(`${pult.url}/#/admin/${section}`)
    const add = page.getByRole('button', { name: say(key) })
    await sees(add)
    await look({ name: `settings-${section}`, page })
    await add.click()
    await sees(dialog)
    await look({ name: `settings-${section}-new`, page, part: dialog })
    await close()
  }
  await page.goto(`${pult.url}/#/admin/operators`)
  await page.getByRole('button', { name: `${say('act.more')}: ${shop.said.boris}` }).click()
  await page.getByRole('menuitem', { name: say('admin.block') }).click()
  await sees(dialog)
  await look({ name: 'settings-block', page, part: dialog })
  await page.keyboard.press('Escape')
  // The same program under another address is another version to the browser, and stays one: this is the last of Anna's page.
  await page.evaluate(() => navigator.serviceWorker.register('/service-worker.js?newer'))
  const bar = page.locator('.desk-bar')
  await sees(bar.getByText(say('update.ready')))
  await look({ name: 'update', page, part: bar })
  await page.context().close()

  await vera.goto(`${pult.url}/#/admin/operators`)
  await sees(vera.getByRole('listitem').filter({ hasText: shop.said.boris }))
  await look({ name: 'supervisor-operators', page: vera })
  const more = vera.getByRole('button', { name: `${say('act.more')}: ${shop.said.boris}` })
  await more.click()
  await look({
    name: 'supervisor-operator-menu',
    page: vera,
    part: vera.getByRole('menu'),
    open: () => more.click(),
  })
  await vera.context().close()
}
