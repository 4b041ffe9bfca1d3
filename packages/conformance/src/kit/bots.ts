import type { BotEvent, BotReply, OperatorCommandInput } from '@pult/protocol'
import type { ChannelMade, Deployment, GroupMade } from './deployment.ts'
import { person, type Person, type PersonOptions } from './desk.ts'
import type { Received, Stream } from './stream.ts'

/** A bot of one's own, as it was made. */
export interface BotMade {
  readonly botId: string
  readonly botSecret: string
  readonly name: string
  readonly rev: number
}

/** A bot with a channel that has it, and people behind it. */
export interface BotDesk<P extends readonly PersonOptions[]> {
  readonly bot: BotMade
  readonly group: GroupMade
  readonly channel: ChannelMade
  readonly people: { readonly [K in keyof P]: Person }
}

export type BotFields = Partial<OperatorCommandInput['createBot']> &
  Pick<OperatorCommandInput['createBot'], 'kind'>

/** Settings of a bot whose program connects by itself. */
export const CONNECTS = { kind: 'WEBHOOK', settings: { connects: true } } as const

/** A published bot, a group of people, and a channel where the bot answers first. */
export async function botDesk<const P extends readonly PersonOptions[] = readonly []>(
  pult: Deployment,
  fields: BotFields,
  ...people: P
): Promise<BotDesk<P>> {
  const [bot, group] = await Promise.all([pult.bot(fields), pult.group()])
  const { groupId } = group
  const channel = await pult.channel({ groupId, bot: { kind: fields.kind, botId: bot.botId } })
  const made = await Promise.all(people.map((settings) => person(pult, { groupIds: [groupId], ...settings })))
  return { bot, group, channel, people: made as unknown as BotDesk<P>['people'] }
}

/** The program of a bot, connected. */
export async function programOf(
  pult: Deployment,
  { botSecret }: Pick<BotMade, 'botSecret'>,
): Promise<Stream<'BOT'>> {
  const stream = pult.openStream('BOT')
  await stream.connect({ token: botSecret, instance: pult.unique('program') })
  return stream
}

/** The next event of a type. */
export async function told<T extends BotEvent['event']['type']>(
  program: Stream<'BOT'>,
  type: T,
): Promise<{
  readonly id: string
  readonly event: Extract<BotEvent['event'], { type: T }>
  readonly frame: Received
}> {
  const frame = await program.next('botEvent', ({ event }) => event.type === type)
  const event = frame.data.event as Extract<BotEvent['event'], { type: T }>
  return { id: frame.data.id, event, frame }
}

/** Takes what a new session is told with, says nothing to it, and returns the client's first words. */
export async function firstWords(
  program: Stream<'BOT'>,
): Promise<Awaited<ReturnType<typeof told<'session.message'>>>> {
  const { id } = await told(program, 'session.received')
  await program.ask('answerEvent', { eventId: id, reply: SILENT })
  return told(program, 'session.message')
}

export const SILENT: BotReply = { answers: [] }

export function says(body: string): BotReply {
  return { answers: [{ name: 'say', body }] }
}
