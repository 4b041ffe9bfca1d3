/** A visitor's eyes and hands on a page with the widget. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { sees } from './eventually.ts'

export interface Visitor {
  readonly page: Page
  readonly panel: Locator
  /** The line under the title that says who is with the visitor. */
  readonly standing: Locator
  readonly field: Locator
  /** A message by a part of its text. */
  readonly message: (text: string) => Locator
  /** Clicks the button at the corner. */
  open(): Promise<void>
  /** Types key by key, and Enter. */
  write(text: string): Promise<void>
  /** Opens what can be done with a message and does it. */
  act(text: string, action: 'Reply' | 'Edit' | 'Delete'): Promise<void>
  menu(item: 'Call an operator' | 'End the chat'): Promise<void>
  hide(): Promise<void>
  /** Chooses a file and waits until it is uploaded; the next message carries it. */
  attach(file: Picked): Promise<void>
}

export interface Picked {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** Opens the page, where time can be moved, and the chat. */
export async function openVisitor(context: BrowserContext, url: string): Promise<Visitor> {
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(url)
  const visitor = visitorOn(page)
  await visitor.open()
  return visitor
}

export function visitorOn(page: Page): Visitor {
  const panel = page.getByRole('dialog', { name: 'Chat with us' })
  const field = panel.getByRole('textbox', { name: 'Write a message' })
  const message = (text: string) =>
    panel.getByRole('region', { name: 'Messages' }).locator('li.message').filter({ hasText: text })
  return {
    page,
    panel,
    field,
    message,
    standing: panel.locator('header').getByRole('status'),
    async open() {
      await page.getByRole('button', { name: /^Open chat/ }).click()
      await sees(panel)
    },
    async write(text) {
      await field.click()
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    },
    async act(text, action) {
      await message(text).hover()
      await message(text).getByRole('button', { name: 'Message actions' }).click()
      await message(text).getByRole('button', { name: action }).click()
    },
    async menu(item) {
      await panel.getByRole('button', { name: 'More', exact: true }).click()
      await panel.getByRole('button', { name: item }).click()
    },
    async attach(file) {
      await panel.getByLabel('Attach a file').setInputFiles(file)
      await sees(panel.locator('button[type=submit]:enabled'))
    },
    hide: () => panel.locator('header').getByRole('button', { name: 'Hide chat' }).click(),
  }
}
