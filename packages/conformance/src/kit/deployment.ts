import type { HelloReply, LoginReply, OperatorCommandInput, WebhookEvent } from '@pult/protocol'
import { fail } from '../expect.ts'
import { flavourNames, type Flavour } from './flavour.ts'
import type { Accounts } from './accounts.ts'
import type { BotFields, BotMade } from './bots.ts'
import { Caller, patiently } from './http.ts'
import type { Program, ProgramAnswer, Programs } from './programs.ts'
import { Stream, type StreamOptions } from './stream.ts'

export interface GroupMade {
  readonly groupId: string
  readonly name: string
}
export interface ChannelMade {
  readonly channelId: string
  /** Public: what a widget carries. */
  readonly channelKey: string
  /** Signs identities. */
  readonly channelSecret: string
  readonly groupId: string
}
export interface Account {
  readonly operatorId: string
  readonly name: string
  readonly email: string
  readonly password: string
}
/** Who one is as a client. */
export type ClientMade = HelloReply & { readonly channelKey: string }

export interface ConnectOptions extends StreamOptions {
  /** Default: one of its own. */
  readonly instance?: string
  readonly cursor?: string
  readonly takeover?: boolean
}

export interface DeploymentOptions {
  readonly url: string
  readonly admin: Caller<'OPERATOR'>
  readonly accounts: Accounts
  /** Part of every name that is made; unique to the scenario in its run. */
  readonly label: string
  /** How long what is due is waited for. */
  readonly waitMs: number
  /** Where programs listen that the deployment calls; absent: nothing may be called. */
  readonly programs?: Programs | undefined
}

/** What one run of one scenario gets: the address, people to speak as, and things of its own that are tidied away at its end. */
export class Deployment {
  readonly url: string
  /** Nobody in particular. */
  readonly http: Caller
  /** An admin whom other scenarios share, by HTTP only: a stream of theirs would be a login that other scenarios disturb. */
  readonly admin: Caller<'OPERATOR'>
  readonly label: string
  /** How long what is due is waited for. */
  readonly waitMs: number
  readonly streams: Stream[] = []
  #count = 0
  readonly #accounts: Accounts
  readonly #operators: Account[] = []
  /** The newest login of each account. */
  readonly #tokens = new Map<string, string>()
  readonly #clients: string[] = []
  readonly #programs: Programs | undefined
  readonly #called: Program[] = []
  /** What is undone at the end, the last first. */
  readonly #errands: (() => Promise<unknown>)[] = []
  #fenceGroup: GroupMade | undefined

  constructor({ url, admin, accounts, label, waitMs, programs }: DeploymentOptions) {
    this.url = url
    this.label = label
    this.waitMs = waitMs
    this.http = new Caller<Flavour>(url, 'OPERATOR', undefined)
    this.admin = admin
    this.#accounts = accounts
    this.#programs = programs
  }

  /** Somebody with a token, by HTTP. */
  as<F extends Flavour>(flavour: F, token: string): Caller<F> {
    return new Caller(this.url, flavour, token)
  }

  /** A text that nobody else in this deployment uses: for names, keys, words to look for. */
  unique(what: string): string {
    return `${what} ${this.label}-${(this.#count += 1)}`
  }

  async group(settings: Partial<OperatorCommandInput['createGroup']> = {}): Promise<GroupMade> {
    const name = this.unique('conformance')
    const { groupId } = await this.admin.ask('createGroup', { name, ...settings })
    return { groupId, name }
  }

  async channel(
    settings: Partial<OperatorCommandInput['createChannel']> & { readonly groupId: string },
  ): Promise<ChannelMade> {
    const made = await this.admin.ask('createChannel', {
      messengerType: 'WIDGET',
      name: this.unique('conformance'),
      bot: { kind: 'NONE' },
      ...settings,
    })
    const { channelId } = made
    // A bot that a channel has cannot be deleted.
    if (settings.bot?.botId !== undefined)
      this.#errands.push(() => this.admin.send('updateChannel', { channelId, bot: { kind: 'NONE' } }))
    return { ...made, groupId: settings.groupId }
  }

  /** A bot of one's own, gone at the end: a deployment has room for so many only. */
  async bot(fields: BotFields): Promise<BotMade> {
    const name = fields.name ?? this.unique('conformance')
    const { botId, botSecret, rev } = await this.admin.ask('createBot', { ...fields, name })
    this.#errands.push(() => this.admin.send('deleteBot', { botId }))
    return { botId, botSecret, name, rev }
  }

