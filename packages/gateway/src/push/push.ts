import type { LogRecord, Engine } from '@pult/engine'
import { operatorConnected, type PushSubscriptionRecord } from '@pult/engine'
import { occasionOf, payloadOf, type Occasion } from './decide.ts'
import type { PushHosts } from './hosts.ts'
import { createPace } from './pace.ts'
import { createSender, type PushCounts, type SenderPorts } from './sender.ts'
import { createVapid, type VapidKeys } from './vapid.ts'

/** Web Push of one workspace. */
export interface Push {
  /** What browsers subscribe with. */
  readonly publicKey: string
  /** [PU1] Whether this server would send there at all. */
  readonly allows: PushHosts
  /** Hears what is durable, with the state of its turn still in place. Returns at once. */
  readonly told: (records: readonly LogRecord[]) => void
  readonly counts: () => PushCounts
  readonly stop: () => Promise<void>
}

export interface PushOptions extends Pick<SenderPorts, 'nowMs' | 'random' | 'after' | 'answerMs'> {
  readonly engine: Pick<Engine, 'state' | 'dispatch'>
  readonly keys: VapidKeys
  readonly hosts: PushHosts
  /** An https or mailto address of whoever runs the server, for the services. */
  readonly contact: string
  /** Is told in a sentence, once a minute at most, that pushes fail. */
  readonly onFailure: (sentence: string) => void
}

/** A service that is away for an hour is one line a minute in the log, not one a push. */
const FAILURE_EVERY_MS = 60_000

/** [PU2] Tells operators who have no connection through their browsers. */
export function createPush(options: PushOptions): Push {
  const { engine, keys, hosts, nowMs } = options
  const mayRing = createPace()
  let silentUntilMs = -Infinity
  let unsaid = 0
  const sender = createSender({
    ...options,
    allows: hosts,
    authorize: createVapid(keys, options.contact),
    onFailure(sentence) {
      const atMs = nowMs()
      unsaid += 1
      if (atMs < silentUntilMs && silentUntilMs - atMs <= FAILURE_EVERY_MS) return
      options.onFailure(`${unsaid} ${unsaid === 1 ? 'push' : 'pushes'} failed; the last: ${sentence}`)
      unsaid = 0
      silentUntilMs = atMs + FAILURE_EVERY_MS
    },
  })

  function ring(occasion: Occasion, to: PushSubscriptionRecord): void {
    sender.send({
      endpoint: to.endpoint,
      keys: to.keys,
      payload: payloadOf(occasion, to),
      isWanted: () =>
        engine.state.pushSubscriptions.has(to.id) && !operatorConnected(engine.state.presence, to.operatorId),
      onGone: () =>
        engine.dispatch(
          { actor: { type: 'SYSTEM' }, name: 'dropPush', data: { subscriptionId: to.id } },
          () => undefined,
        ),
    })
  }

  return {
    publicKey: keys.publicKey,
    allows: hosts,
    told(records) {
      const { pushSubscriptions } = engine.state
      // Nearly always: nobody wants any.
      if (pushSubscriptions.size === 0) return
      for (const record of records) {
        const occasion = occasionOf(engine.state, record)
        if (occasion === undefined) continue
        const to = new Set(occasion.to)
        const ringing = new Set<string>()
        for (const subscription of pushSubscriptions.values()) {
          const { operatorId } = subscription
          if (!to.has(operatorId)) continue
          // Each browser of the operator, or none.
          if (!ringing.has(operatorId) && !mayRing(occasion.card.id, operatorId, nowMs()))
            to.delete(operatorId)
          else {
            ringing.add(operatorId)
            ring(occasion, subscription)
          }
        }
      }
    },
    counts: sender.counts,
    stop: sender.stop,
  }
}
