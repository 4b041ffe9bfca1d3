import { expect, test } from 'bun:test'
import { closeCodes, type CloseName } from '@pult/protocol'
import { cursorOf } from './cursor.ts'
import { FOLLOWS_MAX, onFrame, type IncomingFrame } from './frames.ts'
import { connectionOf, deadlineOf, newLink, type Effect, type Link, type Step } from './link.ts'
import { onClosed, STABLE_MS } from './losing.ts'
import {
  onAuthorized,
  onConnect,
  onOpened,
  onShut,
  onSlept,
  onTakeOver,
  onTime,
  onUnauthorized,
  onWake,
  PROBE_MS,
} from './opening.ts'
import { pauseMs, retryDelayMs, RETRY_MS_MAX, RETRY_MS_MIN } from './retry.ts'

const half = () => 0.5
const at = '2026-11-22T10:00:00.000Z'
const who = { token: 'secret', instance: 'tab' }

/** Puts inputs through a link and remembers what it asked for. */
function driven(takeover = false) {
  let link: Link = newLink(0, takeover)
  const effects: Effect[] = []
  const go = (step: Step) => {
    link = step.link
    effects.push(...step.effects)
    return step
  }
  const frame = (incoming: IncomingFrame, nowMs = 0) => go(onFrame(link, incoming, nowMs, half))
  const reply = (data: Readonly<Record<string, unknown>>, nowMs = 0) =>
    frame({ action: 'reply', id: lastId(), data: { silenceMs: 35_000, epoch: 'e', ...data } }, nowMs)
  const lastId = () => sent().at(-1)?.id
  const sent = () => effects.flatMap((effect) => (effect.type === 'send' ? [effect.frame] : []))
  return {
    get link() {
      return link
    },
    effects,
    sent,
    go,
    frame,
    reply,
    event: (prev: number, seq: number, nowMs = 0) =>
      frame({ action: 'chatMessageRead', seq, prev, at, data: {} }, nowMs),
    upTo(name: 'authorizing' | 'opening' | 'asking' | 'replaying' | 'live', nowMs = 0) {
      go(onConnect(link, nowMs))
      if (name === 'authorizing') return this
      go(onAuthorized(link, nowMs))
      if (name === 'opening') return this
      go(onOpened(link, who, nowMs))
      if (name === 'asking') return this
      reply({ mode: 'snapshot', cursor: 'e:10' }, nowMs)
      if (name === 'replaying') return this
      frame({ action: 'snapshot', data: { cursor: 'e:10', last: true } }, nowMs)
      frame({ action: 'live', data: { cursor: 'e:10' } }, nowMs)
      return this
    },
  }
}
const upTo = (name: 'authorizing' | 'opening' | 'asking' | 'replaying' | 'live') => driven().upTo(name)

test('the way up: authorizing, opening, asking, replaying, live', () => {
  const one = driven()
  const names = ['authorizing', 'opening', 'asking', 'replaying', 'live'] as const
  for (const name of names) expect(upTo(name).link.name).toBe(name)
  expect(one.upTo('live').effects.map(({ type }) => type)).toEqual([
    'authorize',
    'open',
    'send',
    'greet',
    'replace',
  ])
})

test('[S1] connect says takeover only when asked to, and only until it was answered', () => {
  const one = driven(true).upTo('asking')
  expect(one.sent()[0]?.data).toEqual({ token: 'secret', instance: 'tab', takeover: true })
  one.reply({ mode: 'snapshot', cursor: 'e:1' })
  expect(one.link.memory.takeover).toBe(false)
})

test('[S2] a snapshot without its last part replaces nothing', () => {
  const one = upTo('replaying')
  one.frame({ action: 'snapshot', data: { cursor: 'e:10', last: false } })
  expect(one.effects.some(({ type }) => type === 'replace')).toBe(false)
  expect(one.link.memory.position).toBeNull()
  one.frame({ action: 'live', data: { cursor: 'e:10' } })
  expect(one.sent().at(-1)).toMatchObject({ command: 'follow', data: {} })
})

