import { beforeEach, describe, expect, test } from 'bun:test'
import {
  operatorCommands,
  type ArticleId,
  type BotId,
  type CannedReplyId,
  type OperatorCommandData,
  type OperatorCommandName,
  type Role,
} from '@pult/protocol'
import type { Command } from './commands.ts'
import { createDesk, dataOf, type Desk, type Visitor } from './testing/desk.ts'

const ROLES: readonly Role[] = ['operator', 'supervisor', 'admin']

/** The least role that a command asks for, as the manual says it; the protocol's table must agree. */
const LEAST: { readonly [N in OperatorCommandName]: Role } = {
  setStatus: 'operator',
  sendMessage: 'operator',
  editMessage: 'operator',
  deleteMessage: 'operator',
  markRead: 'operator',
  typing: 'operator',
  takeSession: 'operator',
  transferSession: 'operator',
  returnToBot: 'operator',
  closeSession: 'operator',
  markSpam: 'operator',
  banClient: 'operator',
  addNote: 'operator',
  setTags: 'operator',
  setPriority: 'operator',
  updateClient: 'operator',
  watchSession: 'operator',
  createCannedReply: 'operator',
  updateCannedReply: 'operator',
  deleteCannedReply: 'operator',
  subscribePush: 'operator',
  unsubscribePush: 'operator',
  assignSession: 'supervisor',
  logOutOperator: 'supervisor',
  setOperatorStatus: 'supervisor',
  blockOperator: 'admin',
  createGroup: 'admin',
  createBot: 'admin',
  updateBot: 'admin',
  publishBot: 'admin',
  deleteBot: 'admin',
  createArticle: 'admin',
  updateArticle: 'admin',
  deleteArticle: 'admin',
  updateGroup: 'admin',
  createOperator: 'admin',
  updateOperator: 'admin',
  createChannel: 'admin',
  updateChannel: 'admin',
}

let desk: Desk
let ivan: Visitor

/** Each command as somebody who holds the session could give it. */
function examples(desk: Desk, ivan: Visitor): OperatorCommandData {
  const { sessionId, clientId } = ivan
  const messageId = ivan.card.lastOperatorMessage!.id
  const operatorId = desk.id('other')
  const groupId = desk.groupId('help')
  const { cannedReplyId } = desk.does('me', 'createCannedReply', {
    shortcut: 'bye',
    body: 'Bye!',
    personal: true,
  }) as {
    cannedReplyId: CannedReplyId
  }
  const { articleId } = desk.does('boss', 'createArticle', { title: 'Delivery', body: 'Three days.' }) as {
    articleId: ArticleId
  }
  const { botId } = desk.does('boss', 'createBot', { kind: 'WEBHOOK', name: 'Orders' }) as { botId: BotId }
  return {
    setStatus: { status: 'AWAY' },
    sendMessage: { sessionId, body: 'Hi' },
    editMessage: { messageId, body: 'Ho' },
    deleteMessage: { messageId },
    markRead: { sessionId, messageId: ivan.session.unread[0]! },
    typing: { sessionId },
    takeSession: { sessionId },
    transferSession: { sessionId, operatorId },
    returnToBot: { sessionId },
    closeSession: { sessionId },
    markSpam: { sessionId, spam: true },
    banClient: { clientId, banned: true },
    addNote: { sessionId, body: 'A note' },
    setTags: { sessionId, tags: ['a'] },
    setPriority: { sessionId, priority: 1 },
    updateClient: { clientId, name: 'Ivan' },
    watchSession: { sessionId, watch: true },
    createCannedReply: { shortcut: 'hi', body: 'Hello!', personal: true },
    updateCannedReply: { cannedReplyId, body: 'Hello there!' },
    deleteCannedReply: { cannedReplyId },
    subscribePush: {
      endpoint: 'https://push.example.com/1',
      keys: { p256dh: 'key', auth: 'secret' },
      language: 'en',
    },
    unsubscribePush: { endpoint: 'https://push.example.com/1' },
    assignSession: { sessionId, operatorId },
    logOutOperator: { operatorId },
    setOperatorStatus: { operatorId, status: 'AWAY' },
    blockOperator: { operatorId, blocked: true },
    createBot: { kind: 'FLOW', name: 'Menu' },
    updateBot: { botId, name: 'Parcels' },
    publishBot: { botId },
    deleteBot: { botId },
    createArticle: { title: 'Returns', body: 'Within 14 days.' },
    updateArticle: { articleId, body: 'Within 30 days.' },
    deleteArticle: { articleId },
    createGroup: { name: 'sales' },
    updateGroup: { groupId, name: 'Help!' },
    createOperator: {
      email: 'new@shop.test',
      name: 'new',
      role: 'operator',
      password: 'correct horse',
      groupIds: [],
    },
    updateOperator: { operatorId, name: 'another' },
    createChannel: { messengerType: 'WIDGET', name: 'new', groupId, bot: { kind: 'NONE' } },
    updateChannel: { channelId: ivan.channelId, name: 'renamed' },
  }
}

