import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import type { IncomingFrame } from './frames.ts'
import { onFrame } from './frames.ts'
import { deadlineOf, newLink, type Effect, type Link, type Step } from './link.ts'
import { onAuthorized, onConnect, onOpened, onTime } from './opening.ts'

/**
 * A server of numbers and a network that loses, doubles and swaps: whatever it does, the client has taken in every event
 * exactly once and in order after the network has healed, and has asked only when it had to.
 */
type Fate = 'pass' | 'drop' | 'double' | 'swap'

const half = () => 0.5

function world(fates: readonly Fate[]) {
  let nowMs = 0
  let link: Link = newLink(0, false)
  let head = 10
  let told = 0
  let isConnected = false
  let fate = 0
  let isHealed = false
  let held: IncomingFrame | undefined
  /** What the client's state is: the snapshot's number, then the events. */
  let taken: number[] = []
  let follows = 0
  const events: number[] = []

  function go(step: Step): void {
    link = step.link
    for (const effect of step.effects) obey(effect)
  }
  function obey(effect: Effect): void {
    if (effect.type === 'authorize') go(onAuthorized(link, nowMs))
    else if (effect.type === 'open') go(onOpened(link, { token: undefined, instance: 'i' }, nowMs))
    else if (effect.type === 'close') isConnected = false
    else if (effect.type === 'replace') taken = events.filter((seq) => seq <= effect.position.seq)
    else if (effect.type === 'event') taken.push(effect.frame.seq)
    else if (effect.type === 'send') hear(effect.frame)
  }
  function hear(frame: { readonly command: string; readonly id: string; readonly data?: unknown }): void {
    if (frame.command === 'heartbeat') return
    if (frame.command === 'follow') follows += 1
    isConnected = true
    const { cursor } = frame.data as { readonly cursor?: string }
    const seq = cursor === undefined ? undefined : Number(cursor.split(':')[1])
    told = seq ?? head
    carry({
      action: 'reply',
      id: frame.id,
      data: {
        mode: seq === undefined ? 'snapshot' : 'resumed',
        epoch: 'e',
        cursor: `e:${told}`,
        silenceMs: 35_000,
      },
    })
    if (seq === undefined) carry({ action: 'snapshot', data: { cursor: `e:${head}`, last: true } })
    for (const event of events) if (event > told) tell(event)
    carry({ action: 'live', data: { cursor: `e:${told}` } })
  }
  function tell(seq: number): void {
    const prev = told
    told = seq
    carry({ action: 'x', seq, prev, at: '', data: null })
  }
  function carry(frame: IncomingFrame): void {
    inbox.push(frame)
    if (isCarrying) return
    isCarrying = true
    // One frame at a time, as a socket does; what a frame makes us send is heard before the next comes.
    for (let next = inbox.shift(); next !== undefined; next = inbox.shift()) through(next)
    isCarrying = false
  }
  const inbox: IncomingFrame[] = []
  let isCarrying = false
  function through(frame: IncomingFrame): void {
    const how = isHealed ? 'pass' : (fates[fate++ % fates.length] ?? 'pass')
    if (how === 'drop') return
    if (how === 'swap' && held === undefined) {
      held = frame
      return
    }
    arrive(frame)
    if (how === 'double') arrive(frame)
    const late = held
    held = undefined
    if (late !== undefined) arrive(late)
  }
  function arrive(frame: IncomingFrame): void {
    if (isConnected) go(onFrame(link, frame, nowMs, half))
  }
  return {
    connect: () => go(onConnect(link, nowMs)),
    happen(visible: boolean) {
      head += 1
      if (!visible) return
      events.push(head)
      if (isConnected && link.name !== 'waiting') tell(head)
    },
    beat() {
      if (!isConnected) return
      const prev = told
      told = head
      carry({ action: 'heartbeat', seq: head, prev, at: '', data: {} })
    },
    pass(ms: number) {
      nowMs += ms
      go(onTime(link, nowMs, half))
    },
    heal() {
      isHealed = true
      held = undefined
      for (let round = 0; round < 8 && !this.isSettled(); round += 1) {
        this.beat()
        const deadlineMs = deadlineOf(link)
        if (link.name !== 'live' && deadlineMs !== null) this.pass(Math.max(0, deadlineMs - nowMs))
      }
    },
    isSettled: () => link.name === 'live' && link.memory.position?.seq === head,
    get link() {
      return link
    },
    get taken() {
      return taken
    },
    get follows() {
      return follows
    },
    events,
  }
}

const fates = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Fate>('pass') },
    { weight: 2, arbitrary: fc.constant<Fate>('drop') },
    { weight: 1, arbitrary: fc.constant<Fate>('double') },
    { weight: 1, arbitrary: fc.constant<Fate>('swap') },
  ),
  { minLength: 1, maxLength: 60 },
)
const steps = fc.array(fc.constantFrom('visible', 'hidden', 'beat', 'time'), { maxLength: 60 })

test('[S4] whatever the network does, everything is taken in once and in order after it has healed', () => {
  fc.assert(
    fc.property(fates, steps, (fates, steps) => {
      const one = world(fates)
      one.connect()
      for (const step of steps) {
        if (step === 'beat') one.beat()
        else if (step === 'time') one.pass(12_000)
        else one.happen(step === 'visible')
        expect(one.taken).toEqual(one.events.slice(0, one.taken.length))
      }
      one.heal()
      expect(one.isSettled()).toBe(true)
      expect(one.taken).toEqual(one.events)
    }),
    { numRuns: 400 },
  )
})

test('[S4] on a network that only passes and doubles, nothing is ever asked again', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom<Fate>('pass', 'double'), { minLength: 1, maxLength: 30 }),
      steps,
      (fates, steps) => {
        const one = world(fates)
        one.connect()
        for (const step of steps) {
          if (step === 'beat') one.beat()
          else if (step !== 'time') one.happen(step === 'visible')
        }
        expect(one.follows).toBe(0)
        expect(one.taken).toEqual(one.events)
      },
    ),
    { numRuns: 200 },
  )
})
