import type { Locator, Page } from 'playwright-core'
import { seesNoMore } from './eventually.ts'

/** An admin's hands at the bots of the settings, and in the editor of a scenario. */
export interface BotDesk {
  readonly button: (name: string | RegExp, within?: Page | Locator) => Locator
  /** A line of the list. */
  readonly card: (name: string) => Locator
  readonly dialog: () => Locator
  readonly text: () => Locator
  readonly test: () => Locator
  goTo(section: 'bots' | 'channels'): Promise<unknown>
  /** Makes a scenario; its editor opens. */
  newScenario(name: string): Promise<void>
  /** As the client of the test run. */
  says(words: string): Promise<void>
  /** To the channel of the demo page. */
  giveToChannel(bot: string): Promise<void>
}

export function botDeskOn(page: Page, url: string): BotDesk {
  const button: BotDesk['button'] = (name, within = page) =>
    within.getByRole('button', { name, exact: typeof name === 'string' })
  const dialog = () => page.getByRole('dialog')
  const test = () => page.getByRole('region', { name: 'Test run' })
  const goTo: BotDesk['goTo'] = (section) => page.goto(`${url}/#/admin/${section}`)
  return {
    button,
    dialog,
    test,
    goTo,
    card: (name) => page.getByRole('listitem').filter({ hasText: name }),
    text: () => page.getByRole('textbox', { name: 'Text of the scenario' }),
    async newScenario(name) {
      await button('New bot').click()
      await dialog().getByLabel('Name').fill(name)
      await button('Create').click()
    },
    async says(words) {
      await test().getByRole('textbox', { name: 'Write as a client' }).fill(words)
      await page.keyboard.press('Enter')
    },
    async giveToChannel(bot) {
      await goTo('channels')
      await button('Edit').first().click()
      await dialog().getByLabel('Bot').selectOption({ label: bot })
      await button('Save').click()
      await seesNoMore(dialog())
    },
  }
}
