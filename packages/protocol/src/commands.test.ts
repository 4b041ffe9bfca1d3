import { describe, expect, test } from 'bun:test'
import type { z } from 'zod'
import { clientCommands, operatorCommands, streamCommands } from './commands.ts'
import { clientCommandExamples, operatorCommandExamples, streamExamples } from './examples.ts'
import {
  ATTACHMENTS_MAX,
  ATTRIBUTES_MAX,
  BODY_CHARS_MAX,
  BOT_ANSWER_SECONDS_MAX,
  BOT_SETTINGS_CHARS_MAX,
  CANNED_BODY_CHARS_MAX,
  CANNED_SHORTCUT_CHARS_MAX,
  CAPACITY_MAX,
  LIST_MAX,
  NAME_CHARS_MAX,
  NOTE_CHARS_MAX,
  REASON_CHARS_MAX,
  TAGS_MAX,
  TIMER_SECONDS_MAX,
  TYPING_CHARS_MAX,
  URL_CHARS_MAX,
} from './limits.ts'
import type { Role } from './values.ts'
import { refusalOf } from './validation.ts'

type Data = Readonly<Record<string, unknown>>
/** A change to the good example that must be refused, and the field that the refusal names. */
type Bad = readonly [change: Data, field: string]
type BadTable<N extends string> = { readonly [K in N]: readonly Bad[] }

const long = (chars: number): string => 'x'.repeat(chars + 1)
const many = <T>(count: number, item: T): T[] => Array.from({ length: count + 1 }, () => item)

