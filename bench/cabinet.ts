/**
 * The cabinet in Chromium before a full desk on the real server: what it costs to load, to switch, to scroll, to stay open for a shift.
 * Prints tables of what is asked and what was measured. Needs Chromium; a busy machine shows in the note at the top, and processor time
 * is told beside time because it does not depend on who else works there.
 *
 *   bun bench/cabinet.ts               everything, five runs each
 *   bun bench/cabinet.ts load          500 sessions, processor slowed down four times: bytes, first paint, ready
 *   bun bench/cabinet.ts switch        1,000 sessions: from the key to the chat on screen
 *   bun bench/cabinet.ts switch-many   the same with 10,000
 *   bun bench/cabinet.ts scroll        10,000 sessions: pictures a second
 *   bun bench/cabinet.ts crowd         5,000 sessions, 50 events a second, slowed down four times
 *   bun bench/cabinet.ts shift         1,000 sessions, eight hours' work: memory; `shift 24`: of twenty-four
 *   bun bench/cabinet.ts load 9        with nine runs
 */
import type { Browser } from 'playwright-core'
import { openChromium } from '../e2e/testing/chromium.ts'
import { layDesk, shareOut, type LaidDesk } from './cabinet-desk.ts'
import { crowd } from './cabinet/crowd.ts'
import { machineNote, tableOf, type Figure } from './cabinet/figure.ts'
import { firstLoad } from './cabinet/first-load.ts'
import { scrolling } from './cabinet/scrolling.ts'
import { shift } from './cabinet/shift.ts'
import { switching } from './cabinet/switching.ts'
import { startPult } from './pult-server.ts'

type Measure = (browser: Browser, url: string, desk: LaidDesk, runs: number) => Promise<readonly Figure[]>

const measures: Readonly<Record<string, { title: string; sessions: number; measure: Measure }>> = {
  load: { title: 'First load, 500 sessions, 4 × slower', sessions: 500, measure: firstLoad },
  switch: { title: 'Switching, 1,000 sessions', sessions: 1_000, measure: switching },
  'switch-many': { title: 'Switching, 10,000 sessions', sessions: 10_000, measure: switching },
  scroll: { title: 'Scrolling, 10,000 sessions', sessions: 10_000, measure: scrolling },
  crowd: { title: '5,000 sessions, 50 events/s, 4 × slower', sessions: 5_000, measure: crowd },
  shift: { title: 'A shift of eight hours, 1,000 sessions', sessions: 1_000, measure: shift },
}
const RUNS = 5

const [first, second] = process.argv.slice(2)
const wanted = first === undefined || first === 'all' ? Object.keys(measures) : [first]
const runs = Number(second ?? RUNS)

for (const name of wanted) {
  const chosen = measures[name]
  if (chosen === undefined)
    throw new Error(`There is no "${name}"; there are ${Object.keys(measures).join(', ')}.`)
  const { title, sessions, measure } = chosen
  const server = await startPult()
  const desk = await layDesk(server.url, shareOut(sessions))
  const browser = await openChromium()
  const before = machineNote()
  desk.letGo()
  try {
    process.stdout.write(`${tableOf(title, await measure(browser, server.url, desk, runs))}\n${before}\n\n`)
  } finally {
    await browser.close()
    desk.leave()
    await server.stop()
  }
}
