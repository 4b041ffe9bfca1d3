import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EventFrame } from '@pult/protocol'
import { command, furnish, read, type Desk } from '../door.ts'
import { falseClock, missingFaketime, type FalseClock } from '../faults/false-clock.ts'
import { brokenPromises, newWriters, write, type Writer } from '../faults/writers.ts'
import { openPeer } from '../peer.ts'
import { startPult, type Running } from '../program.ts'
import { randomFrom } from '../random.ts'
import type { Trial, TrialContext, TrialResult } from '../trial.ts'

const SECOND_MS = 1_000
const HOUR_MS = 3_600 * SECOND_MS
const DAY_MS = 24 * HOUR_MS
/** Logins last so long; whoever is told that they are over must have been told honestly. */
const LOGIN_MS = 30 * DAY_MS

interface Jump {
  readonly name: string
  readonly byMs: number
  /** Where the clock is set before: the moment before the local time changes, in a zone where it does. */
  readonly beginsAt?: string
}

const ZONE = 'Europe/Berlin'
const JUMPS: readonly Jump[] = [
  { name: '-30 s', byMs: -30 * SECOND_MS },
  { name: '+1 h', byMs: HOUR_MS },
  { name: '-1 h', byMs: -HOUR_MS },
  { name: '+30 d', byMs: 30 * DAY_MS },
  { name: 'summer time', byMs: 0, beginsAt: '2027-03-28T01:00:00Z' },
  { name: 'winter time', byMs: 0, beginsAt: '2027-10-31T01:00:00Z' },
]
/** Ahead of the change of the local time: enough to set everything up. */
const BEFORE_CHANGE_MS = 2_000
const WRITERS = 2
/** The group's limit for a first answer, and what a busy machine may add to it. */
const TIMER_S = 2
const TIMER_SLACK_MS = 1_500
const STREAM_TRIES = 20
/** What the way of an event may take; far less than any jump. */
const ON_ITS_WAY_MS_MAX = 10_000
/** As long as a machine that is busy beyond measure may need until somebody has been told something. */
const TOLD_MS_MAX = 20_000
/** They wait more than they work. */
const AT_ONCE = 5
/** Between two messages: the clock is what is tested, not the pace. */
const PAUSE_MS = 40

export const clock: Trial = {
  name: 'clock',
  sentence:
    'the clock jumps under load: order by seq, nobody is logged out before their time, timers are off by the jump at most',
  unit: 'jumps',
  sizes: { ci: 20, release: 1_000 },
  missing: missingFaketime,
  run,
}