const badForOperators: BadTable<keyof typeof operatorCommands> = {
  setStatus: [
    [{ status: 'BUSY' }, 'data.status'],
    [{ status: undefined }, 'data.status'],
  ],
  sendMessage: [
    [{ sessionId: '' }, 'data.sessionId'],
    [{ sessionId: 5 }, 'data.sessionId'],
    [{ sessionId: long(64) }, 'data.sessionId'],
    [{ body: undefined }, 'data.body'],
    [{ body: null }, 'data.body'],
    [{ body: long(BODY_CHARS_MAX) }, 'data.body'],
    [{ type: 'terminal' }, 'data.type'],
    [{ attachments: 'a' }, 'data.attachments'],
    [{ attachments: many(ATTACHMENTS_MAX, 'a') }, 'data.attachments'],
    [{ attachments: [{ name: 'a.png' }] }, 'data.attachments.0.id'],
    [{ replyTo: null }, 'data.replyTo'],
    [{ actions: [{ id: 'a', label: '' }] }, 'data.actions.0.label'],
    [{ actions: [{ id: 'a', label: 'A', url: 'data:text/html,x' }] }, 'data.actions.0.url'],
    [{ actions: many(10, { id: 'a', label: 'A' }) }, 'data.actions'],
    [{ seen: 5 }, 'data.seen'],
  ],
  editMessage: [
    [{ messageId: undefined }, 'data.messageId'],
    [{ body: 5 }, 'data.body'],
    [{ attachments: [null] }, 'data.attachments.0'],
  ],
  deleteMessage: [[{ messageId: ['m'] }, 'data.messageId']],
  markRead: [
    [{ sessionId: undefined }, 'data.sessionId'],
    [{ messageId: '' }, 'data.messageId'],
  ],
  typing: [
    [{ sessionId: undefined }, 'data.sessionId'],
    [{ text: long(TYPING_CHARS_MAX) }, 'data.text'],
  ],
  takeSession: [[{ sessionId: {} }, 'data.sessionId']],
  transferSession: [
    [{ operatorId: undefined }, 'data.operatorId'],
    [{ groupId: 'g' }, 'data.operatorId'],
    [{ operatorId: 5 }, 'data.operatorId'],
    [{ note: long(NOTE_CHARS_MAX) }, 'data.note'],
  ],
  returnToBot: [[{ sessionId: null }, 'data.sessionId']],
  closeSession: [
    [{ sessionId: null }, 'data.sessionId'],
    [{ reason: long(REASON_CHARS_MAX) }, 'data.reason'],
  ],
  markSpam: [[{ spam: 'yes' }, 'data.spam']],
  banClient: [
    [{ clientId: undefined }, 'data.clientId'],
    [{ banned: 1 }, 'data.banned'],
    [{ until: '2026-11-22' }, 'data.until'],
    [{ until: '2026-11-22T10:00:00.123+03:00' }, 'data.until'],
  ],
  addNote: [
    [{ body: '   ' }, 'data.body'],
    [{ body: long(NOTE_CHARS_MAX) }, 'data.body'],
  ],
  setTags: [
    [{ tags: 'vip' }, 'data.tags'],
    [{ tags: [''] }, 'data.tags.0'],
    [{ tags: many(TAGS_MAX, 'a') }, 'data.tags'],
    [{ tags: [long(64)] }, 'data.tags.0'],
  ],
  setPriority: [
    [{ priority: 11 }, 'data.priority'],
    [{ priority: 0.5 }, 'data.priority'],
    [{ priority: '2' }, 'data.priority'],
  ],
  updateClient: [
    [{ clientId: 5 }, 'data.clientId'],
    [{ name: null }, 'data.name'],
    [{ email: 'anna' }, 'data.email'],
    [{ phone: 7999 }, 'data.phone'],
    [{ attributes: { plan: 5 } }, 'data.attributes.plan'],
    [
      { attributes: Object.fromEntries(many(ATTRIBUTES_MAX, 'v').map((v, index) => [`k${index}`, v])) },
      'data.attributes',
    ],
  ],
  watchSession: [[{ watch: undefined }, 'data.watch']],
  createBot: [
    [{ kind: 'BUILTIN' }, 'data.kind'],
    [{ name: ' ' }, 'data.name'],
    [{ answerWithin: 0 }, 'data.answerWithin'],
    [{ answerWithin: BOT_ANSWER_SECONDS_MAX + 1 }, 'data.answerWithin'],
    [{ takesBack: 'yes' }, 'data.takesBack'],
    [{ settings: 'a flow' }, 'data.settings'],
    [{ settings: { text: long(BOT_SETTINGS_CHARS_MAX) } }, 'data.settings'],
  ],
  updateBot: [
    [{ botId: undefined }, 'data.botId'],
    [{ kind: 'FLOW' }, 'data.kind'],
    [{ rotateSecret: 1 }, 'data.rotateSecret'],
    [{ rev: '7' }, 'data.rev'],
  ],
  publishBot: [
    [{ botId: 5 }, 'data.botId'],
    [{ rev: -1 }, 'data.rev'],
  ],
  deleteBot: [[{ botId: '' }, 'data.botId']],
  createArticle: [
    [{ title: ' ' }, 'data.title'],
    [{ body: '' }, 'data.body'],
    [{ body: 'x'.repeat(20_001) }, 'data.body'],
    [{ url: 'javascript:alert(1)' }, 'data.url'],
    [{ tags: [''] }, 'data.tags.0'],
  ],
  updateArticle: [
    [{ articleId: undefined }, 'data.articleId'],
    [{ url: 'shop' }, 'data.url'],
  ],
  deleteArticle: [[{ articleId: 5 }, 'data.articleId']],
  createCannedReply: [
    [{ shortcut: '' }, 'data.shortcut'],
    [{ shortcut: '/hi' }, 'data.shortcut'],
    [{ shortcut: 'two words' }, 'data.shortcut'],
    [{ shortcut: long(CANNED_SHORTCUT_CHARS_MAX) }, 'data.shortcut'],
    [{ title: long(NAME_CHARS_MAX) }, 'data.title'],
    [{ body: ' ' }, 'data.body'],
    [{ body: long(CANNED_BODY_CHARS_MAX) }, 'data.body'],
    [{ personal: 'yes' }, 'data.personal'],
    [{ personal: true, groupId: 'g' }, 'data.groupId'],
    [{ operatorId: 'o' }, 'data.operatorId'],
  ],
  updateCannedReply: [
    [{ cannedReplyId: undefined }, 'data.cannedReplyId'],
    [{ shortcut: 'a.b' }, 'data.shortcut'],
    [{ body: '' }, 'data.body'],
    [{ personal: true }, 'data.personal'],
  ],
  deleteCannedReply: [[{ cannedReplyId: 5 }, 'data.cannedReplyId']],
  subscribePush: [
    [{ endpoint: 'push' }, 'data.endpoint'],
    [{ endpoint: `https://push.example.com/${long(URL_CHARS_MAX)}` }, 'data.endpoint'],
    [{ keys: null }, 'data.keys'],
    [{ keys: { p256dh: 'short', auth: 'A'.repeat(22) } }, 'data.keys.p256dh'],
    [{ keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(24) } }, 'data.keys.auth'],
    [{ language: 'de' }, 'data.language'],
    [{ preview: 1 }, 'data.preview'],
  ],
  unsubscribePush: [[{ endpoint: 5 }, 'data.endpoint']],
  assignSession: [[{ operatorId: null }, 'data.operatorId']],
  logOutOperator: [[{ operatorId: '' }, 'data.operatorId']],
  setOperatorStatus: [[{ status: 'online' }, 'data.status']],
  blockOperator: [
    [{ blocked: null }, 'data.blocked'],
    [{ reason: 5 }, 'data.reason'],
  ],
  createGroup: [
    [{ name: '' }, 'data.name'],
    [{ name: long(NAME_CHARS_MAX) }, 'data.name'],
    [{ timerFirstAnswer: 0 }, 'data.timerFirstAnswer'],
    [{ timerNextAnswers: TIMER_SECONDS_MAX + 1 }, 'data.timerNextAnswers'],
    [{ reassignAfter: 1.5 }, 'data.reassignAfter'],
    [{ closeAfter: '60' }, 'data.closeAfter'],
  ],
  updateGroup: [
    [{ groupId: undefined }, 'data.groupId'],
    [{ name: null }, 'data.name'],
  ],
  createOperator: [
    [{ email: 'igor' }, 'data.email'],
    [{ role: 'owner' }, 'data.role'],
    [{ password: '1234567' }, 'data.password'],
    [{ password: long(128) }, 'data.password'],
    [{ groupIds: 'g' }, 'data.groupIds'],
    [{ groupIds: many(LIST_MAX, 'g') }, 'data.groupIds'],
    [{ capacity: -1 }, 'data.capacity'],
    [{ capacity: CAPACITY_MAX + 1 }, 'data.capacity'],
    [{ skills: [''] }, 'data.skills.0'],
    [{ watchesBotSessions: 'no' }, 'data.watchesBotSessions'],
  ],
  updateOperator: [
    [{ operatorId: undefined }, 'data.operatorId'],
    [{ role: 'root' }, 'data.role'],
  ],
  createChannel: [
    [{ messengerType: 'ICQ' }, 'data.messengerType'],
    [{ bot: { kind: 'SMART' } }, 'data.bot.kind'],
    [{ bot: { kind: 'NONE', prompt: 'x' } }, 'data.bot.prompt'],
    [{ origins: ['shop.example.com'] }, 'data.origins.0'],
    [{ origins: ['https://shop.example.com/path'] }, 'data.origins.0'],
  ],
  updateChannel: [
    [{ channelId: undefined }, 'data.channelId'],
    [{ rotateSecret: 1 }, 'data.rotateSecret'],
  ],
}

