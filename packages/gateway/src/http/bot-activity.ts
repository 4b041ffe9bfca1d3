import {
  botFailureOf,
  BUILTIN_BOT,
  type BotCounts,
  type LogRecord,
  type MaybePromise,
  type Workspace,
} from '@pult/engine'
import {
  botActivityQuerySchema,
  type Bot,
  type BotActivity,
  type BotCountsOnWire,
  type BotFailureOnWire,
  type BotId,
  type BotStep,
  type BotSummary,
  type SessionId,
} from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import type { WorkspaceHost } from '../workspaces.ts'
import { readQuery, refusal } from './answer.ts'
import { atCut } from './at-cut.ts'
import { handsIn, keyOf, type Hand, type Hands } from './bot-hands.ts'
import { answer } from './reads.ts'
import type { HttpServices } from './services.ts'

/**
 * [GD12] What bots do: what the read models have counted, and what the state of this moment has in hand. Nothing of it is kept here, and nobody's message
 * pays for it.
 */

type State = Readonly<Workspace>
type Hours = Awaited<ReturnType<WorkspaceHost['store']['botHours']>>

/** The days that are asked for, in the asker's own. */
interface Period {
  readonly nowMs: number
  readonly offsetMs: number
  readonly days: number
}

const DAY_MS = 24 * 3_600_000
const NOTHING: BotCountsOnWire = {
  came: 0,
  handedOver: 0,
  called: 0,
  taken: 0,
  failed: 0,
  slow: 0,
  resolved: 0,
  ended: 0,
}

/** Every bot of one's own, and the built-in one where somebody has it or had it. */
export async function botActivities(
  request: Request,
  who: Authenticated,
  { nowMs }: Pick<HttpServices, 'nowMs'>,
): Promise<Response> {
  const period = periodOf(request, who, nowMs())
  if (period instanceof Response) return period
  const { host } = who
  const { found, cursor } = await atCut(host, async (state) => {
    const hands = handsIn(state, period.nowMs)
    const ids = [BUILTIN_BOT, ...state.bots.keys()]
    const summaries = ids.map(async (id) =>
      summaryOf(host, state, id, period, hands, await hoursOf(host, id, period)),
    )
    return Promise.all(summaries)
  })
  const items = found.filter((one) => one.kind !== 'BUILTIN' || isInUse(one, host.engine.state))
  return answer(cursor, { items, next: null })
}

export async function botActivity(
  id: string,
  request: Request,
  who: Authenticated,
  { nowMs }: Pick<HttpServices, 'nowMs'>,
): Promise<Response> {
  const period = periodOf(request, who, nowMs())
  if (period instanceof Response) return period
  const { host } = who
  const { found, cursor } = await atCut(host, async (state): Promise<BotActivity | undefined> => {
    const bot = state.bots.get(id as BotId)?.bot
    if (bot === undefined && id !== BUILTIN_BOT) return undefined
    const hands = handsIn(state, period.nowMs)
    const [hours, steps, failures] = await Promise.all([
      hoursOf(host, id, period),
      host.store.botSteps(id, sinceOf(period)),
      host.store.botFailures(id),
    ])
    return {
      ...summaryOf(host, state, id, period, hands, hours),
      versions: versionsOf(hours),
      steps: stepsOf(host, bot, steps, hands.steps.get(id) ?? new Map()),
      failures: failures.flatMap(failureView),
      webhook: host.bots?.endpointOf(id as BotId) ?? null,
    }
  })
  return found === undefined ? refusal('bot_not_found') : answer(cursor, found)
}

function periodOf(request: Request, who: Authenticated, nowMs: number): Period | Response {
  if (who.flavour === 'CLIENT' || !who.host.engine.state.supervisors.has(who.operatorId))
    return refusal('not_allowed')
  const query = readQuery(request, botActivityQuerySchema)
  if (query instanceof Response) return query
  return { nowMs, offsetMs: query.utcOffset * 60_000, days: query.days }
}

function dayOf(ms: number, { offsetMs }: Period): number {
  return Math.floor((ms + offsetMs) / DAY_MS)
}

function firstDayOf(period: Period): number {
  return dayOf(period.nowMs, period) - period.days + 1
}

