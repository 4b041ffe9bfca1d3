import type { Page } from 'playwright-core'
import { PROBE_MS } from '../../packages/client/src/link/opening.ts'
import { eventually } from './eventually.ts'

/**
 * The network goes, and the page knows: a client gives a silent connection some seconds to prove itself, and on a page whose clock can be moved they
 * pass at once. Whoever has the network back says so by `context().setOffline(false)`.
 */
export async function loseNetwork(page: Page): Promise<void> {
  await page.context().setOffline(true)
  await eventually(() => page.evaluate(() => navigator.onLine), false)
  await page.clock.fastForward(PROBE_MS)
}
