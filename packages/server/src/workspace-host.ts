import { builtinBot, createBotHost } from '@pult/bots'
import { WorkspaceEngine, type Signal, type LogRecord, type WorkspaceStore } from '@pult/engine'
import { createClientNumbers, Hub, type WorkspaceHost } from '@pult/gateway'
import type { WorkspaceId } from '@pult/protocol'
import type { SignAttachment } from '@pult/gateway'

export interface HostOptions {
  readonly id: WorkspaceId
  readonly store: WorkspaceStore
  readonly sign: SignAttachment
  readonly nowMs: () => number
  /** The disk has failed [G10]. */
  readonly onFatal: (error: unknown) => void
  readonly onError: (error: unknown) => void
}

/** One workspace at work: its engine, who listens to it, and its bots. */
export async function openWorkspaceHost(options: HostOptions): Promise<WorkspaceHost> {
  const { id, store, nowMs, onError } = options
  const listeners: ((records: readonly LogRecord[], signals: readonly Signal[]) => void)[] = []
  const engine = await WorkspaceEngine.open(id, {
    store,
    nowMs,
    defer: (run) => void setImmediate(run),
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
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
    later: (delayMs, run) => void setTimeout(run, delayMs),
  })
  const tellBots = createBotHost({
    bots: { BUILTIN: builtinBot },
    kindOf: (channelId) => engine.state.channels.get(channelId)?.bot ?? 'NONE',
    session: (sessionId) => engine.state.sessions.get(sessionId),
    onError,
    send: ({ channelId, sessionId, baton, answer }) => {
      const actor = {
        type: 'BOT',
        channelId,
        // Everybody reads its name in their own language.
        name: null,
      } as const
      engine.dispatch(
        answer.name === 'handOver'
          ? { actor, name: 'botHandOver', data: { sessionId, baton } }
          : { actor, name: 'botSendMessage', data: { sessionId, baton, ...withoutName(answer) } },
        () => undefined,
      )
    },
  })
  listeners.push(
    (records, signals) => hub.publish(records, signals),
    // A bot that stumbles over a fact must not take the people's workspace with it.
    (records) => {
      try {
        tellBots(records)
      } catch (error) {
        onError(error)
      }
    },
  )
  return { id, engine, store, hub, clientNumbers: createClientNumbers(engine) }
}

function withoutName({ body, actions }: { body: string; actions?: { id: string; label: string }[] }): {
  body: string
  actions?: { id: string; label: string }[]
} {
  return actions === undefined ? { body } : { body, actions }
}