const badForClients: BadTable<keyof typeof clientCommands> = {
  sendMessage: [
    [{ body: undefined }, 'data.body'],
    [{ sessionId: 's' }, 'data.sessionId'],
    [{ type: 'TERMINAL' }, 'data.type'],
    [{ actions: [] }, 'data.actions'],
    [{ actionId: 5 }, 'data.actionId'],
  ],
  editMessage: [[{ body: undefined }, 'data.body']],
  deleteMessage: [[{ messageId: 5 }, 'data.messageId']],
  markRead: [
    [{ sessionId: 's' }, 'data.sessionId'],
    [{ messageId: undefined }, 'data.messageId'],
  ],
  typing: [
    [{ text: 5 }, 'data.text'],
    [{ sessionId: 's' }, 'data.sessionId'],
  ],
  callOperator: [[{ sessionId: 's' }, 'data.sessionId']],
  closeSession: [[{ sessionId: 's' }, 'data.sessionId']],
  rateSession: [
    [{ score: 0 }, 'data.score'],
    [{ score: 6 }, 'data.score'],
    [{ score: 4.5 }, 'data.score'],
    [{ comment: long(REASON_CHARS_MAX) }, 'data.comment'],
  ],
  setPage: [
    [{ url: long(URL_CHARS_MAX) }, 'data.url'],
    [{ title: undefined }, 'data.title'],
    [{ referer: null }, 'data.referer'],
  ],
}

const badForStreams: BadTable<keyof typeof streamCommands> = {
  connect: [
    [{ instance: undefined }, 'data.instance'],
    [{ instance: '' }, 'data.instance'],
    [{ token: long(4096) }, 'data.token'],
    [{ cursor: 5 }, 'data.cursor'],
    [{ takeover: 'yes' }, 'data.takeover'],
  ],
  follow: [[{ cursor: 5 }, 'data.cursor']],
  heartbeat: [[{ cursor: long(NAME_CHARS_MAX) }, 'data.cursor']],
}

