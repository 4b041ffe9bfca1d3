import type { Browser } from 'playwright-core'
import type { LaidDesk } from '../cabinet-desk.ts'
import { openCabinet } from './browser.ts'
import { figure, quantile, type Figure } from './figure.ts'

/** A firm turn of the wheel, in CSS pixels a picture; eight rows or so. */
const STEP_PX = 600
const PICTURES = 240
/** Sixty pictures a second. One that comes later than this was dropped. */
const PICTURE_MS = 1000 / 60
const DROPPED_MS = PICTURE_MS * 1.5

/** The longest list there is, down at full speed. */
export async function scrolling(
  browser: Browser,
  url: string,
  desk: LaidDesk,
  runs: number,
): Promise<readonly Figure[]> {
  const gaps95: number[] = []
  const dropped: number[] = []
  const cpu: number[] = []
  const still: number[] = []
  const nodes: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const cabinet = await openCabinet(browser, { url, token: desk.operator.token, slowdown: 1 })
    await cabinet.ready()
    const { page } = cabinet
    await page.getByRole('tab', { name: /^Help/ }).click()
    await page.locator('.session-row').first().waitFor()
    // The same browser with nothing to do: what is worse than this is ours.
    still.push(droppedOf(await picturesOf(page.evaluate<number[]>(scroll(0)))))
    const cpuBefore = await cabinet.cpuMs()
    const gaps = await picturesOf(page.evaluate<number[]>(scroll(STEP_PX)))
    cpu.push(((await cabinet.cpuMs()) - cpuBefore) / PICTURES)
    gaps95.push(quantile(gaps, 0.95))
    dropped.push(droppedOf(gaps))
    nodes.push((await cabinet.weigh()).nodes)
    await cabinet.close()
  }
  return [
    figure('processor time of the page a picture', 'ms', cpu, PICTURE_MS),
    figure('between two pictures, p95', 'ms', gaps95, DROPPED_MS),
    figure('pictures dropped', '%', dropped),
    figure('pictures dropped by the same browser with nothing to do', '%', still),
    figure('nodes in the document', '', nodes, 2_000),
  ]
}

async function picturesOf(moments: Promise<readonly number[]>): Promise<readonly number[]> {
  const all = await moments
  return all.slice(1).map((at, index) => at - (all[index] ?? at))
}

function droppedOf(gaps: readonly number[]): number {
  return (gaps.filter((gap) => gap > DROPPED_MS).length / gaps.length) * 100
}

/** Scrolls in step with the pictures and notes when each was due. */
const scroll = (stepPx: number): string => `new Promise((resolve) => {
  const box = document.querySelector('.rows-box')
  const moments = []
  const tick = (at) => {
    moments.push(at)
    box.scrollTop += ${stepPx}
    if (moments.length <= ${PICTURES}) requestAnimationFrame(tick)
    else resolve(moments)
  }
  requestAnimationFrame(tick)
})`
