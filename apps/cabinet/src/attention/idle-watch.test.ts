import { expect, test } from 'bun:test'
import { signal } from '@preact/signals'
import { createHandClock } from '../testing/hand-clock.ts'
import { WARNING_MS } from './idle.ts'
import { watchIdle, type InputChannel } from './idle-watch.ts'

/** Tabs that hear each other. */
function channels() {
  const listeners = new Map<object, (atMs: number) => void>()
  return (): InputChannel => {
    const self = {}
    return {
      tell(atMs) {
        for (const [whose, listener] of listeners) if (whose !== self) listener(atMs)
      },
      onTold(listener) {
        listeners.set(self, listener)
        return () => listeners.delete(self)
      },
    }
  }
}

function desks() {
  const clock = createHandClock(1_000_000)
  const limitMs = signal<number | null>(600_000)
  const status = signal<string | null>('ONLINE')
  const channel = channels()
  const open = (awaySinceMs: number | null = null) => {
    const target = new EventTarget()
    let aways = 0
    const watch = watchIdle({
      clock,
      channel: channel(),
      limitMs,
      status,
      awaySinceMs,
      target,
      onAway: () => (aways += 1),
    })
    return { ...watch, touch: () => target.dispatchEvent(new Event('pointermove')), aways: () => aways }
  }
  return { clock, limitMs, status, open }
}

test('[I1] nobody touches anything: a warning, a minute, away, once', () => {
  const { clock, open } = desks()
  const one = open()
  clock.pass(599_999)
  expect(one.idle.value.name).toBe('here')
  clock.pass(1)
  expect(one.idle.value).toMatchObject({ name: 'warned', untilMs: clock.nowMs() + WARNING_MS })
  clock.pass(WARNING_MS)
  expect([one.idle.value.name, one.aways()]).toEqual(['away', 1])
  clock.pass(3_600_000)
  expect(one.aways()).toBe(1)
  one.stop()
  expect(clock.waiting).toBe(0)
})

test('[I3] a hand in one tab is a hand at the desk, and ends the warning in all of them at once', () => {
  const { clock, open } = desks()
  const [one, two] = [open(), open()]
  clock.pass(500_000)
  one.touch()
  clock.pass(599_999)
  expect([one.idle.value.name, two.idle.value.name]).toEqual(['here', 'here'])
  clock.pass(1)
  expect([one.idle.value.name, two.idle.value.name]).toEqual(['warned', 'warned'])
  two.touch()
  expect([one.idle.value.name, two.idle.value.name]).toEqual(['here', 'here'])
  clock.pass(600_000)
  expect(one.idle.value.name).toBe('warned')
})

test('[I2] who was set away stays so over a reload, and is here again when the status says so', () => {
  const { clock, status, open } = desks()
  status.value = 'AWAY'
  const one = open(900_000)
  one.touch()
  expect(one.idle.value).toEqual({ name: 'away', sinceMs: 900_000 })
  status.value = 'ONLINE'
  expect(one.idle.value).toEqual({ name: 'here', inputMs: clock.nowMs() })
})

test('[I1] off duty nobody is asked, and on duty again the time begins anew', () => {
  const { clock, limitMs, open } = desks()
  const one = open()
  limitMs.value = null
  clock.pass(3_600_000)
  expect(one.idle.value.name).toBe('here')
  one.touch()
  limitMs.value = 600_000
  clock.pass(599_999)
  expect(one.idle.value.name).toBe('here')
})
