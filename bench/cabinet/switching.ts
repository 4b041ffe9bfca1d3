import type { Browser } from 'playwright-core'
import type { LaidDesk } from '../cabinet-desk.ts'
import { openCabinet, type Cabinet } from './browser.ts'
import { figure, quantile, type Figure } from './figure.ts'

/** Chats that one goes through, one way: more than stay loaded, so that most have to be fetched. */
const CHATS = 30
/** Back and forth between chats that are loaded. */
const KNOWN_CHATS = 6

/** From the key to the picture, through the list with Alt + ↓ and back. */
export async function switching(
  browser: Browser,
  url: string,
  desk: LaidDesk,
  runs: number,
): Promise<readonly Figure[]> {
  const results: Switches[] = []
  for (let run = 0; run < runs; run += 1) {
    const cabinet = await openCabinet(browser, { url, token: desk.operator.token, slowdown: 1 })
    await cabinet.ready()
    results.push(await goThrough(cabinet))
    await cabinet.close()
  }
  const of = (read: (one: Switches) => readonly number[], share: number) =>
    results.map((one) => quantile(read(one), share))
  return [
    figure(
      'switch to a chat: key to picture, p50',
      'ms',
      of((one) => one.frames, 0.5),
      50,
    ),
    figure(
      'the same, p95',
      'ms',
      of((one) => one.frames, 0.95),
      50,
    ),
    figure(
      'switch to a loaded chat, with its messages, p50',
      'ms',
      of((one) => one.known, 0.5),
      50,
    ),
    figure(
      'the same, p95',
      'ms',
      of((one) => one.known, 0.95),
      50,
    ),
    figure(
      'messages of a chat that had to be fetched, p50',
      'ms',
      of((one) => one.fetched, 0.5),
    ),
    figure(
      'the same, p95',
      'ms',
      of((one) => one.fetched, 0.95),
    ),
    figure(
      'processor time of the page a switch',
      'ms',
      results.map(({ cpuMs }) => cpuMs),
    ),
  ]
}

interface Switches {
  readonly frames: readonly number[]
  readonly fetched: readonly number[]
  readonly known: readonly number[]
  readonly cpuMs: number
}

async function goThrough(cabinet: Cabinet): Promise<Switches> {
  const { page, probe } = cabinet
  const done = () => probe(({ switches }) => switches.filter(({ messagesMs }) => messagesMs !== null).length)
  const press = async (key: string): Promise<void> => {
    const before = await done()
    await page.keyboard.press(key)
    while ((await done()) === before) await Bun.sleep(POLL_MS)
  }
  const cpuBefore = await cabinet.cpuMs()
  for (let step = 0; step < CHATS; step += 1) await press('Alt+ArrowDown')
  const cpuMs = ((await cabinet.cpuMs()) - cpuBefore) / CHATS
  for (let step = 0; step < KNOWN_CHATS; step += 1) await press('Alt+ArrowUp')
  for (let step = 0; step < KNOWN_CHATS; step += 1) await press('Alt+ArrowDown')
  const all = await probe(({ switches }) => switches)
  const messages = all.map(({ messagesMs }) => messagesMs ?? Number.NaN)
  return {
    frames: all.map(({ frameMs }) => frameMs),
    fetched: messages.slice(0, CHATS),
    known: messages.slice(CHATS),
    cpuMs,
  }
}

/** Between looks at whether the messages are there; what is measured is noted in the page. */
const POLL_MS = 20
