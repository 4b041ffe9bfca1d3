import { PUSH_SUBSCRIPTIONS_MAX, type OperatorCommandData } from '@pult/protocol'
import { accept, type Decision, type OperatorActor, type SystemCommandData } from './commands.ts'
import type { Draft } from './draft.ts'
import type { PushSubscriptionRecord } from './entities.ts'

/** [E17] The same endpoint again replaces what was there, whoever's it was: a browser shows one person's chats at a time. */
export function subscribePush(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['subscribePush'],
): Decision {
  const all = [...draft.state.pushSubscriptions.values()]
  const atEndpoint = all.find(({ endpoint }) => endpoint === data.endpoint)
  const { operatorId, loginId } = actor
  const wanted = {
    operatorId,
    loginId,
    endpoint: data.endpoint,
    keys: { p256dh: data.keys.p256dh, auth: data.keys.auth },
    language: data.language,
    preview: data.preview ?? true,
  }
  // A cabinet subscribes each time it comes, so this is what nearly always happens.
  if (atEndpoint !== undefined && isSame(atEndpoint, wanted)) return accept()
  if (atEndpoint !== undefined) end(draft, atEndpoint.id)
  const others = all.filter((one) => one.operatorId === operatorId && one !== atEndpoint)
  for (const oldest of others.slice(0, Math.max(0, others.length + 1 - PUSH_SUBSCRIPTIONS_MAX)))
    end(draft, oldest.id)
  draft.add({ type: 'pushSubscribed', subscription: { id: draft.id('psh'), ...wanted }, tell: [] })
  return accept({}, draft.facts)
}

/** Somebody else's endpoint is nobody's business: nothing happens. */
export function unsubscribePush(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['unsubscribePush'],
): Decision {
  for (const { id, operatorId, endpoint } of draft.state.pushSubscriptions.values()) {
    if (operatorId === actor.operatorId && endpoint === data.endpoint) end(draft, id)
  }
  return accept({}, draft.facts)
}

export function dropPush(draft: Draft, { subscriptionId }: SystemCommandData['dropPush']): Decision {
  if (draft.state.pushSubscriptions.has(subscriptionId)) end(draft, subscriptionId)
  return accept({}, draft.facts)
}

function end(draft: Draft, subscriptionId: string): void {
  draft.add({ type: 'pushUnsubscribed', subscriptionId, tell: [] })
}

function isSame(known: PushSubscriptionRecord, wanted: Omit<PushSubscriptionRecord, 'id'>): boolean {
  return (
    known.loginId === wanted.loginId &&
    known.operatorId === wanted.operatorId &&
    known.keys.p256dh === wanted.keys.p256dh &&
    known.keys.auth === wanted.keys.auth &&
    known.language === wanted.language &&
    known.preview === wanted.preview
  )
}
