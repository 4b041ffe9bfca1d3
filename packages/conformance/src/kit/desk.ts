import type { BotKind, OperatorCommandInput } from '@pult/protocol'
import type { Account, ChannelMade, ClientMade, Deployment, GroupMade } from './deployment.ts'
import type { Stream } from './stream.ts'

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

export type PersonOptions = Partial<OperatorCommandInput['createOperator']> & {
  readonly status?: OperatorCommandInput['setStatus']['status']
}

export async function person(pult: Deployment, options: PersonOptions): Promise<Person> {
  const { status = 'ONLINE', ...settings } = options
  const account = await pult.operator(settings)
  const token = await pult.signIn(account)
  const stream = await pult.operatorStream(token)
  if (status !== 'OFFLINE') await stream.ask('setStatus', { status })
  return { account, id: account.operatorId, token, stream }
}

export async function visitor(pult: Deployment, channel: Pick<ChannelMade, 'channelKey'>): Promise<Visitor> {
  const client = await pult.client(channel)
  return { client, stream: await pult.clientStream(client) }
}

export interface Desk {
  readonly group: GroupMade
  readonly channel: ChannelMade
  readonly people: readonly Person[]
}

/** A group with a channel and people of its own, in the order in which they are named. */
export async function desk(
  pult: Deployment,
  options: {
    readonly bot?: BotKind
    readonly group?: Partial<OperatorCommandInput['createGroup']>
    readonly people?: readonly PersonOptions[]
  } = {},
): Promise<Desk> {
  const group = await pult.group(options.group)
  const { groupId } = group
  const channel = await pult.channel({ groupId, bot: { kind: options.bot ?? 'NONE' } })
  const people = await Promise.all(
    (options.people ?? []).map((settings) => person(pult, { groupIds: [groupId], ...settings })),
  )
  return { group, channel, people }
}
