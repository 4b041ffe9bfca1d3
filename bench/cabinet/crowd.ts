import type { Browser } from 'playwright-core'
import { keepTalking, type LaidDesk } from '../cabinet-desk.ts'
import { openCabinet } from './browser.ts'
import { figure, quantile, type Figure } from './figure.ts'
import { SLOWDOWN } from './first-load.ts'

const EVENTS_A_SECOND = 50
const LETTERS = 40
/** As a person types. */
const BETWEEN_LETTERS_MS = 120
/** What the browser does once after a load (compiling, fonts) is over by then. */
const SETTLED_MS = 2_000

/** A crowded desk on a slow laptop: it comes up, events stream in, and somebody types. */
export async function crowd(
  browser: Browser,
  url: string,
  desk: LaidDesk,
  runs: number,
): Promise<readonly Figure[]> {
  const readies: number[] = []
  const long: number[] = []
  const longest: number[] = []
  const letters: number[] = []
  const heaps: number[] = []
  const nodes: number[] = []
  const cpu: number[] = []
  const cpuReady: number[] = []
  const cpuEvent: number[] = []
  const firstRows: number[] = []
  const talk = keepTalking(url, desk.clientTokens, EVENTS_A_SECOND)
  for (let run = 0; run < runs; run += 1) {
    const cabinet = await openCabinet(browser, { url, token: desk.operator.token, slowdown: SLOWDOWN })
    const ready = await cabinet.ready()
    readies.push(ready.afterMs)
    cpuReady.push(ready.cpuMs)
    const { page, probe } = cabinet
    firstRows.push(await probe(({ rowsAtMs }) => rowsAtMs ?? Number.NaN))
    await page.locator('.session-row').first().click()
    await page.locator('#composer').click()
    await Bun.sleep(SETTLED_MS)
    const fromMs = await page.evaluate<number>('performance.now()')
    const cpuBefore = await cabinet.cpuMs()
    await page.keyboard.type('x'.repeat(LETTERS), { delay: BETWEEN_LETTERS_MS })
    const tookMs = (await page.evaluate<number>('performance.now()')) - fromMs
    const cpuMs = (await cabinet.cpuMs()) - cpuBefore
    cpu.push((cpuMs / tookMs) * 100)
    cpuEvent.push(cpuMs / ((tookMs / 1000) * EVENTS_A_SECOND))
    const tasks = (await probe(({ longTasks }) => longTasks)).filter(({ startMs }) => startMs > fromMs)
    long.push(tasks.length)
    longest.push(Math.max(0, ...tasks.map(({ lengthMs }) => lengthMs)))
    letters.push(quantile(await probe((one) => one.letters), 0.95))
    const weight = await cabinet.weigh()
    heaps.push(weight.heapBytes / 1024 ** 2)
    nodes.push(weight.nodes)
    // Nothing half-written is left for the next run.
    await page.locator('#composer').fill('')
    await cabinet.close()
  }
  await talk.stop()
  return [
    figure('first rows on screen', 'ms', firstRows),
    figure('usable: lists and live', 'ms', readies, 1_000),
    figure('processor time of the page until then (slowed down)', 'ms', cpuReady),
    figure('tasks over 50 ms after the load', '', long, 0),
    figure('the longest of them', 'ms', longest),
    figure('letter to picture, p95', 'ms', letters, 50),
    figure('heap', 'MB', heaps, 60),
    figure('nodes in the document', '', nodes, 2_000),
    figure('main thread busy (slowed down)', '%', cpu),
    figure('processor time of the page an event, one types beside it (slowed down)', 'ms', cpuEvent),
  ]
}
