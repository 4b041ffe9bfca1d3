import { signal, type Signal } from '@preact/signals'
import { createOperatorClient } from '@pult/client'
import type { ChatSession, OperatorCommandInput, OperatorId } from '@pult/protocol'
import { createDesk, type Desk } from '../../apps/cabinet/src/store/desk.ts'
import type { Kept } from '../../apps/cabinet/src/store/kept.ts'
import type { Random } from '../kernel/random.ts'
import type { OperatorSetting, OperatorTab } from '../types.ts'
import { acknowledging } from './acknowledge.ts'
import { browserOf } from './browser-of.ts'
import { createStorage, type Machine, type TabStorage } from './machine.ts'
import type { PeopledWorld } from './peopled-world.ts'

/** Somebody who answers, at one machine or another. */
export interface OperatorPerson {
  readonly name: string
  readonly operatorId: OperatorId
  readonly setting: OperatorSetting
  /** By what it is: "laptop", "phone". */
  readonly machines: Map<string, Machine>
  /** The token of the newest login at each machine; its tabs share it as they would a cookie. */
  readonly tokens: Map<Machine, string>
  /** When they expire, by the server's clock. */
  readonly expiresAtMs: Map<Machine, number>
  /** All tabs that were ever opened. */
  readonly seats: Seat[]
  readonly random: Random
  /** Which try to sign in is the present one; answers to an older one are nobody's. */
  signingIn: number
}

/** A tab with the cabinet in it. */
export interface Seat extends OperatorTab {
  readonly person: OperatorPerson
  readonly machine: Machine
  readonly desk: Desk
  readonly selectedId: Signal<string | null>
  readonly tabStorage: TabStorage
  /** The person turns to this tab for a moment: what is on its screen is read. */
  readonly look: () => void
}

/** How long a look at the screen takes. Short: a cabinet in sight ticks every second. */
const LOOK_MS = 400
/** A sign-in that is not answered is tried again. */
const SIGN_IN_MS_MAX = 8_000

export function machineOf(world: PeopledWorld, person: OperatorPerson, kind: string): Machine {
  const known = person.machines.get(kind)
  if (known !== undefined) return known
  const made = world.openMachine(`${person.name}'s ${kind}`, 'OPERATOR', person.random.fork(kind))
  person.machines.set(kind, made)
  return made
}

/** Signs in with the right password and opens a tab; tries again where the server is away or says no, a few times, as people do. */
export function signIn(world: PeopledWorld, person: OperatorPerson, machine: Machine, tries = 5): void {
  const mine = (person.signingIn += 1)
  const random = person.random.fork(`sign-in ${mine}`)
  const again = (): void => {
    if (mine === person.signingIn && !world.isHealed && tries > 1) signIn(world, person, machine, tries - 1)
  }
  const giveUp = world.scheduler.after(SIGN_IN_MS_MAX, again)
  const enter = async (): Promise<void> => {
    const { node, setting } = world
    const token = await node.signIn(person.operatorId, random, machine.name, setting.loginMs)
    // An answer to an older try is nobody's.
    if (mine !== person.signingIn || world.isHealed) return
    giveUp()
    if (token === undefined) {
      world.scheduler.after(random.between(1_000, 4_000), again)
      return
    }
    person.tokens.set(machine, token)
    person.expiresAtMs.set(machine, node.nowMs() + setting.loginMs)
    // A page that signs in anew is a new page: what it was before is closed.
    for (const seat of person.seats) if (seat.isOpen && seat.machine === machine) closeSeat(seat)
    openSeat(world, person, machine, { isFresh: true })
    world.tell(person.name, `is signed in at the ${machine.name.split(' ').at(-1)!}`)
  }
  void enter()
}

