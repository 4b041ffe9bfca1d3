import { createOperatorClient, signIn, type OperatorClient, type Page } from '@pult/client'
import type { Message } from '@pult/protocol'
import { createLife, createMemoryStorage, tried, type Life } from './life.ts'
import type { SimulateOptions } from './options.ts'
import type { Outcome } from './report.ts'
import { startClient, type SimulatedClient } from './simulated-client.ts'
import { startOperator, type OperatorAccount } from './simulated-operator.ts'
import { Tally } from './tally.ts'

export interface SimulationPorts {
  readonly random: () => number
  readonly nowMs: () => number
  /** Ends it before its time. */
  readonly end: AbortSignal
  /** What goes on, for a progress bar: `doneMs` of the whole. */
  readonly onProgress: (tally: Tally, doneMs: number) => void
  readonly onStep: (sentence: string) => void
  /** Printable, for names and passwords. */
  readonly makeSecret: () => string
}

/** How long the last answers may take. */
const SETTLE_MS_MAX = 10_000
const PROGRESS_MS = 200

/** Runs everything from signing in to cleaning up. @throws PultError when the world cannot be made. */
export async function simulate(options: SimulateOptions, ports: SimulationPorts): Promise<Outcome> {
  const tally = new Tally()
  const over = new AbortController()
  const { random, nowMs } = ports
  const life = createLife({ tally, random, nowMs, pace: options.pace, end: over.signal })
  const { token } = await signIn({ url: options.url, email: options.email, password: options.password })
  const admin = createOperatorClient({ url: options.url, token, storage: createMemoryStorage() })
  admin.connect()
  const world = await makeWorld(admin, options, ports)
  const colleagues = world.accounts.map(({ id }) => id)
  const operators: OperatorClient[] = []
  let people: SimulatedClient[] = []
  try {
    for (const [index, account] of world.accounts.entries()) {
      if (ports.end.aborted) break
      ports.onStep(`Operators sign in: ${index + 1} of ${world.accounts.length}`)
      operators.push(
        await startOperator(account, { url: options.url, groupId: world.groupId, colleagues }, life),
      )
    }
    ports.onStep('')
    people = Array.from({ length: options.clients }, (_, index) =>
      startClient(`client ${index}`, { url: options.url, channelKey: world.channelKey }, life),
    )
    const beganMs = nowMs()
    await passTime(options.minutes * 60_000, ports, tally)
    const elapsedMs = nowMs() - beganMs
    over.abort()
    ports.onStep('The last answers come in')
    await Promise.all(people.map((person) => person.life))
    await settle(tally, nowMs)
    ports.onStep('What was kept is read back')
    const lost = await compare(tally, admin, people, life)
    return { clients: options.clients, operators: operators.length, elapsedMs, tally, lost }
  } finally {
    over.abort()
    ports.onStep('Cleaning up')
    await Promise.all(people.map(({ client }) => client.command('closeSession', {}).catch(() => undefined)))
    for (const { id: operatorId } of world.accounts) {
      await tried(life, admin.command('blockOperator', { operatorId, blocked: true, reason: 'simulation' }))
    }
    for (const client of [...people.map((person) => person.client), ...operators, admin]) client.close()
    ports.onStep('')
  }
}

interface World {
  readonly groupId: string
  readonly channelKey: string
  readonly accounts: readonly OperatorAccount[]
}

/** A group, a channel and operators of its own; operators one after the other, since each is a password to hash. */
async function makeWorld(
  admin: OperatorClient,
  options: SimulateOptions,
  ports: SimulationPorts,
): Promise<World> {
  const run = ports.makeSecret().slice(0, 6)
  const name = `simulation ${run}`
  const { groupId } = await admin.command('createGroup', { name })
  const bot = { kind: 'NONE' } as const
  const { channelKey } = await admin.command('createChannel', { messengerType: 'WIDGET', name, groupId, bot })
  const accounts: OperatorAccount[] = []
  for (let index = 1; index <= options.operators && !ports.end.aborted; index += 1) {
    ports.onStep(`Operators are made: ${index} of ${options.operators}`)
    const email = `simulation-${run}-${index}@example.com`.toLowerCase()
    const password = ports.makeSecret()
    // A little less than everybody at once: some wait in Help.
    const capacity = Math.max(1, Math.floor((options.clients * 0.9) / options.operators))
    const made = await admin.command('createOperator', {
      email,
      name: `${name} · ${index}`,
      role: 'operator',
      password,
      groupIds: [groupId],
      capacity,
    })
    accounts.push({ id: made.operatorId, email, password })
  }
  return { groupId, channelKey, accounts }
}

function passTime(forMs: number, { nowMs, end, onProgress }: SimulationPorts, tally: Tally): Promise<void> {
  const beganMs = nowMs()
  return new Promise((resolve) => {
    const finish = (): void => {
      clearInterval(timer)
      onProgress(tally, forMs)
      resolve()
    }
    const timer = setInterval(() => {
      const doneMs = nowMs() - beganMs
      if (end.aborted || doneMs >= forMs) finish()
      else onProgress(tally, doneMs)
    }, PROGRESS_MS)
  })
}

/** Until everything is answered and told, or long enough. */
async function settle(tally: Tally, nowMs: () => number): Promise<void> {
  const endMs = nowMs() + SETTLE_MS_MAX
  while ((tally.pending > 0 || tally.unheard().size > 0) && nowMs() < endMs) await Bun.sleep(50)
}

/** Lost: acknowledged and not kept; or kept, and no operator was told although none had to begin its stream anew. */
async function compare(
  tally: Tally,
  admin: OperatorClient,
  people: readonly SimulatedClient[],
  life: Life,
): Promise<ReadonlySet<string>> {
  const kept: { id: string; body: string }[] = []
  for (const { client } of people) {
    const chatId = client.state.client?.chatId
    if (chatId === undefined || client.state.messages.length === 0) continue
    let after: string | null = null
    do {
      const query: { limit: number; after?: string } = after === null ? { limit: 200 } : { limit: 200, after }
      const page: Page<Message> | undefined = await tried(life, admin.history.chatMessages(chatId, query))
      if (page === undefined) break
      kept.push(...page.items)
      after = page.next
    } while (after !== null)
  }
  const lost = tally.compare(kept)
  return tally.reconnects === 0 ? new Set([...lost, ...tally.unheard()]) : lost
}
