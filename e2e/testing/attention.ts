/** What an operator would hear and see beside the page: the sounds that it starts, and its lines on the desktop. */
import type { BrowserContext, Page } from 'playwright-core'

/** Notes, as frequencies, of every sound that a page has started. */
export async function listenToSounds(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const heard: number[] = []
    globalThis.OscillatorNode = class extends OscillatorNode {
      override start(when?: number): void {
        heard.push(Math.round(this.frequency.value))
        super.start(when)
      }
    }
    ;(globalThis as unknown as { pultHeard: number[] }).pultHeard = heard
  })
}

/** What was started since the last time it was asked. */
export function heardOn(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => (globalThis as unknown as { pultHeard: number[] }).pultHeard.splice(0))
}

/** Chromium without a screen takes every page for one that is worked in; here one says which are. */
export async function lookAt(page: Page, looked: boolean): Promise<void> {
  await page.evaluate((isLooked) => {
    document.hasFocus = () => isLooked
    window.dispatchEvent(new Event(isLooked ? 'focus' : 'blur'))
  }, looked)
}

export interface Line {
  readonly tag: string
  readonly title: string
  readonly body: string
}

/** The lines that stand on the desktop now. */
export function linesOf(page: Page): Promise<readonly Line[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/')
    const lines = (await registration?.getNotifications()) ?? []
    return lines.map(({ tag, title, body }) => ({ tag, title, body }))
  })
}
