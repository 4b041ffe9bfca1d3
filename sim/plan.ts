import type { ActKind } from './acts.ts'
import { createRandom, type Random } from './kernel/random.ts'
import { weighted, type Weighted } from './kernel/weighted.ts'
import { hasNodes } from './node-worlds.ts'
import { FIRST_MS, withNodes } from './plan-nodes.ts'
import type { Act, OperatorSetting, Plan, Setting } from './types.ts'

/** How often people do what, in relation to each other. */
const EVERYDAY: { readonly [K in ActKind]?: number } = {
  clientWrites: 34,
  clientWritesMuch: 3,
  clientSendsTwice: 3,
  clientPressesButton: 3,
  clientReplies: 2,
  clientTypes: 4,
  clientEdits: 4,
  clientDeletes: 2,
  clientLooksAway: 4,
  clientCallsOperator: 10,
  clientClosesChat: 5,
  clientRates: 3,
  clientGoesToPage: 3,
  clientLoadsOlder: 1,
  clientRetries: 2,
  clientOpensTab: 3,
  clientClosesTab: 3,
  clientReopensTab: 4,
  clientTriesAgain: 2,
  clientSleeps: 2,
  clientComes: 6,
  operatorAnswers: 34,
  operatorSaysLastWord: 4,
  operatorReads: 8,
  operatorTypes: 3,
  operatorReplies: 2,
  operatorEdits: 4,
  operatorDeletes: 3,
  operatorNotes: 4,
  operatorTags: 2,
  operatorSetsPriority: 2,
  operatorMarksSpam: 2,
  operatorUpdatesClient: 2,
  operatorBans: 2,
  operatorLoadsOlder: 1,
  operatorBrowses: 2,
  operatorSendsByBothDoors: 2,
  operatorTakes: 9,
  twoTake: 3,
  operatorTransfersToColleague: 6,
  operatorTransfersToGroup: 4,
  operatorReturnsToBot: 3,
  operatorCloses: 7,
  operatorAsksTwice: 4,
  operatorInsists: 2,
  operatorComes: 6,
  operatorSetsStatus: 4,
  operatorChangesDevice: 4,
  operatorTakesOver: 4,
  operatorLogsOut: 2,
  operatorOpensTab: 3,
  operatorClosesTab: 3,
  operatorReloads: 4,
  operatorSleeps: 2,
  operatorTriesAgain: 2,
  supervisorAssigns: 3,
  supervisorWatches: 3,
  supervisorMoves: 3,
  supervisorLogsOut: 1,
  supervisorSetsStatus: 2,
  adminBlocks: 1,
  adminUnblocks: 3,
  adminChangesGroups: 2,
  adminTakesGroupAway: 2,
  adminChangesRole: 2,
  adminChangesCapacity: 2,
  adminLetsWatchBots: 1,
  adminChangesTimers: 1,
  adminChangesBot: 1,
}

/** Without these a world is empty. */
const CONVERSATION: ReadonlySet<string> = new Set(['clientWrites', 'operatorAnswers', 'operatorComes'])

/** How often what goes wrong, in a world that knows the fault at all. */
const FAULTS: { readonly [K in ActKind]?: number } = {
  networkDrops: 5,
  networkDoubles: 4,
  networkIsSlow: 4,
  networkLosesUp: 3,
  networkLosesDown: 3,
  networkIsOff: 4,
  readerIsSlow: 3,
  readerIsFlooded: 4,
  connectionsForgotten: 3,
  connectionsBreak: 4,
  rightsChangeAtReturn: 3,
  loginDisplacedAtReturn: 2,
  loginEndsAtReturn: 3,
  deviceClockJumps: 1,
  nodeCrashes: 2,
  nodeStops: 1,
  nodeDiesAtAppend: 3,
  diskIsSlow: 2,
  diskIsFull: 2,
  diskBreaks: 1,
  clockJumps: 1,
}

/** In what share of the worlds: with chance of its own, so that the others are as they would be without. */
const ASIDE: { readonly [K in ActKind]?: number } = {
  rightsChangeWhileBehind: 0.08,
  nodeComesBackSlow: 0.06,
}

/** In what share of the worlds a company's own program answers first. */
const COMPANY_SHARE = 0.15

/** In what share of the worlds a chat goes back to the bot by time. */
const RETURN_TO_BOT_SHARE = 0.25

/** In what share of the worlds people keep canned replies, and how often they do what with them. */
const CANNED_SHARE = 0.2
const CANNED: { readonly [K in ActKind]?: number } = {
  operatorOpensCanned: 4,
  operatorWritesCanned: 5,
  operatorChangesCanned: 4,
  operatorDeletesCanned: 2,
}

/** What lasts is begun while there is time for it. */
const LAST_MS = 25_000
const MINUTE_MS = 60_000
/** Longer than a login lives. */
const LONG_MS = { low: 22 * MINUTE_MS, high: 32 * MINUTE_MS }
const SHORT_MS = { low: 5 * MINUTE_MS, high: 8 * MINUTE_MS }

/** The plan of a seed: what kind of world it is, and all that is tried in it. Each seed draws its own kind, so that rare combinations have room. */
export function makePlan(seed: number): Plan {
  const random = createRandom(`plan ${seed}`)
  const plan = makeOneServer(seed, random)
  return hasNodes(seed) ? withNodes(plan, random.fork('nodes')) : plan
}