async function run({ size, seed, folder, progress }: TrialContext): Promise<TrialResult> {
  const failures: string[] = []
  let [acknowledged, reconnects, begun, done] = [0, 0, 0, 0]
  const lane = async (): Promise<void> => {
    while (begun < size) {
      const number = begun
      begun += 1
      const jump = JUMPS[number % JUMPS.length]!
      const unit = join(folder, `unit-${number}`)
      mkdirSync(unit)
      const seen = await oneJump(unit, jump, randomFrom(seed + number))
      rmSync(unit, { recursive: true, force: true })
      failures.push(...seen.broken.map((sentence) => `${number} (${jump.name}): ${sentence}`))
      acknowledged += seen.acknowledged
      reconnects += seen.reconnects
      done += 1
      progress(done, `${acknowledged} acknowledged, ${reconnects} reconnected`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return { done: size, failures, figures: { acknowledged, reconnects } }
}

async function oneJump(
  folder: string,
  jump: Jump,
  random: () => number,
): Promise<{ broken: string[]; acknowledged: number; reconnects: number }> {
  const beginsMs = jump.beginsAt === undefined ? 0 : Date.parse(jump.beginsAt) - BEFORE_CHANGE_MS - Date.now()
  const wall = falseClock(folder, beginsMs)
  const program = await startPult({
    directory: join(folder, 'data'),
    environment: { ...wall.environment, TZ: ZONE },
  })
  const { url } = program
  const desk = await furnish(url, { operators: 1, capacity: 100 })
  await command(url, desk.adminToken, 'updateGroup', { groupId: desk.groupId, timerFirstAnswer: TIMER_S })
  const watch = watchStream(url, desk.operators[0]!.token)
  const writers = await newWriters(url, desk.channelKey, WRITERS)
  const over = new AbortController()
  const writings = writers.map((writer) => writeOn(url, writer, over.signal))
  await Bun.sleep(200 + random() * 600)
  await untilTold(watch, beginsMs)
  await jumpAndWait(wall, beginsMs + jump.byMs)
  await untilTold(watch, beginsMs + jump.byMs)
  // A clock that was wrong is set right: the same the other way round.
  const isSetRight = random() < 0.5
  if (isSetRight) await jumpAndWait(wall, beginsMs)
  over.abort()
  await Promise.all(writings)
  const broken: string[] = []
  for (const writer of writers) broken.push(...(await brokenPromises(url, writer)))
  await watch.stop()
  broken.push(
    ...watch.broken,
    ...jumpMissed(watch, [beginsMs, beginsMs + jump.byMs]),
    ...streamBroken(watch, writers, jump),
    ...timersBroken(watch, jump, isSetRight),
  )
  broken.push(...(await loginBroken(url, desk, jump, isSetRight)), ...(await endBroken(program)))
  const acknowledged = writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0)
  if (acknowledged === 0) broken.push('nothing was acknowledged')
  return { broken, acknowledged, reconnects: watch.reconnects }
}

/** A clock that was never another would keep every promise. */
function jumpMissed(watch: Watch, expectedMs: readonly number[]): string[] {
  return expectedMs
    .filter((expected) => !isTold(watch, expected))
    .map((expected) => `no event was told by a clock that is ${expected / SECOND_MS} s off`)
}

/** Whether an event has been told by a clock that is so far off. */
function isTold({ offsetsMs }: Watch, expectedMs: number): boolean {
  return offsetsMs.some((offset) => Math.abs(offset - expectedMs) < ON_ITS_WAY_MS_MAX)
}

/** A jump is one only to whoever heard something on either side of it, and a busy machine takes its time to say it. */
async function untilTold(watch: Watch, expectedMs: number): Promise<void> {
  const giveUpAt = performance.now() + TOLD_MS_MAX
  while (!isTold(watch, expectedMs) && performance.now() < giveUpAt) await Bun.sleep(20)
}

/** Longer than a timer takes that does not know of the jump. */
async function jumpAndWait(wall: FalseClock, offsetMs: number): Promise<void> {
  wall.set(offsetMs)
  await Bun.sleep(TIMER_S * SECOND_MS + TIMER_SLACK_MS)
}

/** Who is cut off comes back, as everybody's SDK does. */
async function writeOn(url: string, writer: Writer, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const writing = write(url, writer, { pauseMs: PAUSE_MS })
    const stop = (): void => void writing.stop()
    over.addEventListener('abort', stop)
    await writing.ended
    over.removeEventListener('abort', stop)
    if (!over.aborted) await Bun.sleep(50)
  }
}

interface Watch {
  readonly events: readonly EventFrame[]
  /** How far the program's clock was from the true one, event by event. */
  readonly offsetsMs: readonly number[]
  readonly broken: string[]
  readonly reconnects: number
  /** The code that told this operator to stop, if one did. */
  readonly lastCode: number | undefined
  stop(): Promise<void>
}

/** An operator's stream, resumed where it was whenever it is cut. */
function watchStream(url: string, token: string): Watch {
  const events: EventFrame[] = []
  const offsetsMs: number[] = []
  const watch = {
    events,
    offsetsMs,
    broken: [] as string[],
    reconnects: -1,
    lastCode: undefined as number | undefined,
  }
  const over = new AbortController()
  const watching = async (): Promise<void> => {
    let cursor: string | undefined
    while (!over.signal.aborted && watch.reconnects < STREAM_TRIES) {
      const peer = await openPeer({
        url,
        flavour: 'operator',
        token,
        instance: 'watch',
        cursor,
        onEvent(event) {
          events.push(event)
          offsetsMs.push(Date.parse(event.at) - Date.now())
        },
      })
      over.signal.addEventListener('abort', () => peer.close())
      if (cursor !== undefined && peer.mode !== 'resumed')
        watch.broken.push('[G4] a stream that was cut was not resumed')
      watch.reconnects += 1
      const code = await peer.closed
      cursor = peer.cursor()
      watch.broken.push(...peer.breaks.map((broken) => `[S4] ${broken}`))
      if (over.signal.aborted) return
      watch.lastCode = code
      if (code >= 4100) return
    }
  }
  const watched = watching().catch((error: unknown) => watch.broken.push(`the stream: ${String(error)}`))
  return Object.assign(watch, {
    async stop() {
      over.abort()
      await watched
    },
  })
}

/** Everything acknowledged was told, once and in order; nobody was sent away before their time. */
function streamBroken(watch: Watch, writers: readonly Writer[], jump: Jump): string[] {
  const broken: string[] = []
  const told = watch.events
    .filter(({ action }) => action === 'chatMessageCreated')
    .map(({ data }) => (data as { id: string }).id)
  if (new Set(told).size !== told.length) broken.push('[G2] a message was told twice')
  if (told.some((id, index) => index > 0 && id <= told[index - 1]!))
    broken.push('[G3] messages were told out of order')
  const isExpired = jump.byMs >= LOGIN_MS
  if (isExpired) {
    const last = watch.events.at(-1)
    const reason = (last?.data as { reason?: string } | undefined)?.reason
    if (watch.lastCode !== 4410 || last?.action !== 'operatorLoggedOut' || reason !== 'EXPIRED')
      broken.push(
        `[L3] the login's time is over, and the stream ended with ${watch.lastCode} after ${last?.action}`,
      )
    return broken
  }
  if (watch.lastCode !== undefined && watch.lastCode >= 4100)
    broken.push(`the operator was sent away with ${watch.lastCode}`)
  const known = new Set(told)
  const missing = writers
    .flatMap(({ acknowledged }) => [...acknowledged.values()])
    .filter(({ id }) => !known.has(id))
  if (missing.length > 0)
    broken.push(`[G4] ${missing.length} messages were never told, the first is ${missing[0]!.id}`)
  return broken
}

/** Once for each session; late by no more than a jump back. */
function timersBroken({ events }: Watch, jump: Jump, isSetRight: boolean): string[] {
  if (jump.byMs >= LOGIN_MS) return []
  const broken: string[] = []
  const fired = events
    .filter(({ action }) => action === 'timerExpired')
    .map(({ data }) => (data as { sessionId: string }).sessionId)
  if (new Set(fired).size !== fired.length) broken.push('a timer fired twice')
  const mayBeLate = jump.byMs < 0 && !isSetRight
  if (!mayBeLate && new Set(fired).size < WRITERS)
    broken.push(`${WRITERS - fired.length} of ${WRITERS} timers did not fire in time`)
  return broken
}

/** A login is as good as its time; after it signing in is. */
async function loginBroken(
  url: string,
  { operators, adminToken, groupId }: Desk,
  jump: Jump,
  isSetRight: boolean,
): Promise<string[]> {
  const tokens = [adminToken, operators[0]!.token]
  const isOver = jump.byMs >= LOGIN_MS
  const broken: string[] = []
  for (const token of tokens) {
    const { status } = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })
    if (!isOver && status !== 200) broken.push(`a login that has time left is answered with ${status}`)
    if (isOver && !isSetRight && status !== 401)
      broken.push(`a login whose time is over is answered with ${status}`)
  }
  if (isOver) return broken
  const group = await read<{ items: { id: string }[] }>(url, adminToken, '/groups')
  if (!group.items.some(({ id }) => id === groupId)) broken.push('the group is gone')
  return broken
}

async function endBroken(program: Running): Promise<string[]> {
  const code = await program.stop()
  const complaints = program.complaints()
  return [
    ...(code === 0 ? [] : [`[SV8] it stopped with ${code}: ${program.lastWords()}`]),
    ...(complaints.length === 0 ? [] : [`it complained: ${complaints[0]}`]),
  ]
}