const part = (number: number, last = false) => ({
  action: 'snapshot',
  data: { cursor: 'e:10', part: number, last },
})

test('[S2] a part that comes twice counts once, and a part that is missing is noticed', () => {
  const doubled = upTo('replaying')
  for (const frame of [part(0), part(0), part(1, true)]) doubled.frame(frame)
  const replaced = doubled.effects.find(({ type }) => type === 'replace')
  expect(replaced).toMatchObject({ parts: [part(0).data, part(1, true).data] })

  const holed = upTo('replaying')
  for (const frame of [part(0), part(2, true)]) holed.frame(frame)
  expect(holed.effects.some(({ type }) => type === 'replace')).toBe(false)
  expect(holed.sent().at(-1)).toMatchObject({ command: 'follow' })
})

test('[S2] a resumption from elsewhere than our position begins anew without a cursor', () => {
  const one = upTo('live')
  one.go(onClosed(one.link, 1006, 0, half))
  one.go(onTime(one.link, 60_000, half))
  one.go(onAuthorized(one.link, 60_000))
  one.go(onOpened(one.link, who, 60_000))
  one.reply({ mode: 'resumed', cursor: 'e:99' }, 60_000)
  expect(one.link.name).toBe('waiting')
  expect(one.link.memory.position).toBeNull()
})

test.each([
  ['client', 'cli_1', 'cli_1', 'replaying', 'e:10'],
  ['client', 'cli_1', 'cli_2', 'waiting', null],
  ['operator', 'opr_1', 'opr_2', 'waiting', null],
] as const)(
  '[E4] a resumption as a %s (%s, then %s) leaves nothing that is not theirs',
  (side, first, second, name, cursor) => {
    const as = (id: string) => ({ [side]: { id } })
    const one = driven().upTo('asking')
    one.reply({ mode: 'snapshot', cursor: 'e:10', ...as(first) })
    one.frame({ action: 'snapshot', data: { cursor: 'e:10', part: 0, last: true } })
    one.frame({ action: 'live', data: { cursor: 'e:10' } })
    one.go(onClosed(one.link, 1006, 0, half))
    one.go(onTime(one.link, 60_000, half))
    one.go(onAuthorized(one.link, 60_000))
    one.go(onOpened(one.link, who, 60_000))
    one.reply({ mode: 'resumed', cursor: 'e:10', ...as(second) }, 60_000)
    expect(one.link.name).toBe(name)
    const { position } = one.link.memory
    expect(position && cursorOf(position)).toBe(cursor)
  },
)

test('[S4] an event at its place is taken; a known one is passed over; a hole asks once', () => {
  const one = upTo('live')
  one.event(10, 12)
  expect(cursorOf(one.link.memory.position!)).toBe('e:12')
  one.event(10, 12)
  one.event(14, 16)
  one.event(16, 18)
  one.event(12, 14)
  expect(one.effects.filter(({ type }) => type === 'event')).toHaveLength(1)
  expect(one.sent().filter(({ command }) => command === 'follow')).toMatchObject([
    { data: { cursor: 'e:12' } },
  ])
  expect(connectionOf(one.link, (ms) => ms).name).toBe('replaying')
  one.reply({ mode: 'resumed', cursor: 'e:12' })
  one.event(12, 14)
  one.frame({ action: 'live', data: { cursor: 'e:14' } })
  expect(one.link.name).toBe('live')
})

test('[S4] a live frame that is ahead of us shows a hole', () => {
  const one = upTo('live')
  one.event(12, 14)
  one.reply({ mode: 'resumed', cursor: 'e:10' })
  one.frame({ action: 'live', data: { cursor: 'e:14' } })
  expect(one.sent().filter(({ command }) => command === 'follow')).toHaveLength(2)
})

test('[S4] follow that brings nothing is not asked for ever', () => {
  const one = upTo('live')
  for (let count = 0; count < FOLLOWS_MAX; count += 1) {
    one.event(12, 14)
    expect(one.link.name).toBe('asking')
    one.reply({ mode: 'resumed', cursor: 'e:10' })
  }
  one.event(12, 14)
  expect(one.link.name).toBe('waiting')
  expect(one.link.memory.position).toBeNull()
})

