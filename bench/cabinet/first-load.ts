import type { Browser } from 'playwright-core'
import type { LaidDesk } from '../cabinet-desk.ts'
import { openCabinet } from './browser.ts'
import { figure, type Figure } from './figure.ts'

/** 500 sessions and a processor four times slower: what a visit without a cache costs, and when one can work. */
export async function firstLoad(
  browser: Browser,
  url: string,
  desk: LaidDesk,
  runs: number,
): Promise<readonly Figure[]> {
  const paints: number[] = []
  const readies: number[] = []
  const cpu: number[] = []
  const weights: number[] = []
  const shifts: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const cabinet = await openCabinet(browser, { url, token: desk.operator.token, slowdown: SLOWDOWN })
    readies.push(await cabinet.ready())
    cpu.push(await cabinet.cpuMs())
    weights.push(cabinet.bytes().application / 1024)
    paints.push(
      await cabinet.page.evaluate<number>(
        'performance.getEntriesByName("first-contentful-paint")[0].startTime',
      ),
    )
    shifts.push(await cabinet.page.evaluate<number>(layoutShift))
    await cabinet.close()
  }
  return [
    figure('application over the network, compressed', 'KB', weights, 150),
    figure('first paint', 'ms', paints, 1_000),
    figure('ready: lists and live', 'ms', readies, 2_000),
    figure('processor time of the page until then (slowed down)', 'ms', cpu),
    figure('layout shift until then, in hundredths', '', shifts),
  ]
}

export const SLOWDOWN = 4

const layoutShift = `new Promise((resolve) => {
  let sum = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
  setTimeout(() => resolve(sum * 100), 0)
})`
