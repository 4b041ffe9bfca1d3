/** An operator's eyes and hands in the cabinet. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { sees } from './eventually.ts'
import { ADMIN } from './pult.ts'
import type { Picked } from './visitor.ts'

export interface Operator {
  readonly page: Page
  readonly field: Locator
  readonly status: Locator
  /** Rows of the list on screen. */
  readonly rows: Locator
  /** A line of the open chat by a part of its text: a message or a note. */
  readonly message: (text: string) => Locator
  readonly tab: (name: 'Mine' | 'Help' | 'Watched' | 'Closed') => Locator
  signIn(email: string): Promise<void>
  /** Fills in the form and sends it; what comes of it is the caller's to see. */
  trySignIn(email: string): Promise<void>
  write(text: string): Promise<void>
  act(text: string, action: 'Reply' | 'Edit' | 'Delete'): Promise<void>
  /** Chooses a file and waits until it is uploaded; the next message carries it. */
  attach(file: Picked): Promise<void>
  /** What is done waits a while to be taken back: that time passes at once. */
  pastUndo(): Promise<void>
  /** From the menu of the cabinet. */
  deskMenu(item: string): Promise<void>
}

/** Opens the cabinet, where time can be moved, and signs in through the form, everybody with the password of the admin. */
export async function openOperator(
  context: BrowserContext,
  url: string,
  email: string = ADMIN.email,
): Promise<Operator> {
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(url)
  const operator = operatorOn(page)
  await operator.signIn(email)
  return operator
}

export function operatorOn(page: Page): Operator {
  const field = page.getByRole('textbox', { name: 'Your answer' })
  const message = (text: string) => page.getByRole('log').locator('li.line').filter({ hasText: text })
  const choose = async (opener: Locator, item: string) => {
    await opener.click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const trySignIn = async (email: string) => {
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
    await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  return {
    page,
    field,
    status: page.getByRole('combobox', { name: 'Your status' }),
    rows: page.getByRole('tabpanel').getByRole('listitem'),
    message,
    tab: (name) => page.getByRole('tab', { name }),
    trySignIn,
    async signIn(email) {
      await trySignIn(email)
      await sees(page.getByRole('status').filter({ hasText: 'Live' }))
    },
    async write(text) {
      await field.click()
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    },
    async act(text, action) {
      await message(text).hover()
      await choose(message(text).getByRole('button', { name: 'Message actions' }), action)
    },
    async attach(file) {
      await page.locator('input[type=file]').setInputFiles(file)
      await sees(page.locator('.composer button[type=submit]:enabled'))
    },
    async pastUndo() {
      // In the corner, or in the place of the field where a draft keeps the chat on screen.
      await sees(page.locator('.deed, .composer > .reason').filter({ hasText: /in \d+ s/ }))
      await page.clock.fastForward(UNDO_MS)
    },
    deskMenu: (item) => choose(page.getByRole('button', { name: 'Menu', exact: true }), item),
  }
}

/** As the cabinet waits; see apps/cabinet/SPEC.md, P4. */
const UNDO_MS = 5_000
