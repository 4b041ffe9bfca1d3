import type {
  BotKind,
  ChannelId,
  ChatId,
  ClientCommandData,
  ClientCommandName,
  ClientId,
  ErrorCode,
  GroupId,
  HandOver,
  MessageId,
  OperatorCommandData,
  OperatorCommandName,
  OperatorId,
  OperatorStatus,
  Role,
  SessionId,
  WorkspaceId,
} from '@pult/protocol'
import { includesOperator } from '../audience.ts'
import type { BotCommandData, Command, Outcome, Signal, SystemCommandData } from '../commands.ts'
import type { LoginRecord, SessionRecord } from '../entities.ts'
import type { Audience, LogRecord } from '../facts.ts'
import { createWorkspace, type Workspace } from '../state.ts'
import { runTurn } from '../turn.ts'

/** Noon of an ordinary Sunday. */
export const START_MS = Date.UTC(2026, 10, 22, 12)

export interface OperatorOptions {
  readonly role?: Role
  /** By name; the default group alone where absent. */
  readonly groups?: readonly string[]
  readonly capacity?: number
  readonly skills?: string[]
  readonly languages?: string[]
  readonly watchesBotSessions?: boolean
  readonly status?: OperatorStatus
  /** Signed in and with a stream open; true by default. */
  readonly connected?: boolean
}

export interface GroupLimits {
  readonly timerFirstAnswer?: number
  readonly timerNextAnswers?: number
  readonly reassignAfter?: number
  readonly closeAfter?: number
}

/** One event as one record told it. */
export interface Told {
  readonly seq: number
  readonly as: string
  /** Names: of operators, in the order in which they were made, then `client <name>`. */
  readonly to: readonly string[]
}

interface Person {
  readonly operatorId: OperatorId
  loginId: string
}

/**
 * A workspace in memory with a clock of its own, spoken to in the language of the domain: people have names, commands happen
 * one to a turn, and the whole log stays. It has one group, `help`, and two channels: `site` without a bot and `bot` with one.
 * `boss`, an admin, is OFFLINE and in no group, so that nothing is routed there; what goes to supervisors is told there.
 */
export class Desk {
  readonly state: Workspace = createWorkspace('wsp_test' as WorkspaceId)
  readonly log: LogRecord[] = []
  readonly told: Told[] = []
  readonly signals: Signal[] = []
  readonly people = new Map<string, Person>()
  readonly clients = new Map<string, Visitor>()
  readonly groups = new Map<string, GroupId>()
  readonly channels = new Map<string, ChannelId>()
  nowMs = START_MS
  #logins = 0

  constructor() {
    this.system('setUp', {
      name: 'Shop',
      groupName: 'help',
      channelName: 'bot',
      channelKey: 'key-bot',
      channelSecret: 'secret',
    })
    this.groups.set('help', [...this.state.groups.keys()][0]!)
    this.channels.set('bot', [...this.state.channels.keys()][0]!)
    const { operatorId } = dataOf(
      this.system('createFirstAdmin', { email: 'boss@shop.test', name: 'boss', passwordHash: 'hash' }),
    ) as { operatorId: OperatorId }
    this.people.set('boss', { operatorId, loginId: '' })
    this.signsIn('boss')
    this.does('boss', 'updateOperator', { operatorId, groupIds: [] })
    this.channel('site', { bot: 'NONE' })
    this.forget()
  }

  /** Makes a group with limits in seconds. */
  group(name: string, limits: GroupLimits = {}): GroupId {
    const { groupId } = dataOf(this.asks('boss', 'createGroup', { name, ...limits })) as { groupId: GroupId }
    this.groups.set(name, groupId)
    this.forget()
    return groupId
  }

  channel(name: string, options: { readonly bot: BotKind; readonly group?: string }): ChannelId {
    const data = {
      messengerType: 'WIDGET' as const,
      name,
      groupId: this.groups.get(options.group ?? 'help')!,
      bot: { kind: options.bot },
    }
    const given = { channelKey: `key-${name}`, channelSecret: 'secret' }
    const outcome = this.turn([{ ...this.order('boss', 'createChannel', data), given }])[0]!
    const { channelId } = dataOf(outcome) as { channelId: ChannelId }
    this.channels.set(name, channelId)
    this.forget()
    return channelId
  }

  /** Makes an operator who is signed in, connected and ONLINE unless the options say otherwise. */
  operator(name: string, options: OperatorOptions = {}): OperatorId {
    const { groups = ['help'], status = 'ONLINE', connected = true, role = 'operator', ...fields } = options
    const { operatorId } = dataOf(
      this.asks('boss', 'createOperator', {
        email: `${name}@shop.test`,
        name,
        role,
        password: 'correct horse',
        groupIds: groups.map((group) => this.groups.get(group)!),
        ...fields,
      }),
    ) as { operatorId: OperatorId }
    this.people.set(name, { operatorId, loginId: '' })
    this.signsIn(name)
    if (connected) this.connects(name)
    if (status !== 'OFFLINE') this.does(name, 'setStatus', { status })
    this.forget()
    return operatorId
  }