test('[S4] replies and signals move nothing', () => {
  const one = upTo('live')
  one.frame({ action: 'reply', id: '17', data: {}, seq: 90 })
  one.frame({ action: 'typing', data: {} })
  expect(one.link.memory.position?.seq).toBe(10)
  expect(one.link.name).toBe('live')
})

test('[W1] an unknown action moves the cursor', () => {
  const one = upTo('live')
  one.frame({ action: 'somethingNew', seq: 11, prev: 10, at, data: null })
  expect(one.link.memory.position?.seq).toBe(11)
})

test('[S7] a heartbeat moves the cursor, is answered with it, and may come where nothing happened', () => {
  const one = upTo('live')
  one.frame({ action: 'heartbeat', seq: 40, prev: 10, at, data: {} })
  one.frame({ action: 'heartbeat', seq: 40, prev: 40, at, data: {} })
  const beats = one.sent().filter(({ command }) => command === 'heartbeat')
  expect(beats.map(({ data }) => data)).toEqual([{ cursor: 'e:40' }, { cursor: 'e:40' }])
  expect(new Set(beats.map(({ id }) => id)).size).toBe(2)
})

test('[S7] 35 s of silence give the connection up; any frame puts that off', () => {
  const one = upTo('live')
  one.frame({ action: 'typing', data: {} }, 30_000)
  one.go(onTime(one.link, 35_000, half))
  expect(one.link.name).toBe('live')
  one.go(onTime(one.link, 65_000, half))
  expect(one.link.name).toBe('waiting')
  expect(one.effects.at(-1)).toEqual({ type: 'close', code: closeCodes.silent })
})

test('a silence has been waited for already: the next try is as soon as after a first loss', () => {
  for (const name of ['replaying', 'live'] as const) {
    const one = driven()
    for (let tries = 0; tries < 6; tries += 1) {
      one.upTo('opening', one.link.sinceMs)
      one.go(onClosed(one.link, 1006, one.link.sinceMs, half))
    }
    one.upTo(name, one.link.sinceMs)
    const dueMs = deadlineOf(one.link)!
    one.go(onTime(one.link, dueMs, half))
    expect(deadlineOf(one.link)! - dueMs).toBe(retryDelayMs(0, half))
  }
})

test('every state that waits for somebody else has an end', () => {
  for (const name of ['authorizing', 'opening', 'asking', 'replaying', 'live'] as const) {
    const one = upTo(name)
    const deadlineMs = deadlineOf(one.link)
    expect(deadlineMs).not.toBeNull()
    expect(onTime(one.link, deadlineMs! - 1, half).link).toBe(one.link)
    expect(onTime(one.link, deadlineMs!, half).link.name).toBe('waiting')
  }
})

const bands: readonly [CloseName, string, boolean][] = [
  ['shuttingDown', 'waiting', true],
  ['sameInstance', 'waiting', true],
  ['silent', 'waiting', true],
  ['tooSlow', 'waiting', true],
  ['badCursor', 'waiting', false],
  ['tokenExpired', 'authorizing', true],
  ['rateLimited', 'waiting', true],
  ['overloaded', 'waiting', true],
  ['protocolError', 'stopped', true],
  ['notAuthenticated', 'stopped', true],
  ['operatorBlocked', 'stopped', true],
  ['version', 'stopped', true],
  ['loggedInElsewhere', 'stopped', true],
  ['loggedOut', 'stopped', true],
  ['frameTooLarge', 'stopped', true],
]

test('the table of close codes is whole', () => {
  expect(bands.map(([name]) => name).toSorted()).toEqual((Object.keys(closeCodes) as CloseName[]).toSorted())
})

