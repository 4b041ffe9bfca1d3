import type { BotKind, OperatorCommandInput } from '@pult/protocol'
import type { Account, ChannelMade, ClientMade, Deployment, GroupMade } from './deployment.ts'
import type { Stream } from './stream.ts'
import { equal } from '../expect.ts'

/** An operator at work: signed in, connected and, unless said otherwise, online. */
export interface Person {
  readonly account: Account
  readonly id: string
  readonly token: string
  readonly stream: Stream<'OPERATOR'>
}
export interface Visitor {
  readonly client: ClientMade
  readonly stream: Stream<'CLIENT'>
}

export type PersonOptions = Omit<
  Partial<OperatorCommandInput['createOperator']>,
  'groupIds' | 'skills' | 'languages'
> & {
  readonly groupIds?: readonly string[]
  readonly skills?: readonly string[]
  readonly status?: OperatorCommandInput['setStatus']['status']
  /** Has never served anybody. */
  readonly isNew?: true
}

export async function person(pult: Deployment, options: PersonOptions): Promise<Person> {
  const { status = 'ONLINE', groupIds = [], skills = [], isNew = false, ...settings } = options
  const account = await pult.operator(
    { ...settings, groupIds: [...groupIds], skills: [...skills] },
    { isNew },
  )
  const token = await pult.login(account)
  const stream = await pult.operatorStream(token)
  if (status !== 'OFFLINE') await stream.ask('setStatus', { status })
  return { account, id: account.operatorId, token, stream }
}

export async function visitor(pult: Deployment, channel: Pick<ChannelMade, 'channelKey'>): Promise<Visitor> {
  const client = await pult.client(channel)
  return { client, stream: await pult.clientStream(client) }
}

/** A visitor who has begun a session. */
export interface Talk extends Visitor {
  readonly sessionId: string
  readonly messageId: string
}

/** A new visitor of the channel writes the first words of a session. */
export async function talk(
  pult: Deployment,
  channel: Pick<ChannelMade, 'channelKey'>,
  body = 'Hello',
): Promise<Talk> {
  const { client, stream } = await visitor(pult, channel)
  const { sessionId, messageId, chatId } = await stream.ask('sendMessage', { body })
  equal('the chat that the reply names', chatId, client.chatId)
  return { client, stream, sessionId, messageId }
}

/** The client writes once more and hears itself: everything that happened before has been told to it by then [S4] [A7]. */
export async function clientFence(pult: Deployment, { stream }: Visitor): Promise<void> {
  const body = pult.unique('fence')
  await Promise.all([
    stream.next('chatMessageCreated', (one) => one.body === body),
    stream.ask('sendMessage', { body }),
  ])
}

/** For `next` and `never`: the card, or whatever names a session, is of this one. */
export function of(
  sessionId: string,
): (data: { readonly id?: string; readonly sessionId?: string | null }) => boolean {
  return (data) => (data.sessionId ?? data.id) === sessionId
}

export interface Desk<P extends readonly PersonOptions[] = readonly PersonOptions[]> {
  readonly group: GroupMade
  readonly channel: ChannelMade
  readonly people: { readonly [K in keyof P]: Person }
}

/** A group with a channel and people of its own, in the order in which they are named. */
export async function desk<const P extends readonly PersonOptions[] = readonly []>(
  pult: Deployment,
  options: {
    readonly bot?: BotKind
    readonly group?: Partial<OperatorCommandInput['createGroup']>
    readonly people?: P
  } = {},
): Promise<Desk<P>> {
  const group = await pult.group(options.group)
  const { groupId } = group
  const channel = await pult.channel({ groupId, bot: { kind: options.bot ?? 'NONE' } })
  const people = await Promise.all(
    (options.people ?? []).map((settings) => person(pult, { groupIds: [groupId], ...settings })),
  )
  return { group, channel, people: people as unknown as Desk<P>['people'] }
}
