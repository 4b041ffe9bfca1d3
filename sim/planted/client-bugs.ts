import type { PlantedBug } from './plant.ts'

const CLIENT = 'packages/client/src'

/** Mistakes in the SDK. */
export const CLIENT_BUGS: readonly PlantedBug[] = [
  {
    name: 'no-gap-check',
    sentence: 'The SDK takes any later event, wherever it stands.',
    file: `${CLIENT}/link/frames.ts`,
    find: 'if (frame.prev === position.seq && (frame.seq > frame.prev',
    replace: 'if (frame.seq > position.seq && (frame.seq > frame.prev',
  },
  {
    name: 'heartbeat-over-a-gap',
    sentence: 'A heartbeat moves the SDK over what it has missed.',
    file: `${CLIENT}/link/frames.ts`,
    find: 'if (frame.prev === position.seq && (frame.seq > frame.prev',
    replace: 'if ((isHeartbeat || frame.prev === position.seq) && (frame.seq > frame.prev',
  },
  {
    name: 'doubled-event-taken-in',
    sentence: 'The SDK takes in again what it has taken in.',
    file: `${CLIENT}/link/frames.ts`,
    find: 'if (frame.seq <= position.seq) return stay(link)',
    replace:
      "if (frame.seq <= position.seq) return isHeartbeat ? stay(link) : { link, effects: [{ type: 'event', frame, replayed: false }] }",
  },
  {
    name: 'position-moves-without-the-event',
    sentence: 'What comes during a replay moves the position and is not taken in.',
    file: `${CLIENT}/shell/core.ts`,
    find: 'if (!isReplay || replayed.length >= REPLAY_BATCH_MAX) takeIn()',
    replace:
      'if (isReplay && replayed.length % 2 === 0) replayed.pop()\n    if (!isReplay || replayed.length >= REPLAY_BATCH_MAX) takeIn()',
  },
  {
    name: 'new-key-after-a-loss',
    sentence: 'A message whose answer was lost goes again under another key.',
    file: `${CLIENT}/outbox/outbox.ts`,
    find: "refusal.code === 'timeout') return { ...item, state: 'queued' }",
    replace: "refusal.code === 'timeout') return { ...item, state: 'queued', key: `${item.key}+` }",
  },
  {
    name: 'command-key-changes',
    sentence: 'A command that is sent again has another key.',
    file: `${CLIENT}/shell/requests.ts`,
    find: 'send({ command, id, key, data })',
    replace: 'send({ command, id, key: `${key} ${(made += 1)}`, data })',
  },
  {
    name: 'deleted-session-stays',
    sentence: 'A cabinet keeps what it is told to drop.',
    file: `${CLIENT}/fold/operator-fold.ts`,
    find: "departCard(draft, sessionId, 'DELETED')",
    replace: 'void departCard',
  },
  {
    name: 'presence-not-folded',
    sentence: 'The cabinet does not take in that a client is away.',
    file: `${CLIENT}/fold/operator-fold.ts`,
    find: 'presence(draft, data, event.seq, { clientOfflineAt: data.clientOfflineAt }),',
    replace: '{ void data; void event; void draft },',
  },
  {
    name: 'own-messages-unread',
    sentence: "The SDK counts everybody's messages as unread.",
    file: `${CLIENT}/fold/cards.ts`,
    find: '(card.unreadClientMessageCount ?? 0) + (byClient ? 1 : 0))',
    replace: '(card.unreadClientMessageCount ?? 0) + 1)',
  },
  {
    name: 'outbox-forgets-on-reload',
    sentence: 'What was being sent when the page was reloaded is forgotten.',
    file: `${CLIENT}/outbox/outbox-store.ts`,
    find: "item.state === 'sent' ? [] : [[item.key, item]]",
    replace: "item.state === 'failed' ? [[item.key, item]] : []",
  },
  {
    name: 'lane-order-lost',
    sentence: 'Messages of one session do not wait for each other.',
    file: `${CLIENT}/outbox/outbox.ts`,
    find: 'if (lanes.has(lane)) return false',
    replace: '',
  },
]