for (const [name, next, keepsCursor] of bands) {
  test(`close ${closeCodes[name]} ${name}: ${next}, ${keepsCursor ? 'the cursor stays' : 'without a cursor'}`, () => {
    const one = upTo('live')
    one.go(onClosed(one.link, closeCodes[name], 0, half))
    expect(one.link.name as string).toBe(next)
    expect(one.link.memory.position !== null).toBe(keepsCursor)
    if (one.link.name === 'stopped')
      expect(one.link.stop).toEqual({ name: name as 'version', code: closeCodes[name] })
  })
}

test('an unknown code of 4400–4499 stops too', () => {
  const one = upTo('live')
  one.go(onClosed(one.link, 4444, 0, half))
  expect(one.link).toMatchObject({ name: 'stopped', stop: { name: 'refused', code: 4444 } })
})

test('[S9] the reason is the terminal event’s, even out of order, and never another’s', () => {
  const one = upTo('live')
  one.frame({ action: 'operatorLoggedOut', seq: 99, prev: 98, at, data: { reason: 'FORCED' } })
  expect(onClosed(one.link, 4410, 0, half).link).toMatchObject({
    stop: { name: 'loggedOut', event: { name: 'operatorLoggedOut', data: { reason: 'FORCED' } } },
  })
  expect(onClosed(one.link, 4403, 0, half).link).toMatchObject({
    stop: { name: 'operatorBlocked', code: 4403 },
  })
  expect(onClosed(one.link, 4403, 0, half).link).not.toHaveProperty('stop.event')
})

test('a token that expires again at once is not renewed in a circle', () => {
  const one = upTo('asking')
  one.go(onClosed(one.link, 4201, 0, half))
  expect(one.effects.at(-1)).toEqual({ type: 'authorize', renew: true })
  one.go(onAuthorized(one.link, 0))
  one.go(onOpened(one.link, who, 0))
  one.go(onClosed(one.link, 4201, 0, half))
  expect(one.link).toMatchObject({ name: 'waiting', renew: true })
})

test('a pause that the server asks for is kept, and a waking browser does not cut it short', () => {
  const one = upTo('live')
  one.frame({ action: 'reply', id: null, error: { code: 'rate_limited', retryMs: 20_000 } })
  one.go(onClosed(one.link, 4300, 0, half))
  expect(deadlineOf(one.link)).toBeGreaterThanOrEqual(20_000)
  expect(onWake(one.link, 1_000).link.name).toBe('waiting')
  expect(onConnect(one.link, 1_000).link.name).toBe('authorizing')
})

test('a waking browser retries at once, and makes an old socket prove itself', () => {
  const lost = upTo('live')
  lost.go(onClosed(lost.link, 1006, 0, half))
  expect(onWake(lost.link, 1).link.name).toBe('authorizing')
  const old = upTo('live')
  old.go(onWake(old.link, 1_000))
  expect(old.sent().at(-1)?.command).toBe('heartbeat')
  expect(deadlineOf(old.link)).toBe(1_000 + PROBE_MS)
  old.frame({ action: 'reply', id: 'heartbeat-1', data: {} }, 2_000)
  expect(deadlineOf(old.link)).toBe(37_000)
})

test('[S7] no socket that slept is believed: the stream is taken up where it was, and is gone since the sleep began', () => {
  for (const name of ['asking', 'replaying', 'live'] as const) {
    const one = upTo(name)
    const { position } = one.link.memory
    one.go(onSlept(one.link, 2_000, 600_000))
    expect(one.link).toMatchObject({ name: 'authorizing', sinceMs: 2_000, memory: { position } })
    expect(connectionOf(one.link, (ms) => ms)).toMatchObject({ name: 'connecting', sinceMs: 2_000 })
  }
  const lost = upTo('live')
  lost.go(onClosed(lost.link, 1006, 0, half))
  expect(onSlept(lost.link, 0, 600_000).link.name).toBe('authorizing')
  expect(onSlept(newLink(0, false), 0, 600_000)).toEqual({ link: newLink(0, false), effects: [] })
})

test('[S7] a frame from before a sleep, heard after it, makes nothing live', () => {
  const one = upTo('live')
  one.frame({ action: 'heartbeat', seq: 10, prev: 10, at, data: {} }, 34_999)
  expect(one.link.name).toBe('live')
  one.frame({ action: 'heartbeat', seq: 10, prev: 10, at, data: {} }, 34_999 + 35_000)
  expect(one.link.name).toBe('waiting')
})