function sinceOf(period: Period): number {
  return firstDayOf(period) * DAY_MS - period.offsetMs
}

function hoursOf(host: WorkspaceHost, id: string, period: Period): MaybePromise<Hours> {
  return host.store.botHours(id, sinceOf(period))
}

function summaryOf(
  host: WorkspaceHost,
  state: State,
  id: string,
  period: Period,
  hands: Hands,
  hours: Hours,
): BotSummary {
  const bot = state.bots.get(id as BotId)?.bot
  const days = Array.from({ length: period.days }, (_, index) => ({
    ...NOTHING,
    day: new Date((firstDayOf(period) + index) * DAY_MS).toISOString().slice(0, 10),
  }))
  for (const { hourMs, counts } of hours) {
    const index = dayOf(hourMs, period) - firstDayOf(period)
    const day = days[index]
    if (day !== undefined) days[index] = { ...day, ...sum(day, counts) }
  }
  return {
    id,
    name: bot?.name ?? null,
    kind: bot?.kind ?? 'BUILTIN',
    version: bot?.version ?? 0,
    publishedAt: bot?.publishedAt ?? null,
    ...(hands.bots.get(id) ?? { holds: 0, silent: 0 }),
    endpoint: host.bots?.endpointOf(id as BotId)?.state ?? null,
    days,
  }
}

/** The built-in bot is shown to those who know it. */
function isInUse({ holds, days }: BotSummary, { channels }: State): boolean {
  if (holds > 0 || days.some(({ came }) => came > 0)) return true
  return [...channels.values()].some(({ bot }) => bot === 'BUILTIN')
}

function versionsOf(hours: Hours): BotActivity['versions'] {
  const versions = new Map<number, BotCountsOnWire>()
  for (const { version, counts } of hours)
    versions.set(version, sum(versions.get(version) ?? NOTHING, counts))
  return [...versions]
    .toSorted(([one], [other]) => other - one)
    .map(([version, counts]) => ({ version, ...counts }))
}

/** In the order of the published scenario, each with its older versions; steps that are no more come last. */
function stepsOf(
  host: WorkspaceHost,
  bot: Bot | undefined,
  counted: Awaited<ReturnType<WorkspaceHost['store']['botSteps']>>,
  hands: ReadonlyMap<string, Hand>,
): BotStep[] {
  const known = bot === undefined ? [] : (host.bots?.stepsOf(bot) ?? [])
  const order = new Map(known.map((step, index) => [step.node, { ...step, index }]))
  const published = bot?.version ?? 0
  const rows = new Map(
    counted.map(({ node, version, counts }) => [keyOf(node, version), { node, version, counts }]),
  )
  for (const { node } of known)
    if (!rows.has(keyOf(node, published)))
      rows.set(keyOf(node, published), {
        node,
        version: published,
        counts: { ...NOTHING, callFailed: 0 },
      })
  const at = ({ node }: { node: string }): number => order.get(node)?.index ?? known.length
  return [...rows.values()]
    .toSorted((one, other) => at(one) - at(other) || other.version - one.version)
    .map(({ node, version, counts }) => ({
      version,
      node,
      kind: order.get(node)?.kind ?? null,
      text: order.get(node)?.text ?? null,
      ...sum(NOTHING, counts),
      callFailed: counts.callFailed,
      ...(hands.get(keyOf(node, version)) ?? { holds: 0, silent: 0 }),
    }))
}

function sum(one: BotCountsOnWire, other: BotCounts | BotCountsOnWire): BotCountsOnWire {
  return {
    came: one.came + other.came,
    handedOver: one.handedOver + other.handedOver,
    called: one.called + other.called,
    taken: one.taken + other.taken,
    failed: one.failed + other.failed,
    slow: one.slow + other.slow,
    resolved: one.resolved + other.resolved,
    ended: one.ended + other.ended,
  }
}

function failureView(record: LogRecord): BotFailureOnWire[] {
  const failure = botFailureOf(record)
  if (failure === undefined) return []
  const { atMs, sessionId, version, node, what, code, sentence } = failure
  return [
    {
      at: new Date(atMs).toISOString(),
      sessionId: sessionId as SessionId,
      version,
      node,
      what,
      code,
      sentence,
    },
  ]
}
