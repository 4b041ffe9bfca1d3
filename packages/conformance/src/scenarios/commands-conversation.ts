import type { Caller } from '../kit/http.ts'
import { desk, visitor, type Desk, type Person, type PersonOptions, type Visitor } from '../kit/desk.ts'
import type { Deployment } from '../kit/deployment.ts'
import type { BotKind, ChatSession } from '@pult/protocol'

/** A client who has written to a desk, and the operators there. */
export interface Conversation extends Desk {
  /** The first of the people: who has the session, unless they are not online or a bot answers. */
  readonly anna: Person
  readonly client: Visitor
  readonly sessionId: string
  readonly chatId: string
  /** The client's first message. */
  readonly messageId: string
  /** Speaks for anna over HTTP. */
  readonly http: Caller<'OPERATOR'>
}

export interface ConversationOptions {
  readonly bot?: BotKind
  /** Default: one operator, online. Somebody who is away sees Help and is given nothing. */
  readonly people?: readonly PersonOptions[]
}

/** Opens a desk of its own and lets a client say something there. Where the first operator is to have the session, they have it. */
export async function conversation(
  pult: Deployment,
  { bot = 'NONE', people = [{}] }: ConversationOptions = {},
): Promise<Conversation> {
  const made = await desk(pult, { bot, people })
  const anna = made.people[0]!
  const client = await visitor(pult, made.channel)
  const { sessionId, chatId, messageId } = await client.stream.ask('sendMessage', { body: 'Hello' })
  const isGiven = bot === 'NONE' && (people[0]?.status ?? 'ONLINE') === 'ONLINE'
  if (isGiven) {
    await anna.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
    await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
  }
  return { ...made, anna, client, sessionId, chatId, messageId, http: pult.as('OPERATOR', anna.token) }
}

/** Nobody has it: the first operator is away, sees it in Help, and may take it. */
export async function inHelp(pult: Deployment, others: readonly PersonOptions[] = []): Promise<Conversation> {
  const made = await conversation(pult, { people: [{ status: 'AWAY' }, ...others] })
  await made.anna.stream.next('operatorNotFound', ({ sessionId }) => sessionId === made.sessionId)
  return made
}

/** An id of the right form that nothing has. */
export function nobodys(kind: 'ses' | 'msg' | 'opr' | 'grp' | 'chn' | 'cli' | 'cht' | 'att'): string {
  return `${kind}_conformance-nothing`
}

/** The card as the reader finds it over HTTP. */
export async function cardOf(reader: Caller<'OPERATOR'>, sessionId: string): Promise<ChatSession> {
  const { body } = await reader.get(`/api/v1/sessions/${sessionId}`)
  return body as ChatSession
}
