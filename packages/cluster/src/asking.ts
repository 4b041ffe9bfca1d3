import type { Command } from '@pult/engine'
import { wireError, type WorkspaceId } from '@pult/protocol'
import type { Bus } from './bus.ts'
import { mayAskAgain, type Errand } from './errand.ts'
import { subjects, writeAsked, type Answers, type NodeId } from './messages.ts'

/** An answer that is late is asked for again, with everything behind it: the bus may have lost the question or the answer. */
const AGAIN_MS = 1_000
/** Who has waited for so long is told that nobody knows. Longer than a workspace is without an owner. */
const GIVE_UP_MS = 15_000

export interface AskingPorts {
  readonly workspaceId: WorkspaceId
  readonly node: NodeId
  readonly bus: Pick<Bus, 'publish'>
  readonly steadyMs: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
  /** Runs something after what is going on now, so that what comes together goes together. */
  readonly defer: (run: () => void) => void
  /** Runs something when the log has been told up to here. */
  readonly when: (seq: number, run: () => void) => void
}

/**
 * The commands of one node to one owner, under one lease. They are numbered and carried out in this order, each once, whatever the bus does: the owner passes by what
 * it has and what comes before its turn.
 */
export class Asking {
  readonly lease: number
  readonly #ports: AskingPorts
  /** By number: asked and not answered. */
  readonly #open = new Map<
    number,
    { readonly errand: Errand; readonly sinceMs: number; isGivenUp: boolean }
  >()
  #next = 1
  /** The first that has not been sent yet. */
  #unsent = 1
  #isDeferred = false
  #isStopped = false
  #isOwnerHeard = false
  /** The owner has taken nothing from here on, and never will. */
  #endsAt = Infinity
  #stopTimer: (() => void) | undefined

  constructor(lease: number, ports: AskingPorts) {
    this.lease = lease
    this.#ports = ports
  }

  ask(errand: Errand): void {
    errand.lease = this.lease
    this.#open.set(this.#next, { errand, sinceMs: this.#ports.steadyMs(), isGivenUp: false })
    this.#next += 1
    if (this.#isDeferred) return
    this.#isDeferred = true
    this.#ports.defer(() => {
      this.#isDeferred = false
      this.#send(this.#unsent)
    })
    this.#stopTimer ??= this.#ports.after(AGAIN_MS, () => this.#again())
  }

  /** A word of the owner has come. At the first one what is open is asked again: it may have been asked before anybody was there to hear it. */
  ownerHeard(): void {
    if (this.#isOwnerHeard) return
    this.#isOwnerHeard = true
    const [first] = this.#open.keys()
    if (first !== undefined) this.#send(first)
  }

  /** Takes what the owner has answered; what nobody waits for any more is passed by. */
  answered({ answers }: Pick<Answers, 'answers'>): void {
    for (const { number, outcome, at } of answers) {
      const one = this.#open.get(number)
      if (one === undefined) continue
      if (outcome.error?.code === 'shutting_down') {
        // Nothing was done: the next owner is asked, whatever it is.
        one.errand.lease = null
        continue
      }
      this.#open.delete(number)
      if (!one.isGivenUp) this.#ports.when(at, () => one.errand.respond(outcome))
    }
  }

  /** The owner has said its last word: what has a number from `endsAt` on was not taken. */
  ended(endsAt: number): void {
    this.#endsAt = endsAt
  }

  /** Another owner is asked from now on. @returns what has not been answered, in order */
  stop(): Errand[] {
    this.#isStopped = true
    this.#stopTimer?.()
    for (const [number, { errand }] of this.#open) if (number >= this.#endsAt) errand.lease = null
    return [...this.#open.values()].filter(({ isGivenUp }) => !isGivenUp).map(({ errand }) => errand)
  }

  #send(from: number): void {
    if (this.#isStopped) return
    const { workspaceId, node, bus } = this.#ports
    let first: number | undefined
    let commands: Command[] = []
    const flush = (): void => {
      if (first === undefined) return
      for (const text of writeAsked({ node, lease: this.lease, from: first, commands }))
        bus.publish(subjects.asked(workspaceId), text)
      first = undefined
      commands = []
    }
    for (let number = from; number < this.#next; number += 1) {
      const one = this.#open.get(number)
      if (one === undefined) {
        flush()
        continue
      }
      first ??= number
      commands.push(one.errand.command)
    }
    flush()
    this.#unsent = this.#next
  }

  #again(): void {
    this.#stopTimer = undefined
    if (this.#isStopped) return
    const nowMs = this.#ports.steadyMs()
    let late: number | undefined
    for (const [number, one] of this.#open) {
      if (nowMs - one.sinceMs < AGAIN_MS) continue
      late ??= number
      if (one.isGivenUp || nowMs - one.sinceMs < GIVE_UP_MS) continue
      // It goes on being asked: the owner takes nothing that is behind it before.
      one.isGivenUp = true
      one.errand.respond({ error: wireError('internal', { retryMs: 1_000 }) })
    }
    if (late !== undefined) this.#send(late)
    if (this.#open.size > 0) this.#stopTimer = this.#ports.after(AGAIN_MS, () => this.#again())
  }
}

/** What becomes of errands when the owner is another one: those that may be asked again, in order; the others are told that nobody knows. */
export function sortOut(errands: readonly Errand[]): Errand[] {
  return errands.filter((errand) => {
    if (mayAskAgain(errand)) return true
    errand.respond({ error: wireError('internal', { retryMs: 1_000 }) })
    return false
  })
}
