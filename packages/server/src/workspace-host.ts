import { builtinBot, type Bot } from '@pult/bots'
import { WorkspaceEngine, type LogRecord, type Signal, type WorkspaceStore } from '@pult/engine'
import { createClientNumbers, Hub, type Push, type OwnedHost } from '@pult/gateway'
import type { WorkspaceId } from '@pult/protocol'
import type { SignAttachment } from '@pult/gateway'
import type { OwnBots } from './own-bots.ts'
import { openBots } from './workspace-bots.ts'

export interface HostOptions {
  readonly id: WorkspaceId
  readonly store: WorkspaceStore
  readonly sign: SignAttachment
  readonly nowMs: () => number
  /** What the engine and the hub put off. Default: the runtime's own. */
  readonly timers?: Timers
  /** In place of the one that every channel can have. */
  readonly builtinBot?: Bot
  /** Default: no bot of one's own works. */
  readonly ownBots?: OwnBots
  /** Web Push. Default: none is sent. */
  readonly openPush?: (engine: WorkspaceEngine) => Push
  /** Is told of what is durable after everybody else, with the same turn's state still in place. */
  readonly onTold?: (records: readonly LogRecord[]) => void
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

/** One workspace at work: its engine, who listens to it, and its bots. */
export async function openWorkspaceHost(options: HostOptions): Promise<OwnedHost> {
  const { id, store, nowMs, onError, timers = runtimeTimers } = options
  const listeners: ((records: readonly LogRecord[], signals: readonly Signal[]) => void)[] = []
  const engine = await WorkspaceEngine.open(id, {
    store,
    nowMs,
    ...timers,
    publish: (records, signals) => {
      for (const listen of listeners) listen(records, signals)
    },
    onFatal: options.onFatal,
    onBug: onError,
  })
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
  listeners.push(
    (records, signals) => hub.publish(records, signals),
    // A bot that stumbles over a fact must not take the people's workspace with it.
    (records) => {
      try {
        bots.tell(records)
      } catch (error) {
        onError(error)
      }
    },
  )
  const push = options.openPush?.(engine)
  if (push !== undefined) {
    listeners.push((records) => {
      try {
        push.told(records)
      } catch (error) {
        onError(error)
      }
    })
  }
  if (options.onTold !== undefined) listeners.push(options.onTold)
  await bots.remindAll()
  return { id, engine, store, hub, clientNumbers: createClientNumbers(engine), push, bots }
}