/** Opens the cabinet in a new tab of a machine that is signed in. */
export function openSeat(
  world: PeopledWorld,
  person: OperatorPerson,
  machine: Machine,
  options: { readonly isFresh?: boolean; readonly tabStorage?: TabStorage } = {},
): Seat | undefined {
  const token = person.tokens.get(machine)
  if (token === undefined) return undefined
  const { tabStorage = createStorage(), isFresh = false } = options
  const name = `${machine.name}, tab ${person.seats.length + 1}`
  const random = person.random.fork(name)
  const device = machine.openDevice(name)
  const bare = createOperatorClient({
    url: 'https://pult.example',
    token,
    ...browserOf(machine, { name, device, random, storage: tabStorage }),
  })
  const client = acknowledging(bare, (command, data, reply) =>
    world.acknowledged({ tab: seat, command, data, reply }),
  )
  const selectedId = signal<string | null>(null)
  const listeners = new Set<() => void>()
  let isLookedAt = false
  const tellPage = (): void => {
    for (const listener of listeners) listener()
  }
  const desk = createDesk({
    client,
    kept: keptIn(machine),
    clock: machine.clock,
    page: {
      isVisible: () => isLookedAt,
      isLookedAt: () => isLookedAt,
      onLook(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      // Nobody paints here: every picture is made at once.
      nextFrame(run) {
        run()
        return () => undefined
      },
    },
    selectedId,
  })
  const seat: Seat = {
    name,
    operatorId: person.operatorId,
    person,
    machine,
    device,
    client,
    desk,
    selectedId,
    tabStorage,
    isOpen: true,
    look() {
      if (isLookedAt) return
      isLookedAt = true
      tellPage()
      machine.clock.after(LOOK_MS, () => {
        isLookedAt = false
        tellPage()
      })
    },
  }
  person.seats.push(seat)
  world.registerOperatorTab(seat)
  client.onStopped((stop) => {
    world.tell(name, `is stopped: ${stop.name}`)
    if (stop.name === 'loggedOut' || stop.name === 'notAuthenticated') comeBack(world, seat)
  })
  if (isFresh) onceLive(seat, () => ask(world, seat, 'setStatus', { status: 'ONLINE' }))
  client.connect()
  return seat
}

/** As the browser's: what is blocked is forgotten. */
function keptIn({ local }: Machine): Kept {
  return {
    read(name) {
      try {
        return local.get(name)
      } catch {
        return null
      }
    },
    write(name, value) {
      try {
        local.set(name, value)
      } catch {
        // What is on screen stays right.
      }
    },
  }
}

/** Closes a tab as its owner does: the page says good-bye. What it has not sent stays in its storage. */
export function closeSeat(seat: Seat): void {
  seat.isOpen = false
  seat.desk.close()
}

/** Who is thrown out signs in again after a while, or goes home. */
function comeBack(world: PeopledWorld, seat: Seat): void {
  const { person, machine } = seat
  const random = person.random.fork(`comes back ${person.signingIn}`)
  if (random.chance(0.25)) return
  world.scheduler.after(random.between(800, 20_000), () => {
    if (world.isHealed || machine.isAsleep() || !seat.isOpen) return
    signIn(world, person, machine)
  })
}

function onceLive(seat: Seat, run: () => void): void {
  const stop = seat.client.onState(({ connection }) => {
    if (connection.name !== 'live') return
    stop()
    run()
  })
}

/** The tab that the person works in: the newest one that is open, awake and has not been stopped. */
export function workingSeat(person: OperatorPerson): Seat | undefined {
  return person.seats.findLast(
    (seat) => seat.isOpen && !seat.machine.isAsleep() && seat.client.state.connection.name !== 'stopped',
  )
}

/** Everybody at work. */
export function atWork(world: PeopledWorld): Seat[] {
  return world.operators.flatMap((person) => workingSeat(person) ?? [])
}

/** Asks for something. What is refused is part of the story. */
export function ask<N extends keyof OperatorCommandInput>(
  world: PeopledWorld,
  seat: Seat,
  name: N,
  data: OperatorCommandInput[N],
  key?: string,
): void {
  seat.client
    .command(name, data, key === undefined ? {} : { key })
    .catch((error: { readonly code?: string }) =>
      world.tell(seat.person.name, `${name}: ${error.code ?? 'failed'}`),
    )
}

/** The active chats that stand in the operator's own list, as this tab shows them. */
export function ownChats({ client }: Seat): ChatSession[] {
  const { sessions, me } = client.state
  if (me === null) return []
  return [...sessions.values()].filter((card) => card.operatorId === me.id && card.status === 'ACTIVE')
}

export function helpChats({ client }: Seat): ChatSession[] {
  return [...client.state.sessions.values()].filter(
    (card) => card.operatorId === null && card.botStatus === 'HELP' && card.status === 'ACTIVE',
  )
}

/** Brings a chat on screen and looks at it. */
export function bringUp(seat: Seat, sessionId: string): void {
  seat.selectedId.value = sessionId
  // There is no list to scroll in: whoever opens a chat sees its end.
  seat.desk.atBottom.value = true
  seat.look()
}