describe('[E10] the roles', () => {
  test('[E10] the table of the protocol is the table of the manual', () => {
    const table = Object.entries(operatorCommands).map(([name, { role }]) => [name, role])
    expect(Object.fromEntries(table)).toEqual(LEAST)
  })

  for (const name of Object.keys(LEAST) as OperatorCommandName[]) {
    for (const role of ROLES) {
      const allowed = ROLES.indexOf(role) >= ROLES.indexOf(LEAST[name])
      test(`[E10] ${name} by ${role}: ${allowed ? 'accepted' : 'not_allowed'}`, () => {
        const desk = createDesk()
        desk.operator('me', { role })
        const ivan = desk.client('ivan', 'bot')
        ivan.says('Hello')
        ivan.does('callOperator', {})
        desk.says('me', ivan, 'Hi')
        desk.operator('other', { status: 'AWAY' })
        const data = examples(desk, ivan)[name]
        const head = desk.state.headSeq
        const outcome = desk.asks('me', name, data)
        expect(outcome.error?.code).toBe(allowed ? undefined : 'not_allowed')
        if (!allowed) expect(desk.state.headSeq).toBe(head)
      })
    }
  }

  test('[E10] a client’s command by an operator, and the reverse, is unknown', () => {
    const desk = createDesk()
    desk.operator('anna')
    const ivan = desk.client('ivan')
    ivan.says('Hello')
    const { operatorId, loginId } = desk.people.get('anna')!
    const [byOperator] = desk.turn([
      {
        actor: { type: 'OPERATOR', operatorId, loginId },
        name: 'rateSession',
        data: {},
      } as unknown as Command,
    ])
    expect(byOperator!.error?.code).toBe('unknown_command')
    for (const name of ['takeSession', 'toString', '__proto__', 'tick', 'openLogin']) {
      expect(ivan.asks(name as 'typing', {}).error?.code).toBe('unknown_command')
    }
  })

  test('[E10] who is not known, not signed in or blocked does nothing', () => {
    const desk = createDesk()
    desk.operator('anna')
    const person = desk.people.get('anna')!
    person.loginId = 'login-of-nobody'
    expect(desk.refuses('anna', 'setStatus', { status: 'AWAY' })).toBe('logged_out')
    desk.people.set('ghost', { operatorId: 'opr_ghost' as typeof person.operatorId, loginId: 'x' })
    expect(desk.refuses('ghost', 'setStatus', { status: 'AWAY' })).toBe('not_authenticated')
  })

  test('[E10] somebody else’s login does not help', () => {
    const desk = createDesk()
    desk.operator('anna')
    desk.people.get('anna')!.loginId = desk.people.get('boss')!.loginId
    expect(desk.refuses('anna', 'setStatus', { status: 'AWAY' })).toBe('logged_out')
  })
})

describe('rights that change', () => {
  beforeEach(() => {
    desk = createDesk()
    desk.group('sales')
    desk.channel('shop', { bot: 'NONE', group: 'sales' })
    desk.operator('anna', { status: 'AWAY' })
    ivan = desk.client('ivan')
    ivan.says('Hello')
    desk.forget()
  })

  test('[A9] who leaves a group loses its Help; who joins one is told of its Help', () => {
    const olga = desk.client('olga', 'shop')
    olga.says('Hello')
    desk.forget()
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), groupIds: [desk.groupId('sales')] })
    const told = desk.told.filter(({ to }) => to.includes('anna') && to.length === 1)
    expect(told.map(({ as }) => as)).toEqual(['chatSessionDeleted', 'chatSessionUpdated'])
    desk.forget()
    ivan.says('Anybody?')
    olga.says('Anybody?')
    expect(desk.toldTo('anna')).toEqual(['chatMessageCreated'])
    expect(desk.refuses('anna', 'takeSession', { sessionId: ivan.sessionId })).toBe('session_not_found')
  })

  test('[A9] cursors from before the change are answered with a snapshot', () => {
    const { rightsSeq } = desk.state.operators.get(desk.id('anna'))!
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), name: 'Anna' })
    expect(desk.state.operators.get(desk.id('anna'))!.rightsSeq).toBe(rightsSeq)
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), groupIds: [] })
    const record = desk.log.findLast(({ fact }) => fact.type === 'operator')!
    expect(desk.state.operators.get(desk.id('anna'))!.rightsSeq).toBe(record.seq)
  })

  test('[A9] who becomes a supervisor sees every Help, and who ceases to be one does not', () => {
    const olga = desk.client('olga', 'shop')
    olga.says('Hello')
    desk.forget()
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), role: 'supervisor' })
    expect(desk.toldTo('anna')).toEqual(['operatorUpdated', 'chatSessionUpdated'])
    desk.forget()
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), role: 'operator' })
    expect(desk.toldTo('anna')).toEqual(['operatorUpdated', 'chatSessionDeleted'])
  })

  test('[A9] who leaves a group stops watching in it', () => {
    desk.operator('boris')
    desk.does('anna', 'watchSession', { sessionId: ivan.sessionId, watch: true })
    desk.forget()
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), groupIds: [] })
    expect(desk.toldTo('anna')).toEqual(['operatorUpdated', 'chatSessionDeleted'])
    expect(desk.toldTo('boris')).toEqual(['operatorUpdated', 'chatSessionUpdated'])
    expect(ivan.card.watcherIds).toEqual([])
    desk.forget()
    ivan.says('Well?')
    expect(desk.toldTo('anna')).toEqual([])
  })

  test('[A9] who leaves a group keeps the sessions in hand', () => {
    desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), groupIds: [] })
    desk.says('anna', ivan, 'Hi')
  })

  test('[E10] operators are changed and found by their e-mail, whatever its case', () => {
    expect(
      desk.refuses('boss', 'createOperator', {
        email: 'ANNA@shop.test',
        name: 'x',
        role: 'operator',
        password: 'correct horse',
        groupIds: [],
      }),
    ).toBe('email_taken')
    const operatorId = desk.id('anna')
    expect(desk.refuses('boss', 'updateOperator', { operatorId, email: 'Boss@shop.test' })).toBe(
      'email_taken',
    )
    desk.does('boss', 'updateOperator', { operatorId, email: 'Anna@shop.test' })
    desk.does('boss', 'updateOperator', { operatorId, email: 'new@shop.test' })
    expect(desk.state.operatorsByEmail.get('new@shop.test')).toBe(operatorId)
    expect(desk.state.operatorsByEmail.has('anna@shop.test')).toBe(false)
    const nowhere = ['grp_x' as ReturnType<Desk['groupId']>]
    expect(desk.refuses('boss', 'updateOperator', { operatorId, groupIds: nowhere })).toBe('group_not_found')
    const twice = [desk.groupId('help'), desk.groupId('help')]
    desk.does('boss', 'updateOperator', { operatorId, groupIds: twice })
    expect(desk.state.operators.get(operatorId)!.operator.groupIds).toEqual([desk.groupId('help')])
  })
})

