import type { Locator } from 'playwright-core'
import { PATIENCE_MS } from './chromium.ts'

/** Shown, exactly once: a second match is an error too. Says what was on the page instead when it does not come. */
export async function sees(locator: Locator, withinMs = PATIENCE_MS): Promise<void> {
  await orTellWhatIs(locator, locator.waitFor({ state: 'visible', timeout: withinMs }))
}

export async function seesNoMore(locator: Locator, withinMs = PATIENCE_MS): Promise<void> {
  await orTellWhatIs(locator, locator.waitFor({ state: 'hidden', timeout: withinMs }))
}

/** Reads until the answer is the expected one. */
export async function eventually<T>(
  read: () => Promise<T>,
  expected: T,
  withinMs = PATIENCE_MS,
): Promise<void> {
  const until = performance.now() + withinMs
  for (;;) {
    const answer = await read()
    if (Bun.deepEquals(answer, expected)) return
    if (performance.now() > until)
      throw new Error(`Still ${JSON.stringify(answer)} instead of ${JSON.stringify(expected)}`)
    await Bun.sleep(POLL_MS)
  }
}
/** Often enough that nobody waits for it, seldom enough that the browser has the core. */
const POLL_MS = 50

async function orTellWhatIs(locator: Locator, waiting: Promise<void>): Promise<void> {
  try {
    await waiting
  } catch (error) {
    const shown = await locator
      .page()
      .locator('body')
      .ariaSnapshot()
      .catch(() => 'nothing')
    throw new Error(`${String(error)}\n\nOn the page was:\n${shown}`, { cause: error })
  }
}