  /** A visitor of a channel; nothing is made before the first message. */
  client(name: string, channel = 'site'): Visitor {
    const number = String(this.clients.size + 1).padStart(14, '0')
    const visitor = new Visitor(
      this,
      `cli_${number}` as ClientId,
      `cht_${number}` as ChatId,
      this.channels.get(channel)!,
    )
    this.clients.set(name, visitor)
    return visitor
  }

  /** Opens a new login and goes on with it. */
  signsIn(name: string, more: Partial<LoginRecord> = {}): LoginRecord {
    const person = this.people.get(name)!
    this.#logins += 1
    const login: LoginRecord = {
      id: `login-${this.#logins}`,
      operatorId: person.operatorId,
      tokenHash: `hash-${this.#logins}`,
      openedAtMs: this.nowMs,
      // Years ahead, so that only tests about expiry meet it.
      expiresAtMs: this.nowMs + 3650 * 24 * 3600 * 1000,
      clientIp: null,
      device: null,
      displaced: false,
      ...more,
    }
    dataOf(this.system('openLogin', { login }))
    person.loginId = login.id
    return login
  }

  connects(name: string, connectionId = 'tab'): Outcome {
    return this.system('operatorConnected', { operatorId: this.id(name), connectionId })
  }

  disconnects(name: string, connectionId = 'tab'): Outcome {
    return this.system('operatorDisconnected', { operatorId: this.id(name), connectionId })
  }

  /** One turn. */
  turn(commands: readonly Command[]): readonly Outcome[] {
    const { batch, outcomes, signals } = runTurn(this.state, commands, this.nowMs)
    this.log.push(...batch.records)
    this.signals.push(...signals)
    for (const record of batch.records) this.#hear(record)
    return outcomes
  }

  /** Lets time pass and whatever is due happen, each at its own time. */
  tick(ms: number): void {
    const untilMs = this.nowMs + ms
    for (;;) {
      const atMs = this.state.deadlines.nextAtMs()
      if (atMs === undefined || atMs > untilMs) break
      this.nowMs = Math.max(this.nowMs, atMs)
      this.system('tick', {})
    }
    this.nowMs = untilMs
    this.system('tick', {})
  }

  system<N extends keyof SystemCommandData>(name: N, data: SystemCommandData[N]): Outcome {
    return this.turn([{ actor: { type: 'SYSTEM' }, name, data } as Command])[0]!
  }

  /** An operator asks; the outcome either way. */
  asks<N extends OperatorCommandName>(
    who: string,
    name: N,
    data: OperatorCommandData[N],
    key?: string,
  ): Outcome {
    return this.turn([this.order(who, name, data, key)])[0]!
  }

  /** An operator does what must succeed. */
  does<N extends OperatorCommandName>(who: string, name: N, data: OperatorCommandData[N]): unknown {
    return dataOf(this.asks(who, name, data))
  }

  /** An operator tries what must be refused; with which code. */
  refuses<N extends OperatorCommandName>(who: string, name: N, data: OperatorCommandData[N]): ErrorCode {
    return errorOf(this.asks(who, name, data))
  }

  /** An operator writes in the session of a client. */
  says(
    who: string,
    client: Visitor,
    body: string,
    more: Partial<OperatorCommandData['sendMessage']> = {},
  ): MessageId {
    const outcome = this.asks(who, 'sendMessage', { sessionId: client.sessionId, body, ...more })
    return (dataOf(outcome) as { messageId: MessageId }).messageId
  }

  /** The bot of the session's channel says something. */
  botSays(
    client: Visitor,
    body: string,
    more: Partial<BotCommandData['botAnswer']> & { readonly key?: string } = {},
  ): Outcome {
    return this.bot('botAnswer', client, { answers: [{ name: 'say', body }], ...more })
  }

  /** It hands over. */
  botHandsOver(
    client: Visitor,
    handOver: HandOver = {},
    more: Partial<BotCommandData['botAnswer']> = {},
  ): Outcome {
    return this.bot('botAnswer', client, { answers: [{ name: 'handOver', ...handOver }], ...more })
  }

  /** The bot of the session's channel, with the baton as it is or as it was. */
  bot<N extends keyof BotCommandData>(
    name: N,
    client: Visitor,
    more: Partial<BotCommandData[N]> & { readonly key?: string } = {},
  ): Outcome {
    const { card, baton } = client.session
    const { key, ...data } = more
    return this.turn([
      {
        actor: { type: 'BOT', channelId: card.channel, name: 'Robo' },
        name,
        data: { sessionId: card.id, baton, ...data },
        ...(key === undefined ? {} : { key }),
      } as Command,
    ])[0]!
  }

  id(name: string): OperatorId {
    return this.people.get(name)!.operatorId
  }

  groupId(name: string): GroupId {
    return this.groups.get(name)!
  }

  statusOf(name: string): string {
    const { status, statusCause } = this.state.operators.get(this.id(name))!.operator
    return `${status} ${statusCause}`
  }

