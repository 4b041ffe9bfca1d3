import {
  ATTRIBUTES_MAX,
  BOT_MEMORY_BYTES_MAX,
  NOTE_CHARS_MAX,
  REASON_CHARS_MAX,
  type HandOver,
  type MessageId,
} from '@pult/protocol'
import { concerned } from './audience.ts'
import { closeSession } from './closing.ts'
import { accept, refuse, type BotActor, type BotCommandData, type Decision } from './commands.ts'
import type { Draft } from './draft.ts'
import type { SessionRecord } from './entities.ts'
import { botHold, inGroup, switchToPeople } from './hand-over.ts'
import { addMessage, addSystemLine } from './messages.ts'
import { typingSignals } from './typing.ts'

type Handlers = {
  readonly [N in keyof BotCommandData]: (draft: Draft, actor: BotActor, data: BotCommandData[N]) => Decision
}

/** What the client reads when the bot fails: in both languages, since nobody knows yet which is theirs. */
const BOT_FAILED_LINE = 'Бот не справился, зовём оператора. · The bot has failed; we are calling an operator.'

/** Who writes where a bot does: each channel has its own. */
export function botAuthorId(actor: Pick<BotActor, 'channelId'>): string {
  return `bot:${actor.channelId}`
}

/** What a bot may do, under the baton that it was told: a slow bot can never talk over an operator. */
export const botHandlers: Handlers = {
  botAnswer: (draft, actor, data) => {
    let session = inHand(draft, actor, data)
    if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
    if (data.memory !== undefined && bytesOf(data.memory) > BOT_MEMORY_BYTES_MAX) {
      const message = `A bot remembers at most ${BOT_MEMORY_BYTES_MAX} bytes of a session.`
      return refuse('validation_failed', { field: 'data.memory', message })
    }
    if (data.answers.slice(0, -1).some(({ name }) => name !== 'say')) {
      const message = 'Nothing follows what gives the session away.'
      return refuse('validation_failed', { field: 'data.answers', message })
    }
    if (data.memory !== undefined || data.passed !== undefined) session = remember(draft, session, data)
    const messageIds: MessageId[] = []
    for (const answer of data.answers) {
      switch (answer.name) {
        case 'say': {
          const added = addMessage(draft, session, {
            authorId: botAuthorId(actor),
            authorType: 'BOT',
            authorName: actor.name,
            body: answer.body,
            actions: answer.actions,
          })
          messageIds.push(added.message.id)
          session = added.after()
          break
        }
        case 'handOver':
          session = handOver(draft, actor, session, answer)
          break
        case 'close':
          session = closeSession(draft, session, {
            by: 'BOT',
            operatorId: null,
            reason: answer.reason ?? null,
          })
          break
      }
    }
    return accept({ sessionId: session.card.id, messageIds }, draft.facts)
  },
  botFail: (draft, actor, data) => {
    const session = inHand(draft, actor, data)
    if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
    const sentence = data.sentence?.slice(0, REASON_CHARS_MAX)
    switchToPeople(draft, addSystemLine(draft, session, BOT_FAILED_LINE), {
      reason: 'BOT_FAILED',
      ...(data.code === undefined ? {} : { code: data.code }),
      ...(sentence === undefined ? {} : { sentence }),
    })
    return accept({ sessionId: session.card.id }, draft.facts)
  },
  botTyping: (draft, actor, data) => {
    const session = inHand(draft, actor, data)
    if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
    const signals = typingSignals(session, { authorId: botAuthorId(actor), authorType: 'BOT' }, data.text)
    return accept({}, [], signals)
  },
}

function inHand(
  draft: Draft,
  actor: BotActor,
  data: BotCommandData['botFail'],
): SessionRecord | 'session_not_found' | 'session_closed' | 'stale_baton' {
  const session = draft.state.sessions.get(data.sessionId)
  if (session === undefined || session.card.channel !== actor.channelId) return 'session_not_found'
  if (session.card.status === 'CLOSED') return 'session_closed'
  return session.card.botStatus === 'BOT' && session.baton === data.baton ? session : 'stale_baton'
}

function bytesOf(memory: unknown): number {
  return Buffer.byteLength(JSON.stringify(memory))
}

function remember(
  draft: Draft,
  session: SessionRecord,
  { memory, passed }: BotCommandData['botAnswer'],
): SessionRecord {
  const hold = session.bot ?? botHold(draft, session.card.channel)
  const node = passed?.at ?? passed?.trail.at(-1)
  const bot = {
    ...hold,
    ...(memory === undefined ? {} : { memory }),
    ...(hold.stay === undefined || passed === undefined || node === undefined
      ? {}
      : { stay: { ...hold.stay, at: { node, version: passed.version } } }),
  }
  const shown = passed === undefined ? {} : { passed }
  draft.add({ type: 'botMemory', sessionId: session.card.id, bot, ...shown, tell: [] })
  return { ...session, bot }
}

/** What the bot has learned goes first, so that whoever gets the session finds it there. */
function handOver(draft: Draft, actor: BotActor, held: SessionRecord, asked: HandOver): SessionRecord {
  const { groupId, skills, language, priority, summary, fields = {} } = asked
  learn(draft, held, fields)
  let session = held
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`)
  const body = [...(summary === undefined ? [] : [summary.trim()]), ...lines]
    .join('\n')
    .slice(0, NOTE_CHARS_MAX)
  if (body !== '') {
    draft.add({
      type: 'note',
      note: {
        id: draft.id('msg') as MessageId,
        sessionId: session.card.id,
        chatId: session.card.chatId,
        authorId: botAuthorId(actor),
        authorName: actor.name,
        body,
        createdAt: draft.at,
      },
      tell: [{ as: 'chatNoteCreated', to: concerned(session) }],
    })
  }
  // A group that was deleted since the bot was written must not keep the client from people.
  if (groupId !== undefined && draft.state.groups.has(groupId) && groupId !== session.card.groupId) {
    session = inGroup(draft, session, groupId)
  }
  return switchToPeople(draft, {
    ...session,
    skills: skills ?? session.skills,
    language: language ?? session.language,
    card: { ...session.card, priority: priority ?? session.card.priority },
  })
}

/** The newest attributes win; what does not fit any more stands in the note alone. */
function learn(draft: Draft, session: SessionRecord, fields: Readonly<Record<string, string>>): void {
  const known = session.card.clientId === null ? undefined : draft.state.clients.get(session.card.clientId)
  if (known === undefined || Object.keys(fields).length === 0) return
  const attributes = { ...known.client.attributes }
  for (const [name, value] of Object.entries(fields)) {
    if (name in attributes || Object.keys(attributes).length < ATTRIBUTES_MAX) attributes[name] = value
  }
  draft.add({
    type: 'client',
    client: { ...known, client: { ...known.client, attributes, rev: draft.nextSeq() } },
    tell: [],
  })
}
