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
  const script: number[] = []
  const fullSpeed: number[] = []
  const weights: number[] = []
  const shifts: number[] = []
  // A server builds its pages when the first is asked for: that is nobody's first load.
  await fetch(url)
  for (let run = 0; run < runs; run += 1) {
    fullSpeed.push(await atFullSpeed(browser, url, desk.operator.token))
    const cabinet = await openCabinet(browser, { url, token: desk.operator.token, slowdown: SLOWDOWN })
    const ready = await cabinet.ready()
    readies.push(ready.afterMs)
    cpu.push(ready.cpuMs)
    script.push(ready.scriptMs)
    weights.push(cabinet.applicationBytes() / 1024)
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
    figure('of it scripts', 'ms', script),
    figure('processor time of the same load at full speed', 'ms', fullSpeed),
    figure('layout shift until then, in hundredths', '', shifts),
  ]
}

/** How the slowdown is made takes processor time as well, and more of it the more others want the machine; this figure is free of that. */
async function atFullSpeed(browser: Browser, url: string, token: string): Promise<number> {
  const cabinet = await openCabinet(browser, { url, token, slowdown: 1 })
  const { cpuMs } = await cabinet.ready()
  await cabinet.close()
  return cpuMs
}

export const SLOWDOWN = 4

const layoutShift = `new Promise((resolve) => {
  let sum = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
  setTimeout(() => resolve(sum * 100), 0)
})`
