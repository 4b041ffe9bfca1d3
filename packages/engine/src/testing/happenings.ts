import type { BotAnswer, OperatorCommandData, OperatorCommandName, Role } from '@pult/protocol'
import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  oneof,
  record,
  subarray,
  toStringMethod,
  tuple,
} from 'fast-check'
import type { Command, SystemCommandData } from '../commands.ts'
import type { LoginRecord } from '../entities.ts'
import type { Desk, Visitor } from './desk.ts'
import { createDesk } from './desk.ts'

/** Something that somebody does, as commands against the desk as it stands: nothing where it makes no sense at all. */
type Happening = (desk: Desk) => readonly Command[]

/** A turn: what comes in together after a while, in milliseconds. */
export interface Moment {
  readonly afterMs: number
  readonly happenings: readonly Happening[]
}

const OPERATORS = ['anna', 'boris', 'seller', 'chief', 'watcher', 'boss'] as const
const CLIENTS = ['ivan', 'petr', 'olga', 'vera'] as const
const GROUPS = ['help', 'sales'] as const

/** Happenings that say what they are, so that a counterexample can be read. */
function happening<Words extends readonly unknown[]>(
  words: Arbitrary<Words>,
  run: (desk: Desk, words: Words) => readonly Command[],
): Arbitrary<Happening> {
  return words.map((said) =>
    Object.assign((desk: Desk) => run(desk, said), { [toStringMethod]: () => said.join(' ') }),
  )
}

/** A desk with two groups, five operators and four clients, of whom nobody has written yet. */
export function createBusyDesk(): Desk {
  const desk = createDesk()
  desk.group('sales', { timerFirstAnswer: 20, timerNextAnswers: 30, reassignAfter: 60, closeAfter: 25 })
  desk.channel('shop', { bot: 'NONE', group: 'sales' })
  desk.channel('shop-bot', { bot: 'BUILTIN', group: 'sales' })
  desk.operator('anna', { capacity: 2 })
  desk.operator('boris', { groups: ['help', 'sales'], capacity: 1 })
  desk.operator('seller', { groups: ['sales'] })
  desk.operator('chief', { role: 'supervisor', status: 'AWAY', groups: [] })
  desk.operator('watcher', { watchesBotSessions: true, status: 'AWAY' })
  desk.client('ivan', 'site')
  desk.client('petr', 'bot')
  desk.client('olga', 'shop')
  desk.client('vera', 'shop-bot')
  return desk
}

const operators = constantFrom(...OPERATORS)
const clients = constantFrom(...CLIENTS)
const groups = constantFrom(...GROUPS)
const statuses = constantFrom('ONLINE', 'AWAY', 'OFFLINE' as const)

function visitor(desk: Desk, name: string): Visitor {
  return desk.clients.get(name)!
}

/** What happens in the last session of a client; nothing before the first. */
function inSession(
  run: (desk: Desk, client: Visitor) => readonly Command[],
): (desk: Desk, name: string) => readonly Command[] {
  return (desk, name) => {
    const client = visitor(desk, name)
    return desk.state.chats.get(client.chatId)?.lastSessionId == null ? [] : run(desk, client)
  }
}

function system<N extends keyof SystemCommandData>(name: N, data: SystemCommandData[N]): Command {
  return { actor: { type: 'SYSTEM' }, name, data } as Command
}

const clientWrites = happening(tuple(clients, constant('writes')), (desk, [name]) => [
  visitor(desk, name).order('sendMessage', { body: 'Hello' }),
])

