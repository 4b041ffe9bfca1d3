import type { BotKind, ChatSession } from '@pult/protocol'
import { desk, of, talk, type Desk, type Person, type PersonOptions, type Visitor } from '../kit/desk.ts'
import type { Deployment } from '../kit/deployment.ts'
import type { Caller } from '../kit/http.ts'

type People = readonly [PersonOptions, ...PersonOptions[]]
type OneOnline = readonly [PersonOptions]
const ONE_ONLINE: People = [{}]

/** A client who has written to a desk, and the operators there. */
export interface Conversation<P extends People> extends Desk<P> {
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

/** Opens a desk of its own and lets a client say something there. Where the first operator is to have the session, they have it. */
export async function conversation<const P extends People = OneOnline>(
  pult: Deployment,
  options: {
    readonly bot?: BotKind
    /** Default: one operator, online. Somebody who is away sees Help and is given nothing. */
    readonly people?: P
  } = {},
): Promise<Conversation<P>> {
  const { bot = 'NONE' } = options
  const people = options.people ?? (ONE_ONLINE as P)
  const made = await desk(pult, { bot, people })
  const anna: Person = made.people[0]
  const { client, stream, sessionId, messageId } = await talk(pult, made.channel)
  if (bot === 'NONE' && (people[0].status ?? 'ONLINE') === 'ONLINE') {
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
  }
  const { chatId } = client
  const http = pult.as('OPERATOR', anna.token)
  return { ...made, anna, client: { client, stream }, sessionId, chatId, messageId, http }
}

/** Nobody has it: the first operator is away, sees it in Help, and may take it. */
export async function inHelp<const O extends readonly PersonOptions[] = readonly []>(
  pult: Deployment,
  ...others: O
): Promise<Conversation<readonly [PersonOptions, ...O]>> {
  const made = await conversation(pult, { people: [{ status: 'AWAY' }, ...others] })
  await made.anna.stream.next('operatorNotFound', of(made.sessionId))
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