function refused(error: Readonly<Record<string, unknown>>): Link {
  const one = upTo('asking')
  one.frame({ action: 'reply', id: 'connect-0', error })
  return one.link
}

test('refusals of connect: temporary waits, for good stops, expired renews', () => {
  expect(refused({ code: 'overloaded', temporary: true, retryMs: 3_000 })).toMatchObject({
    name: 'waiting',
    patient: true,
  })
  expect(refused({ code: 'token_expired', temporary: false })).toMatchObject({
    name: 'authorizing',
    renew: true,
  })
  expect(refused({ code: 'logged_in_elsewhere', temporary: false })).toMatchObject({
    stop: { name: 'loggedInElsewhere' },
  })
  expect(refused({ code: 'origin_not_allowed', temporary: false })).toMatchObject({
    stop: { name: 'refused', refusal: { code: 'origin_not_allowed' } },
  })
})

test('a connect that came twice, with its first answer lost, is no reason to stop: the connection is made anew', () => {
  const one = upTo('asking')
  one.frame({ action: 'reply', id: 'connect-0', error: { code: 'already_connected', temporary: false } })
  expect(one.link).toMatchObject({ name: 'waiting', renew: false })
  expect(one.effects.at(-1)).toEqual({ type: 'close', code: 1000 })
})

test('no token to be had: now, or for good', () => {
  const one = upTo('authorizing')
  const away = { code: 'network', message: '', temporary: true } as const
  expect(onUnauthorized(one.link, away, 0, half).link.name).toBe('waiting')
  const expired = { code: 'token_expired', message: '', temporary: false } as const
  expect(onUnauthorized(one.link, expired, 0, half).link).toMatchObject({
    stop: { name: 'notAuthenticated' },
  })
})

test('[L1] taking over begins from a stop, and leaves a winner alone', () => {
  const one = upTo('live')
  expect(onTakeOver(one.link, 0).link).toBe(one.link)
  one.go(onClosed(one.link, 4409, 0, half))
  one.go(onTakeOver(one.link, 0))
  expect(one.link).toMatchObject({ name: 'authorizing', memory: { takeover: true, attempt: 0 } })
})

test('closing by the application keeps the position for the next connect', () => {
  const one = upTo('live')
  one.go(onShut(one.link, 0))
  expect(one.effects.at(-1)).toEqual({ type: 'close', code: 1000 })
  one.go(onConnect(one.link, 0))
  one.go(onAuthorized(one.link, 0))
  one.go(onOpened(one.link, who, 0))
  expect(one.sent().at(-1)?.data).toMatchObject({ cursor: 'e:10' })
})

test('retries are jittered from the first and bounded', () => {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    expect(retryDelayMs(attempt, () => 0)).toBe(RETRY_MS_MIN)
    expect(retryDelayMs(attempt, () => 0.999_999)).toBeLessThanOrEqual(RETRY_MS_MAX)
  }
  expect(retryDelayMs(0, () => 0.9)).toBeGreaterThan(retryDelayMs(0, () => 0.1))
  expect(pauseMs(5_000, () => 0)).toBe(5_000)
})

test('losses in a row wait longer; one after a good while counts as the first', () => {
  const one = upTo('asking')
  const waits: number[] = []
  for (let loss = 0; loss < 4; loss += 1) {
    one.go(onClosed(one.link, 1006, 0, half))
    waits.push(deadlineOf(one.link)!)
    one.upTo('asking')
  }
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(new Set(waits).size).toBe(4)
  one.reply({ mode: 'snapshot', cursor: 'e:10' })
  one.frame({ action: 'snapshot', data: { cursor: 'e:10', last: true } })
  one.frame({ action: 'live', data: { cursor: 'e:10' } })
  one.go(onClosed(one.link, 1006, STABLE_MS, half))
  expect(deadlineOf(one.link)! - STABLE_MS).toBe(waits[0]!)
})