  /** Names of the sessions' clients that an operator has in hand. */
  hands(name: string): readonly string[] {
    const held = this.state.held.get(this.id(name)) ?? new Set<SessionId>()
    const chats = new Set([...held].map((id) => this.state.sessions.get(id)!.card.chatId))
    return [...this.clients].filter(([, client]) => chats.has(client.chatId)).map(([client]) => client)
  }

  /** What was told since the last `forget`, in order: `name → who, who`. */
  story(): readonly string[] {
    return this.told.map(({ as, to }) => `${as} → ${to.join(', ')}`)
  }

  /** The events that one person was told since the last `forget`. */
  toldTo(who: string): readonly string[] {
    return this.told.filter(({ to }) => to.includes(who)).map(({ as }) => as)
  }

  /** What an operator types and clients type reaches, by name. */
  signalled(): readonly string[] {
    return this.signals.map(
      ({ to, data }) => `${data.text === undefined ? 'typing' : data.text} → ${this.#names(to).join(', ')}`,
    )
  }

  /** Begins a new story. */
  forget(): void {
    this.told.length = 0
    this.signals.length = 0
  }

  /** The command of an operator, for turns of several. */
  order<N extends OperatorCommandName>(
    who: string,
    name: N,
    data: OperatorCommandData[N],
    key?: string,
  ): Command {
    const { operatorId, loginId } = this.people.get(who)!
    const given = {
      ...('password' in data ? { passwordHash: 'hash' } : {}),
      ...('attachments' in data ? { attachments: [] } : {}),
    }
    return {
      actor: { type: 'OPERATOR', operatorId, loginId },
      name,
      data,
      given,
      ...(key === undefined ? {} : { key }),
    } as Command
  }

  #hear(record: LogRecord): void {
    const heard = new Set<string>()
    for (const telling of record.fact.tell) {
      const to = this.#names(telling.to).filter((name) => !heard.has(name))
      for (const name of to) heard.add(name)
      if (to.length > 0) this.told.push({ seq: record.seq, as: telling.as, to })
    }
  }

  #names(audience: Audience): string[] {
    const operators = [...this.people]
      .filter(([, { operatorId, loginId }]) => includesOperator(this.state, audience, operatorId, loginId))
      .map(([name]) => name)
    const clients = [...this.clients]
      .filter(([, { chatId }]) => audience.chat === chatId)
      .map(([name]) => `client ${name}`)
    return [...operators, ...clients]
  }
}

/** A client with the things that clients do. Each is one turn. */
export class Visitor {
  readonly desk: Desk
  readonly clientId: ClientId
  readonly chatId: ChatId
  readonly channelId: ChannelId

  constructor(desk: Desk, clientId: ClientId, chatId: ChatId, channelId: ChannelId) {
    this.desk = desk
    this.clientId = clientId
    this.chatId = chatId
    this.channelId = channelId
  }

  /** The open session or the last one. */
  get session(): SessionRecord {
    return this.desk.state.sessions.get(this.sessionId)!
  }

  get sessionId(): SessionId {
    return this.desk.state.chats.get(this.chatId)!.lastSessionId!
  }

  get card(): SessionRecord['card'] {
    return this.session.card
  }

  asks<N extends ClientCommandName>(name: N, data: ClientCommandData[N], key?: string): Outcome {
    return this.desk.turn([this.order(name, data, key)])[0]!
  }

  /** The command of the client, for turns of several. */
  order<N extends ClientCommandName>(name: N, data: ClientCommandData[N], key?: string): Command {
    return {
      actor: {
        type: 'CLIENT',
        clientId: this.clientId,
        chatId: this.chatId,
        channelId: this.channelId,
        origin: { ip: '192.0.2.7', coordinates: null, device: null },
      },
      name,
      data,
      ...(key === undefined ? {} : { key }),
    } as Command
  }

  does<N extends ClientCommandName>(name: N, data: ClientCommandData[N]): unknown {
    return dataOf(this.asks(name, data))
  }

  refuses<N extends ClientCommandName>(name: N, data: ClientCommandData[N]): ErrorCode {
    return errorOf(this.asks(name, data))
  }

  says(body: string, more: Partial<ClientCommandData['sendMessage']> = {}): MessageId {
    return (dataOf(this.asks('sendMessage', { body, ...more })) as { messageId: MessageId }).messageId
  }

  connects(connectionId = 'tab'): Outcome {
    const origin = { ip: '192.0.2.7', coordinates: null, device: null }
    return this.desk.system('clientConnected', { chatId: this.chatId, connectionId, origin })
  }

  disconnects(connectionId = 'tab'): Outcome {
    return this.desk.system('clientDisconnected', { chatId: this.chatId, connectionId })
  }
}

export function createDesk(): Desk {
  return new Desk()
}

/** What a command that must succeed answers. */
export function dataOf(outcome: Outcome): unknown {
  if (outcome.error !== undefined) {
    throw new Error(`refused: ${outcome.error.code} ${outcome.error.field ?? ''} ${outcome.error.message}`)
  }
  return outcome.data
}

/** The code of a command that must be refused. */
export function errorOf(outcome: Outcome): ErrorCode {
  if (outcome.error === undefined) throw new Error(`accepted: ${JSON.stringify(outcome.data)}`)
  return outcome.error.code
}
