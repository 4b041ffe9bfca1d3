import type {
  ChatSession,
  Client,
  Message,
  WebhookClient,
  WebhookEvent,
  WebhookSession,
} from '@pult/protocol'
import type { BotContext, BotEvent } from '../bot.ts'

/** What is sent, made once: each try has the same id and the same bytes. */
export interface Letter {
  readonly id: string
  readonly body: string
}

/** Records as operators see them: with links that can be opened, and without keys. */
export interface LetterViews {
  readonly cardOf: (session: BotEvent['session']) => ChatSession
  readonly messageOf: (message: Message) => Message
}

/** Every field of a card, decided one by one: a new one does not go out by itself. */
const isForBots: {
  readonly [F in keyof Required<ChatSession>]: F extends keyof WebhookSession ? true : false
} = {
  id: true,
  chatId: true,
  clientId: true,
  name: true,
  markedAsSpam: false,
  operatorId: true,
  operatorType: true,
  channel: true,
  botStatus: true,
  status: true,
  startedAt: true,
  clientOnlineAt: true,
  clientOfflineAt: true,
  lastMessageCreatedAt: true,
  lastMessage: true,
  clientExternalId: true,
  clientBanned: false,
  referer: true,
  clientIp: false,
  coordinates: false,
  unreadClientMessageCount: true,
  unreadClientMessageExists: true,
  messengerType: true,
  whatsappPhone: true,
  timerFirstAnswer: true,
  timerNextAnswers: true,
  lastOperatorMessage: true,
  firstClientMessageAfterLastOperatorMessage: true,
  operatorAssignedAt: true,
  previousOperator: true,
  groupId: true,
  watcherIds: false,
  tags: true,
  priority: true,
  closedAt: true,
  nextAction: true,
  nextActionAt: true,
  page: true,
  device: true,
  score: true,
  rev: true,
}

/**
 * [WH2] What a bot is told of an event, and the id under which it is told. The id is made of what happened and of the baton, so that it is
 * the same after a restart, and another one when the session has been away and come back.
 * @param at RFC 3339; a message has a time of its own
 */
export function letterOf(event: BotEvent, context: BotContext, views: LetterViews, at: string): Letter {
  const { session } = event
  const data = {
    session: sessionView(views.cardOf(session)),
    baton: session.baton,
    client: context.client === null ? null : clientView(context.client),
    memory: context.memory ?? null,
  }
  const told: WebhookEvent =
    event.name === 'received'
      ? { type: 'session.received', timestamp: at, data: { ...data, why: event.why } }
      : {
          type: 'session.message',
          timestamp: event.message.createdAt,
          data: { ...data, message: withoutPast(views.messageOf(event.message)) },
        }
  const subject = event.name === 'received' ? session.card.id : event.message.id
  return { id: `${subject}_${String(session.baton)}`, body: JSON.stringify(told) }
}

function sessionView(card: ChatSession): WebhookSession {
  const shown = Object.entries(card).filter(([field]) => isForBots[field as keyof ChatSession])
  const { lastMessage, lastOperatorMessage, firstClientMessageAfterLastOperatorMessage: first } = card
  return {
    ...(Object.fromEntries(shown) as unknown as WebhookSession),
    lastMessage: lastMessage ? withoutPast(lastMessage) : null,
    lastOperatorMessage: lastOperatorMessage ? withoutPast(lastOperatorMessage) : null,
    firstClientMessageAfterLastOperatorMessage: first ? withoutPast(first) : null,
  }
}

/** What stood in a message before it was edited is for the people who may see it. */
function withoutPast(message: Message): Message {
  if (message.history === undefined) return message
  return { ...message, history: message.history.map(({ editedAt }) => ({ editedAt })) }
}

function clientView({ id, name, externalId, email, phone, language, attributes }: Client): WebhookClient {
  return { id, name, externalId, email, phone, language, attributes }
}