const clientActs = happening(
  tuple(clients, constantFrom('call', 'close', 'rate', 'read', 'edit', 'delete', 'page', 'come', 'go')),
  (desk, [name, act]) => {
    const client = visitor(desk, name)
    const { chatId } = client
    const origin = { ip: null, coordinates: null, device: null }
    if (act === 'come') return [system('clientConnected', { chatId, connectionId: 'tab', origin })]
    if (act === 'go') return [system('clientDisconnected', { chatId, connectionId: 'tab' })]
    if (act === 'call') return [client.order('callOperator', {})]
    if (act === 'close') return [client.order('closeSession', {})]
    if (act === 'page') {
      return [client.order('setPage', { url: `https://shop.test/${desk.nowMs}`, title: 'Shop' })]
    }
    return inSession((_desk, { sessionId, card }) => {
      const messageId = card.lastMessage!.id
      if (act === 'rate') return [client.order('rateSession', { sessionId, score: 4 })]
      if (act === 'read') return [client.order('markRead', { messageId })]
      if (act === 'edit') return [client.order('editMessage', { messageId, body: `At ${desk.nowMs}` })]
      return [client.order('deleteMessage', { messageId })]
    })(desk, name)
  },
)

const botActs = happening(
  tuple(clients, constantFrom('says', 'hands over', 'learns', 'fails', 'closes')),
  (desk, [name, act]) =>
    inSession((_desk, { session }) => {
      const { id: sessionId, channel } = session.card
      const actor = { type: 'BOT', channelId: channel, name: 'Robo' } as const
      const held = { sessionId, baton: session.baton }
      const answer = (...answers: BotAnswer[]): Command[] => [
        { actor, name: 'botAnswer', data: { ...held, answers, memory: { at: desk.nowMs } } },
      ]
      const say = { name: 'say', body: 'I am a bot' } as const
      switch (act) {
        case 'says':
          return answer(say)
        case 'hands over':
          return answer(say, { name: 'handOver' })
        case 'learns':
          return answer({ name: 'handOver', summary: 'A refund', fields: { order: '17' }, priority: 2 })
        case 'closes':
          return answer(say, { name: 'close', reason: 'done' })
        case 'fails':
          return [{ actor, name: 'botFail', data: held }]
      }
    })(desk, name),
)

const SESSION_COMMANDS = [
  'sendMessage',
  'terminal',
  'editMessage',
  'deleteMessage',
  'markRead',
  'takeSession',
  'transferToOperator',
  'transferToGroup',
  'returnToBot',
  'closeSession',
  'markSpam',
  'setPriority',
  'addNote',
  'watchSession',
  'unwatchSession',
  'assignSession',
  'updateClient',
] as const

const operatorActs = happening(
  tuple(operators, clients, constantFrom(...SESSION_COMMANDS), operators, groups),
  (desk, [who, name, act, colleague, group]) =>
    inSession((_desk, { sessionId, clientId, card }) => {
      const order = <N extends OperatorCommandName>(command: N, data: OperatorCommandData[N]): Command[] => [
        desk.order(who, command, data),
      ]
      const messageId = card.lastMessage!.id
      const operatorId = desk.id(colleague)
      switch (act) {
        case 'sendMessage':
          return order('sendMessage', { sessionId, body: 'Good day' })
        case 'terminal':
          return order('sendMessage', { sessionId, body: 'Good bye', type: 'TERMINAL' })
        case 'editMessage':
          return order('editMessage', { messageId, body: `Good day at ${desk.nowMs}` })
        case 'deleteMessage':
          return order('deleteMessage', { messageId })
        case 'markRead':
          return order('markRead', { sessionId, messageId })
        case 'transferToOperator':
          return order('transferSession', { sessionId, operatorId, note: 'Please' })
        case 'transferToGroup':
          return order('transferSession', { sessionId, groupId: desk.groupId(group) })
        case 'markSpam':
          return order('markSpam', { sessionId, spam: !card.markedAsSpam })
        case 'setPriority':
          return order('setPriority', { sessionId, priority: desk.nowMs % 7 })
        case 'addNote':
          return order('addNote', { sessionId, body: 'A note' })
        case 'watchSession':
          return order('watchSession', { sessionId, watch: true })
        case 'unwatchSession':
          return order('watchSession', { sessionId, watch: false })
        case 'assignSession':
          return order('assignSession', { sessionId, operatorId })
        case 'updateClient':
          return order('updateClient', { clientId, name: `Guest of ${desk.nowMs}` })
        default:
          return order(act, { sessionId })
      }
    })(desk, name),
)