function makeOneServer(seed: number, random: Random): Plan {
  const isLong = random.chance(0.06)
  const setting = makeSetting(random.fork('setting'), isLong)
  const acts = makeActs(random.fork('acts'), setting, isLong)
  const aside = makeAside(random.fork('rare'), setting, acts.length)
  const canned = makeCanned(random.fork('canned'), setting, acts.length + aside.length)
  if (aside.length + canned.length === 0) return { seed, setting, acts }
  return {
    seed,
    setting: { ...setting, faults: [...setting.faults, ...new Set(aside.map(({ kind }) => kind))] },
    acts: [...acts, ...aside, ...canned].toSorted((one, other) => one.atMs - other.atMs),
  }
}

/** What is so rare in its effects that it is brought about, a few times in few worlds. Calm worlds stay calm. */
function makeAside(random: Random, { faults, actMs }: Setting, fromIndex: number): Act[] {
  const drawn: Act[] = []
  for (const [kind, share] of Object.entries(ASIDE)) {
    if (!random.chance(share) || faults.length === 0) continue
    const count = random.between(2, 4)
    for (let index = 0; index < count; index += 1) {
      const atMs = random.between(FIRST_MS, actMs - LAST_MS)
      drawn.push({ index: fromIndex + drawn.length, atMs, kind, who: random.below(5_040) })
    }
  }
  return drawn
}

/** With chance of their own as well. */
function makeCanned(random: Random, { actMs }: Setting, fromIndex: number): Act[] {
  if (!random.chance(CANNED_SHARE)) return []
  const draw = weighted(Object.entries(CANNED).map(([kind, weight]) => ({ kind, weight })))
  return Array.from({ length: random.between(8, 24) }, (_, index) => ({
    index: fromIndex + index,
    atMs: random.between(FIRST_MS, actMs),
    kind: draw(random),
    who: random.below(5_040),
  }))
}

function makeSetting(random: Random, isLong: boolean): Setting {
  const groups = random.between(1, 2)
  const isCalm = random.chance(0.1)
  const seconds = (least: number, most: number): number | undefined =>
    random.chance(0.5) ? random.between(least, most) : undefined
  const timers = {
    timerFirstAnswer: seconds(3, 60),
    timerNextAnswers: seconds(3, 90),
    reassignAfter: seconds(5, 120),
    closeAfter: seconds(20, 180),
    returnToBotAfter: returnToBot(random),
  }
  const length = isLong ? LONG_MS : SHORT_MS
  const isWordy = !isLong && random.chance(0.07)
  // Only pages are a flood.
  const isKnown = (kind: string): boolean =>
    kind === 'readerIsFlooded' ? isWordy : !isCalm && random.chance(0.4)
  return {
    disk: random.chance(1 / 12) ? 'sqlite' : 'memory',
    operators: makeOperators(random, groups, isLong),
    visitors: isLong ? random.between(2, 3) : random.between(3, 6),
    actMs: random.between(length.low, length.high),
    faults: Object.keys(FAULTS).filter(isKnown),
    bot: makeBot(random),
    isWordy,
    loginMs: random.chance(0.15) ? random.between(40_000, 150_000) : 20 * MINUTE_MS,
    groups,
    timers: Object.fromEntries(Object.entries(timers).filter(([, value]) => value !== undefined)),
  }
}

/** With chance of its own too. Sooner than most chats are closed by time, or there is nothing to give back. */
function returnToBot(random: Random): number | undefined {
  const own = random.fork('return to bot')
  return own.chance(RETURN_TO_BOT_SHARE) ? own.between(5, 60) : undefined
}

/** A program of one's own with chance of its own: the other worlds are as they would be without. */
function makeBot(random: Random): Setting['bot'] {
  const bot = random.pick(['BUILTIN', 'BUILTIN', 'NONE', 'NONE', 'LATE', 'SILENT'] as const)
  return random.fork('company').chance(COMPANY_SHARE) ? 'WEBHOOK' : bot
}

/** The first is the admin, who may be of any use besides. */
function makeOperators(random: Random, groups: number, isLong: boolean): OperatorSetting[] {
  const count = isLong ? 2 : random.between(2, 4)
  return Array.from({ length: count }, (_, index) => ({
    role: index === 0 ? 'admin' : index === 1 && random.chance(0.6) ? 'supervisor' : 'operator',
    capacity: random.between(1, 4),
    groups: groups === 1 || random.chance(0.5) ? [...Array(groups).keys()] : [random.below(groups)],
  }))
}

function makeActs(random: Random, setting: Setting, isLong: boolean): Act[] {
  const { operators, visitors, actMs, faults } = setting
  const drawn: Omit<Act, 'index'>[] = []
  const who = (): number => random.below(5_040)
  const draw = (kind: string, atMs: number): void => void drawn.push({ atMs, kind, who: who() })
  operators.forEach(() => draw('operatorComes', random.between(0, 1_500)))
  for (let index = 0; index < visitors; index += 1) draw('clientComes', random.between(500, FIRST_MS))

  // Some things are never done in some worlds, others over and over.
  const everyday = weighted(
    Object.entries(EVERYDAY).map(([kind, weight]): Weighted => {
      const isNever = random.chance(0.12) && !CONVERSATION.has(kind)
      return { kind, weight: isNever ? 0 : random.chance(0.08) ? weight * 3 : weight }
    }),
  )
  const count = isLong ? random.between(60, 120) : random.between(180, 360)
  for (let index = 0; index < count; index += 1) draw(everyday(random), random.between(FIRST_MS / 2, actMs))

  if (faults.length > 0) {
    const fault = weighted(faults.map((kind) => ({ kind, weight: FAULTS[kind as ActKind] ?? 1 })))
    const faultCount = random.between(3, 24)
    for (let index = 0; index < faultCount; index += 1)
      draw(fault(random), random.between(FIRST_MS, actMs - 1_000))
  }
  // Stable: what is drawn for the same moment keeps its order.
  return drawn.toSorted((one, other) => one.atMs - other.atMs).map((act, index) => ({ index, ...act }))
}
