import { sees } from '../eventually.ts'
import type { Walker, Way } from './walk.ts'

/** The four lists with their rows, chats that are not ours, and the silence in the rail. */
export async function atTheLists({ look, say }: Walker, { page, shop }: Way): Promise<void> {
  const { said } = shop
  const tab = (key: 'list.mine' | 'list.help' | 'list.watched' | 'list.closed') =>
    page.getByRole('tab', { name: say(key) }).click()
  const row = (name: string) => page.locator('.session-row').filter({ hasText: name })
  const leave = async () => {
    await page.keyboard.press('Escape')
    await sees(page.getByText(say('chat.none')))
  }
  await sees(row(said.names[0]))
  await look({ name: 'list-mine', page })
  await tab('list.help')
  await sees(row(said.names[4]))
  await look({ name: 'list-help', page })
  await row(said.names[4]).click()
  await sees(page.getByText(say('composer.help')))
  await look({ name: 'chat-help', page })
  await leave()
  await tab('list.watched')
  await sees(row(said.bot.name))
  await look({ name: 'list-watched', page })
  await row(said.bot.name).click()
  await sees(page.getByText(say('composer.bot')))
  await look({ name: 'chat-bot', page })
  await leave()
  await tab('list.closed')
  await sees(row(said.past.name))
  await look({ name: 'list-closed', page })
  await row(said.past.name).click()
  await sees(page.locator('.composer.barred'))
  await look({ name: 'chat-closed', page })
  await leave()
  await tab('list.mine')
  const moon = page.getByRole('button', { name: say('quiet.label') })
  await moon.click()
  const menu = page.getByRole('menu')
  await sees(menu)
  await look({ name: 'quiet', page, part: menu, open: () => moon.click() })
  await page.keyboard.press('Escape')
}