  /** A program that the deployment calls: for scenarios that say so. */
  program(answer: (event: WebhookEvent) => ProgramAnswer): Program {
    if (this.#programs === undefined) return fail('nothing listens here that could be called')
    const program = this.#programs.open(this.unique('program').replaceAll(' ', '-'), answer, this.waitMs)
    this.#called.push(program)
    return program
  }

  /** Undone at the end of the scenario, whatever became of it. */
  atEnd(errand: () => Promise<unknown>): void {
    this.#errands.push(errand)
  }

  /**
   * An account of its own; by default an operator of no group who can have ten sessions. One who served another scenario has a past of
   * closed sessions; `isNew` asks for one who has none.
   */
  async operator(
    settings: Partial<OperatorCommandInput['createOperator']> = {},
    { isNew = false }: { readonly isNew?: boolean } = {},
  ): Promise<Account> {
    const number = (this.#count += 1)
    const fields = { ...PLAIN, name: `conformance ${this.label}-${number}`, ...settings }
    const isOrdinary = !isNew && settings.email === undefined && settings.password === undefined
    const spare = isOrdinary ? this.#accounts.take() : undefined
    const credentials = spare?.account ?? {
      email: `${this.label}-${number}@conformance.example`,
      password: `secret of ${this.label}`,
    }
    const { email, password } = { ...credentials, ...settings }
    const { operatorId } =
      spare === undefined
        ? await this.admin.ask('createOperator', { ...fields, email, password })
        : await this.admin.ask('updateOperator', { ...fields, operatorId: spare.account.operatorId })
    const account = { operatorId, name: fields.name, email, password }
    if (spare !== undefined) this.#tokens.set(operatorId, spare.token)
    this.#operators.push(account)
    return account
  }

  /** A login of an account that nobody has used in this scenario: the one that is there, or a new one. */
  async login(account: Account): Promise<string> {
    return this.#tokens.get(account.operatorId) ?? (await this.signIn(account))
  }

  /** Signs in; returns the token. An earlier login of the same operator is displaced by it [L1]. */
  async signIn({ email, password }: Pick<Account, 'email' | 'password'>): Promise<string> {
    const { body, error } = await patiently(() => this.http.post('/api/v1/login', { email, password }))
    if (error !== undefined) fail(`signing in was refused with ${error.code} (${error.message})`)
    const { token, operator } = body as LoginReply
    const account = this.#operators.find(({ operatorId }) => operatorId === operator.id)
    // An account whose password was changed serves nobody else.
    if (account?.password === password) this.#tokens.set(operator.id, token)
    else this.#tokens.delete(operator.id)
    return token
  }

  /** A new visitor of a channel, or the one of the token and the identity. */
  async client(
    { channelKey }: Pick<ChannelMade, 'channelKey'>,
    known: { readonly clientToken?: string; readonly identity?: string } = {},
  ): Promise<ClientMade> {
    const { body, error } = await patiently(() =>
      this.http.post('/api/v1/client/hello', { channelKey, ...known }),
    )
    if (error !== undefined) fail(`hello was refused with ${error.code} (${error.message})`)
    const made = body as HelloReply
    this.#clients.push(made.clientToken)
    return { ...made, channelKey }
  }

  /** A socket on which nothing has been said yet. */
  openStream<F extends Flavour>(flavour: F, options: StreamOptions = {}): Stream<F> {
    const name = `${flavourNames[flavour]} ${this.streams.length + 1}`
    const stream = new Stream(this.url, flavour, name, { waitMs: this.waitMs, ...options })
    this.streams.push(stream)
    return stream
  }

  /** An operator's stream that is live. An account is signed in first; a token is used as it is. */
  async operatorStream(who: Account | string, options: ConnectOptions = {}): Promise<Stream<'OPERATOR'>> {
    const token = typeof who === 'string' ? who : await this.signIn(who)
    return this.#live('OPERATOR', token, options)
  }

  /** A client's stream that is live, of a client that is there or of a new visitor of the channel. */
  async clientStream(
    who: ClientMade | Pick<ChannelMade, 'channelKey'>,
    options: ConnectOptions = {},
  ): Promise<Stream<'CLIENT'>> {
    const { clientToken } = 'clientToken' in who ? who : await this.client(who)
    return this.#live('CLIENT', clientToken, options)
  }

  async #live<F extends Flavour>(flavour: F, token: string, options: ConnectOptions): Promise<Stream<F>> {
    const { instance = this.unique('instance'), cursor, takeover, ...rest } = options
    const stream = this.openStream(flavour, rest)
    await stream.connect({
      token,
      instance,
      ...(cursor === undefined ? {} : { cursor }),
      ...(takeover === undefined ? {} : { takeover }),
    })
    return stream
  }

  /**
   * Waits until an operator's stream has been told everything up to now: something that everybody hears is made to happen, and everything
   * before it has come before it [S4]. What has not come by then never will.
   */
  async fence(...streams: readonly Stream<'OPERATOR'>[]): Promise<void> {
    this.#fenceGroup ??= await this.group()
    const { groupId } = this.#fenceGroup
    const name = this.unique('fence')
    const told = streams.map((stream) => stream.next('groupUpdated', (group) => group.name === name))
    await Promise.all([this.admin.ask('updateGroup', { groupId, name }), ...told])
  }

  /** What left the protocol on any stream or in any letter, whether somebody looked or not. */
  get fault(): string | undefined {
    return [...this.streams, ...this.#called].find(({ fault }) => fault !== undefined)?.fault
  }

  /** Closes what was opened and gives the operators back. Never rejects: a deployment that cannot be tidied has been reported already. */
  async tidy(): Promise<void> {
    for (const stream of this.streams) stream.close()
    const closing = this.#clients.map((token) => this.as('CLIENT', token).send('closeSession', {}))
    await Promise.allSettled(closing)
    for (const errand of this.#errands.toReversed()) await errand().catch(() => undefined)
    await Promise.all(
      this.#operators.map((account) =>
        this.#accounts.giveBack(account, this.#tokens.get(account.operatorId), this.admin),
      ),
    )
  }
}

/** What an operator is of whom nothing else is said; all of it, since the account may have been somebody else's. */
const PLAIN = {
  role: 'operator',
  groupIds: [],
  capacity: 10,
  skills: [],
  languages: [],
  watchesBotSessions: false,
} satisfies Partial<OperatorCommandInput['createOperator']>