for (const [of, schemas, goods, bads] of [
  ['operator', schemasOf(operatorCommands), datasOf(operatorCommandExamples), badForOperators],
  ['client', schemasOf(clientCommands), datasOf(clientCommandExamples), badForClients],
  ['stream', streamCommands, datasOf(streamExamples.operator.commands), badForStreams],
] as const) {
  describe(`${of} commands`, () => {
    for (const [name, schema] of Object.entries(schemas)) {
      const good = goods[name]?.[0] ?? {}
      test(`[S10] ${name} takes what it should`, () => {
        expect(goods[name]?.length).toBeGreaterThan(0)
        for (const data of goods[name] ?? []) expect(schema.safeParse(data).error).toBeUndefined()
      })
      test(`[S10] ${name} refuses a field that it does not know`, () => {
        expect(fieldAtFault(schema, { ...good, colour: 'red' })).toBe('data.colour')
      })
      test(`[S10] ${name} refuses what is no object`, () => {
        for (const data of [null, undefined, 5, 'text', [], true])
          expect(fieldAtFault(schema, data)).toBe('data')
      })
      const changes = (bads as Readonly<Record<string, readonly Bad[]>>)[name] ?? []
      test(`[S10] ${name} names the field that is wrong`, () => {
        expect(changes.length).toBeGreaterThan(0)
        for (const [change, field] of changes)
          expect([change, fieldAtFault(schema, { ...good, ...change })]).toEqual([change, field])
      })
    }
  })
}

describe('roles', () => {
  test('settings and blocking are for admins, other people’s work for supervisors, the rest for everybody', () => {
    expect(namesOf('supervisor')).toEqual(['assignSession', 'logOutOperator', 'setOperatorStatus'])
    expect(namesOf('admin')).toEqual([
      'blockOperator',
      'createBot',
      'updateBot',
      'publishBot',
      'deleteBot',
      'createArticle',
      'updateArticle',
      'deleteArticle',
      'createGroup',
      'updateGroup',
      'createOperator',
      'updateOperator',
      'createChannel',
      'updateChannel',
    ])
    expect(namesOf('operator').length).toBe(Object.keys(operatorCommands).length - 17)
  })
})

describe('what validation makes of the input', () => {
  test('an attachment is named by its id, alone or in the object that the upload answered with', () => {
    const { attachments } = operatorCommands.sendMessage.data.parse({
      sessionId: 's',
      body: '',
      attachments: ['att_1', { id: 'att_2', name: 'a.png', url: 'https://chat.example.com/x' }],
    })
    expect(attachments?.map(String)).toEqual(['att_1', 'att_2'])
  })

  test('names, notes and tags lose the blanks around them, messages keep theirs', () => {
    expect(operatorCommands.createGroup.data.parse({ name: '  Доставка ' }).name).toBe('Доставка')
    expect(operatorCommands.setTags.data.parse({ sessionId: 's', tags: [' vip '] }).tags).toEqual(['vip'])
    expect(operatorCommands.sendMessage.data.parse({ sessionId: 's', body: ' a ' }).body).toBe(' a ')
  })

  test('the longest values pass', () => {
    const body = '\u{1F600}'.repeat(BODY_CHARS_MAX / 2)
    expect(operatorCommands.sendMessage.data.safeParse({ sessionId: 'x'.repeat(64), body }).success).toBe(
      true,
    )
    expect(clientCommands.setPage.data.safeParse({ url: 'x'.repeat(URL_CHARS_MAX), title: '' }).success).toBe(
      true,
    )
  })
})

function namesOf(role: Role): string[] {
  return Object.entries(operatorCommands)
    .filter(([, command]) => command.role === role)
    .map(([name]) => name)
}

function fieldAtFault(schema: z.ZodType, data: unknown): string | undefined {
  const { error } = schema.safeParse(data)
  return error === undefined ? undefined : refusalOf(error, 'data').field
}

function schemasOf(
  commands: Readonly<Record<string, { readonly data: z.ZodType }>>,
): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(commands).map(([name, { data }]) => [name, data]))
}

function datasOf(
  corpus: Readonly<Record<string, readonly { readonly frame: { readonly data: Data } }[]>>,
): Record<string, readonly Data[]> {
  return Object.fromEntries(
    Object.entries(corpus).map(([name, all]) => [name, all.map(({ frame }) => frame.data)]),
  )
}
