import type { Browser } from 'playwright-core'
import { post } from '../pult-server.ts'
import type { LaidDesk } from '../cabinet-desk.ts'
import { openCabinet, type Cabinet } from './browser.ts'
import { figure, median, type Figure } from './figure.ts'

/** What a busy operator's hour brings. Eight of them make a shift. */
const HOUR = { messages: 400, endings: 40, switches: 60, answers: 30 } as const
const HOURS = 8
/** The first hours fill what is kept on purpose: loaded chats, the last closed ones, compiled code. */
const HOURS_OF_FILLING = 3

/** A shift of eight hours, or of as many as runs are asked for, without its pauses: the heap after a forced collection at the end of each. */
export async function shift(
  browser: Browser,
  url: string,
  desk: LaidDesk,
  runs: number,
): Promise<readonly Figure[]> {
  const hours = Math.max(HOURS, runs)
  const cabinet = await openCabinet(browser, { url, token: desk.operator.token, slowdown: 1 })
  await cabinet.ready()
  const heaps: number[] = []
  const nodes: number[] = []
  for (let hour = 0; hour < hours; hour += 1) {
    await clientsWrite(url, desk, hour)
    await clientsEndAndComeBack(url, desk, hour)
    await operatorWorks(cabinet)
    // The instruments' own notes are no part of what the cabinet keeps.
    await cabinet.probe((probe) => {
      probe.switches.length = 0
      probe.longTasks.length = 0
      probe.letters.length = 0
    })
    const weight = await cabinet.weigh()
    heaps.push(weight.heapBytes / 1024)
    nodes.push(weight.nodes)
  }
  await cabinet.close()
  const slope = slopeOf(heaps.slice(HOURS_OF_FILLING))
  return [
    figure('heap after each hour', 'KB', heaps),
    figure('growth of the heap an hour, from the fourth on', 'KB/h', [slope], GROWTH_KB_MAX),
    figure('nodes in the document after each hour', '', nodes, 2_000),
  ]
}

/** Below one hundredth of what the cabinet weighs: a shift's growth is not seen beside that. */
const GROWTH_KB_MAX = 150

async function clientsWrite(url: string, desk: LaidDesk, hour: number): Promise<void> {
  for (let index = 0; index < HOUR.messages; index += 1) {
    // A stride that is no divisor of any round number spreads them over the whole desk.
    const token = desk.clientTokens[((hour * HOUR.messages + index) * 379) % desk.clientTokens.length]
    await post(url, '/commands/sendMessage', { data: { body: `Hour ${hour}, message ${index}` } }, token)
  }
}

async function clientsEndAndComeBack(url: string, desk: LaidDesk, hour: number): Promise<void> {
  for (let index = 0; index < HOUR.endings; index += 1) {
    const token = desk.clientTokens[(hour * HOUR.endings + index) % desk.clientTokens.length]
    await post(url, '/commands/closeSession', { data: {} }, token)
    await post(url, '/commands/sendMessage', { data: { body: 'One more thing, please.' } }, token)
  }
}

async function operatorWorks({ page }: Cabinet): Promise<void> {
  const composer = page.locator('#composer:enabled')
  for (let index = 0; index < HOUR.switches; index += 1) {
    await page.keyboard.press(index % 20 < 10 ? 'Alt+ArrowDown' : 'Alt+ArrowUp')
    // Until the next chat is on screen: the field of the one before is there still, and the next may have none.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))')
    if (index % 2 !== 0 || (await composer.count()) === 0) continue
    await composer.fill('I have looked it up, and it is on its way to you.')
    await composer.press('Enter')
  }
  // Everything is sent and told before it is weighed.
  await page.locator('li.pending').waitFor({ state: 'detached' })
}

/** By Theil and Sen: the median of the slopes between all pairs. One odd hour does not move it. */
function slopeOf(values: readonly number[]): number {
  return median(
    values.flatMap((from, start) => values.slice(start + 1).map((to, index) => (to - from) / (index + 1))),
  )
}
