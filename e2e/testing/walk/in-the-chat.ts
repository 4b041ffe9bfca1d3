import { sees, seesNoMore } from '../eventually.ts'
import type { BusyWay, Walker } from './walk.ts'

/** A chat, and what is done with it. */
export async function inTheChat({ look, say }: Walker, { page, shop }: BusyWay): Promise<void> {
  const { said } = shop
  await page.locator('.session-row').filter({ hasText: said.names[0] }).click()
  const line = (text: string) => page.locator('[data-line]').filter({ hasText: text }).first()
  await sees(line(said.picture).locator('img'))
  await page.locator('#composer').fill(said.answer)
  await page.keyboard.press('Enter')
  await sees(line(said.answer))
  await look({ name: 'chat', page })

  const dialog = page.getByRole('dialog')
  const close = async () => {
    await page.keyboard.press('Escape')
    await seesNoMore(dialog)
  }
  const head = page.locator('.chat-head')
  const more = () => head.getByRole('button', { name: say('act.more'), exact: true })
  // What is a button on a wide screen may be in the menu of a narrow one.
  const act = async (key: 'act.transfer' | 'act.close' | 'act.tags' | 'act.priority' | 'act.ban') => {
    const button = head.getByRole('button', { name: say(key), exact: true })
    if (await button.isVisible()) return await button.click()
    await more().click()
    await page.getByRole('menuitem', { name: say(key) }).click()
  }
  for (const key of ['act.transfer', 'act.close', 'act.tags', 'act.priority', 'act.ban'] as const) {
    await act(key)
    await sees(dialog)
    await look({ name: `chat-${key.slice('act.'.length)}`, page, part: dialog })
    await close()
  }
  await more().click()
  const menu = page.getByRole('menu')
  await look({ name: 'chat-menu', page, part: menu, open: () => more().click() })
  // It closes by itself where the window changed under it; Escape would leave the chat then.
  if (await menu.isVisible()) await page.keyboard.press('Escape')
  const tools = line(said.answer).getByRole('button', { name: say('chat.menu') })
  await line(said.answer).hover()
  await tools.click()
  await page.getByRole('menuitem', { name: say('chat.delete') }).click()
  await sees(dialog)
  await look({ name: 'chat-delete', page, part: dialog })
  await close()
}