const statusActs = happening(tuple(operators, statuses), (desk, [who, status]) => [
  desk.order(who, 'setStatus', { status }),
])

const connectionActs = happening(tuple(operators, boolean()), (desk, [who, comes]) => [
  system(comes ? 'operatorConnected' : 'operatorDisconnected', {
    operatorId: desk.id(who),
    connectionId: 'tab',
  }),
])

const rightsActs = happening(
  tuple(
    constantFrom('anna', 'boris', 'seller', 'chief', 'watcher'),
    subarray([...GROUPS]),
    constantFrom<Role>('operator', 'operator', 'supervisor'),
  ),
  (desk, [who, names, role]) => [
    desk.order('boss', 'updateOperator', {
      operatorId: desk.id(who),
      groupIds: names.map((name) => desk.groupId(name)),
      role,
    }),
  ],
)

const loginActs = happening(
  tuple(constantFrom('anna', 'boris', 'seller'), constantFrom('out', 'forced', 'block', 'back')),
  (desk, [who, act]) => {
    const operatorId = desk.id(who)
    const person = desk.people.get(who)!
    if (act === 'out') return [system('endLogin', { loginId: person.loginId, reason: 'LOGOUT' })]
    if (act === 'forced') return [desk.order('boss', 'logOutOperator', { operatorId })]
    if (act === 'block') return [desk.order('boss', 'blockOperator', { operatorId, blocked: true })]
    const login: LoginRecord = {
      id: person.loginId,
      operatorId,
      tokenHash: `again ${person.loginId}`,
      openedAtMs: desk.nowMs,
      expiresAtMs: desk.nowMs + 365 * 24 * 3_600_000,
      clientIp: null,
      device: null,
      displaced: false,
    }
    return [
      desk.order('boss', 'blockOperator', { operatorId, blocked: false }),
      system('openLogin', { login }),
      desk.order(who, 'setStatus', { status: 'ONLINE' }),
    ]
  },
)

/** There is at most one of a shortcut, so the same act makes it, finds it taken, changes it or deletes it. */
const cannedActs = happening(
  tuple(operators, constantFrom('keep', 'share', 'move', 'drop'), groups),
  (desk, [who, act, group]) => {
    const groupId = desk.groupId(group)
    if (act === 'keep')
      return [desk.order(who, 'createCannedReply', { shortcut: 'hi', body: 'Hello!', personal: true })]
    if (act === 'share')
      return [desk.order('boss', 'createCannedReply', { shortcut: 'hi', body: 'Good day!', groupId })]
    const newest = [...desk.state.cannedReplies.keys()].at(-1)
    if (newest === undefined) return []
    return act === 'move'
      ? [desk.order('boss', 'updateCannedReply', { cannedReplyId: newest, groupId })]
      : [desk.order(who, 'deleteCannedReply', { cannedReplyId: newest })]
  },
)

const happenings = oneof(
  { weight: 6, arbitrary: clientWrites },
  { weight: 5, arbitrary: clientActs },
  { weight: 3, arbitrary: botActs },
  { weight: 12, arbitrary: operatorActs },
  { weight: 3, arbitrary: statusActs },
  { weight: 2, arbitrary: connectionActs },
  { weight: 1, arbitrary: rightsActs },
  { weight: 1, arbitrary: loginActs },
  { weight: 1, arbitrary: cannedActs },
)

/** An afternoon: up to so many turns of one to three happenings, from milliseconds to minutes apart. */
export function afternoons(momentsMax: number): Arbitrary<readonly Moment[]> {
  return array(
    record({
      afterMs: constantFrom(0, 0, 1, 1_000, 5_000, 12_000, 31_000, 90_000),
      happenings: array(happenings, { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: momentsMax, size: 'max' },
  )
}