describe('settings', () => {
  test('[E10] a limit that is null is lifted, one that is not named stays', () => {
    const desk = createDesk()
    const groupId = desk.group('sales', { timerFirstAnswer: 60, reassignAfter: 90 })
    desk.does('boss', 'updateGroup', { groupId, timerFirstAnswer: null, closeAfter: 600 })
    expect(desk.story()).toEqual(['groupUpdated → boss'])
    const { rev, ...group } = desk.state.groups.get(groupId)!.group
    expect(group).toEqual({ id: groupId, name: 'sales', reassignAfter: 90, closeAfter: 600 })
    expect(rev).toBe(desk.state.headSeq)
  })

  test('[E10] a channel’s secret is answered when it is made and when it is changed, and stands in no event', () => {
    const desk = createDesk()
    const channelId = desk.channels.get('site')!
    const [rotated] = desk.turn([
      {
        actor: { type: 'OPERATOR', operatorId: desk.id('boss'), loginId: desk.people.get('boss')!.loginId },
        name: 'updateChannel',
        data: { channelId, rotateSecret: true },
        given: { channelSecret: 'fresh' },
      },
    ])
    expect(dataOf(rotated!)).toMatchObject({ channelId, channelSecret: 'fresh' })
    expect(desk.does('boss', 'updateChannel', { channelId, name: 'Shop' })).not.toHaveProperty(
      'channelSecret',
    )
    expect(desk.state.channels.get(channelId)).toMatchObject({ secret: 'fresh', channel: { name: 'Shop' } })
    expect(JSON.stringify(desk.state.channels.get(channelId)!.channel)).not.toContain('fresh')
  })

  test('[E10] what is changed must be there', () => {
    const desk = createDesk()
    const groupId = 'grp_x' as ReturnType<Desk['groupId']>
    const channelId = 'chn_x' as Visitor['channelId']
    const bot = { kind: 'NONE' } as const
    expect(desk.refuses('boss', 'updateGroup', { groupId, name: 'x' })).toBe('group_not_found')
    expect(desk.refuses('boss', 'updateChannel', { channelId, name: 'x' })).toBe('channel_not_found')
    expect(desk.refuses('boss', 'createChannel', { messengerType: 'API', name: 'x', groupId, bot })).toBe(
      'group_not_found',
    )
    expect(desk.refuses('boss', 'updateChannel', { channelId: desk.channels.get('site')!, groupId })).toBe(
      'group_not_found',
    )
    const operatorId = 'opr_x' as ReturnType<Desk['id']>
    expect(desk.refuses('boss', 'updateOperator', { operatorId, name: 'x' })).toBe('operator_not_found')
    expect(desk.refuses('boss', 'blockOperator', { operatorId, blocked: true })).toBe('operator_not_found')
    expect(desk.refuses('boss', 'logOutOperator', { operatorId })).toBe('operator_not_found')
    expect(desk.refuses('boss', 'setOperatorStatus', { operatorId, status: 'AWAY' })).toBe(
      'operator_not_found',
    )
  })
})
