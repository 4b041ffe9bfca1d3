import { builtinBot, type Bot } from '@pult/bots'
import { WorkspaceEngine, type Engine, type LogRecord, type Signal, type WorkspaceStore } from '@pult/engine'
import { createClientNumbers, Hub, type OwnedHost, type Push, type WorkspaceHost } from '@pult/gateway'
import type { WorkspaceId } from '@pult/protocol'
import type { SignAttachment } from '@pult/gateway'
import type { OwnBots } from './own-bots.ts'
import { openBots, type WorkspaceBots } from './workspace-bots.ts'

/** What is around an engine. */
export interface Seating {
  readonly id: WorkspaceId
  readonly sign: SignAttachment
  /** What the engine and the hub put off. Default: the runtime's own. */
  readonly timers?: Timers
  /** In place of the one that every channel can have. */
  readonly builtinBot?: Bot
  /** Default: no bot of one's own works. */
  readonly ownBots?: OwnBots
  /** Web Push. Default: none is sent. */
  readonly openPush?: (engine: Engine) => Push
  /** Is told of what is durable after everybody else, with the same turn's state still in place. */
  readonly onTold?: (records: readonly LogRecord[]) => void
}

export interface HostOptions extends Seating {
  readonly store: WorkspaceStore
  readonly nowMs: () => number
  /** The disk has failed [G10]. */
  readonly onFatal: (error: unknown) => void
  readonly onError: (error: unknown) => void
}

export interface Timers {
  /** Runs something after what is going on now. */
  readonly defer: (run: () => void) => void
  /** Runs something once after a while; returns how to stop it. */
  readonly after: (delayMs: number, run: () => void) => () => void
}

export const runtimeTimers: Timers = {
  defer: (run) => void setImmediate(run),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

/** A workspace whose turns are taken in this process. */
export async function openWorkspaceHost(options: HostOptions): Promise<OwnedHost> {
  const { id, store, nowMs, onError, timers = runtimeTimers } = options
  const crowd = createCrowd(onError)
  const engine = await WorkspaceEngine.open(id, {
    store,
    nowMs,
    ...timers,
    publish: crowd.tell,
    onFatal: options.onFatal,
    onBug: onError,
  })
  const host = seatWorkspace(engine, store, crowd, options)
  await crowd.onRole(true)
  return { ...host, store }
}

/** Who is told what is durable; the bots and Web Push only where the turns are taken, so that they do their work once. */
export interface Crowd {
  readonly tell: (records: readonly LogRecord[], signals: readonly Signal[]) => void
  /** Whether the turns are taken here from now on. Resolves when the bots have been told what they owe. */
  readonly onRole: (isOwner: boolean) => Promise<void>
  /** To be set before anything is told. */
  seat: Seat | undefined
}

interface Seat {
  readonly everywhere: readonly ((records: readonly LogRecord[], signals: readonly Signal[]) => void)[]
  readonly owner: readonly ((records: readonly LogRecord[]) => void)[]
  readonly bots: WorkspaceBots
  readonly onTold: ((records: readonly LogRecord[]) => void) | undefined
}

export function createCrowd(onError: (error: unknown) => void): Crowd {
  let isOwner = false
  const crowd: Crowd = {
    seat: undefined,
    tell(records, signals) {
      const { seat } = crowd
      if (seat === undefined) return
      for (const listen of seat.everywhere) listen(records, signals)
      for (const listen of isOwner ? seat.owner : []) {
        // A bot that stumbles over a fact must not take the people's workspace with it.
        try {
          listen(records)
        } catch (error) {
          onError(error)
        }
      }
      seat.onTold?.(records)
    },
    async onRole(next) {
      const { seat } = crowd
      isOwner = next
      if (seat === undefined) return
      if (!next) return seat.bots.leaveAll()
      await seat.bots.remindAll()
    },
  }
  return crowd
}

/** Everything around an engine: who listens to it, its bots, its pushes. */
export function seatWorkspace(
  engine: Engine,
  store: WorkspaceHost['store'],
  crowd: Crowd,
  options: Seating & Pick<HostOptions, 'onError'>,
): WorkspaceHost & { readonly bots: WorkspaceBots } {
  const { id, onError, timers = runtimeTimers } = options
  const hub = new Hub({
    state: () => engine.state,
    context: {
      sign: options.sign,
      operatorName: (operatorId) => engine.state.operators.get(operatorId)?.operator.name,
    },
    later: (delayMs, run) => void timers.after(delayMs, run),
  })
  const bots = openBots({
    engine,
    store,
    builtin: options.builtinBot ?? builtinBot,
    ownBots: options.ownBots,
    onError,
  })
  const push = options.openPush?.(engine)
  crowd.seat = {
    everywhere: [(records, signals) => hub.publish(records, signals)],
    owner: [
      (records) => bots.tell(records),
      ...(push === undefined ? [] : [(records: readonly LogRecord[]) => push.told(records)]),
    ],
    bots,
    onTold: options.onTold,
  }
  return { id, engine, store, hub, clientNumbers: createClientNumbers(engine), push, bots }
}
