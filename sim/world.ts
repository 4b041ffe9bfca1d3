import { acts } from './acts.ts'
import { COMPANY_SECRET, createCompanyBot } from './faults/company-bot.ts'
import { botOf } from './faults/late-bot.ts'
import { createRandom } from './kernel/random.ts'
import { createScheduler } from './kernel/scheduler.ts'
import { inWorldTime } from './kernel/world-time.ts'
import { fairWeather } from './network/weather.ts'
import { openServer, type OpenServer } from './node/open-server.ts'
import type { ActRun } from './people/act-run.ts'
import { createMachine } from './people/machine.ts'
import type { PeopledWorld } from './people/peopled-world.ts'
import { settle } from './people/settle.ts'
import type { Check, Outcome, Plan, PromiseName, World } from './types.ts'

/** What looks on. */
export interface WorldHooks {
  readonly checks: (world: World) => readonly Check[]
  /** Watchers for rare states: they only mark. */
  readonly marks: (world: World) => readonly Check[]
  /** Whether the sentences of the story are kept. The world is the same either way. */
  readonly withStory: boolean
  /** No world is longer: one that is goes on for ever. */
  readonly stepsMax: number
}

const START_MS = Date.UTC(2026, 10, 22, 10, 0, 0)
/** [G7] After the last fault everybody has so long to come right: 30 s, and what a retry that was just missed waits. */
const HEALED_MS = 40_000
/** What was told a moment before the end is on its way still: the end waits until nothing has been told for so long, */
const QUIET_MS = 1_000
/** but no longer than this. */
const QUIET_MS_MAX = 15_000
/** Between two looks of the checks, in steps. */
const LOOK_EVERY = 64
/** Twenty times what a world takes. */
const STEPS_MAX = 150_000

/** Runs a plan from its beginning to its end, or to the first promise that is broken. The same plan gives the same outcome, hash included. */
export function runWorld(plan: Plan, hooks: Partial<WorldHooks> = {}): Outcome {
  const random = createRandom(`world ${plan.seed}`)
  const scheduler = createScheduler(START_MS)
  return inWorldTime(scheduler, random.fork('global'), () => {
    const run = createRun(plan, { scheduler, random }, hooks)
    try {
      return run.toTheEnd()
    } finally {
      run.remove()
    }
  })
}

interface Run {
  readonly toTheEnd: () => Outcome
  readonly remove: () => void
}

function createRun(
  plan: Plan,
  { scheduler, random }: Pick<World, 'scheduler' | 'random'>,
  hooks: Partial<WorldHooks>,
): Run {
  const { setting } = plan
  const { withStory = false, stepsMax = STEPS_MAX } = hooks
  const marks = new Set<string>()
  const story: string[] = []
  let broken: Outcome['broken'] = null
  let hash = 0n
  let toldAtMs = 0
  const digest = (text: string): void => {
    hash = Bun.hash.wyhash(text, hash)
  }
  const sinceMs = (): number => scheduler.nowMs() - START_MS
  function tell(who: string, what: string): void {
    const line = `${(sinceMs() / 1000).toFixed(3)} ${who}${who === '' ? '' : ' '}${what}`
    digest(line)
    if (withStory) story.push(line)
  }
  function broke(promise: PromiseName, sentence: string): void {
    if (broken !== null) return
    broken = { promise, sentence, atMs: sinceMs() }
    tell('', `${promise} is broken: ${sentence}`)
  }

  const builtinBot = botOf(setting.bot, scheduler, random.fork('bots'))
  const outbound =
    setting.bot === 'WEBHOOK'
      ? createCompanyBot({
          scheduler,
          random: random.fork('company'),
          answer: (body) => node.answerAsBot(COMPANY_SECRET, body),
        })
      : undefined
  const bots = {
    ...(builtinBot === undefined ? {} : { builtinBot }),
    ...(outbound === undefined ? {} : { outbound }),
  }
  const { node, cluster, disk }: OpenServer = openServer(setting, { scheduler, random }, bots, {
    tell: (sentence) => tell('', sentence),
    isOver: () => isOver,
    onStarted(host) {
      for (const check of checks) check.onStarted?.(host)
    },
    onTold(records, host) {
      toldAtMs = scheduler.nowMs()
      for (const { seq, atMs, fact } of records) digest(`${seq} ${atMs} ${fact.type}`)
      for (const check of tellers) check.onTold?.(records, host)
    },
    onDied() {
      for (const check of checks) check.onDied?.()
    },
    onLost(connections) {
      for (const check of checks) check.onLost?.(connections)
    },
    onConnection(connection) {
      for (const check of checks) check.onConnection?.(connection)
    },
    onError: (error) => broke('BUG', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    onState: (state) => void marks.add(state),
  })
  const world: PeopledWorld & { operators: PeopledWorld['operators']; visitors: PeopledWorld['visitors'] } = {
    plan,
    setting,
    scheduler,
    random,
    disk,
    node,
    cluster,
    operatorTabs: [],
    visitorTabs: [],
    operators: [],
    visitors: [],
    machines: [],
    isHealed: false,
    tell,
    broke,
    mark: (name) => void marks.add(name),
    acknowledged(ack) {
      for (const check of checks) check.onAcknowledged?.(ack)
    },
    registerOperatorTab(tab) {
      world.operatorTabs.push(tab)
      for (const check of checks) check.onOperatorTab?.(tab)
    },
    registerVisitorTab(tab) {
      world.visitorTabs.push(tab)
      for (const check of checks) check.onVisitorTab?.(tab)
    },
    nameOfClient(clientId) {
      const known = world.visitorTabs.find(({ client }) => client.state.client?.id === clientId)
      return known?.name.split(',')[0] ?? 'somebody'
    },
    openMachine(name, flavour, luck) {
      const machine = createMachine({
        name,
        caller: { flavour, ip: `198.51.100.${world.machines.length + 1}` },
        scheduler,
        random: luck,
        node,
        skewMs: luck.chance(0.3) ? luck.between(-90_000, 90_000) : 0,
        isBlocked: luck.chance(0.04),
        tellsOfWaking: luck.chance(0.7),
        onWritten(to, frame, bufferedBytes, wire) {
          digest(to)
          digest(frame)
          if (readers.length === 0) return
          const written = { to, wire, frame, bufferedBytes }
          for (const check of readers) check.onWritten?.(written)
        },
      })
      world.machines.push(machine)
      return machine
    },
  }
  const checks: readonly Check[] = [...(hooks.checks?.(world) ?? []), ...(hooks.marks?.(world) ?? [])]
  /** Those who are asked thousands of times, without those who have nothing to do with it. */
  const tellers = checks.filter(({ onTold }) => onTold !== undefined)
  const readers = checks.filter(({ onWritten }) => onWritten !== undefined)
  const lookers = checks.filter(({ onLook }) => onLook !== undefined)

  /** Everything is well again; people stop acting, and their tabs stay open. */
  function heal(): void {
    tell('', 'everything is well again')
    world.isHealed = true
    Object.assign(disk.health, { isFull: false, isBroken: false, slowMs: 0, dies: null })
    if (cluster === undefined) node.start()
    else cluster.heal()
    for (const machine of world.machines) {
      machine.change(fairWeather())
      machine.wake()
    }
  }

  function begin(): void {
    node.start()
    void bePeopled()
  }
  async function bePeopled(): Promise<void> {
    Object.assign(world, await settle(world))
    const startMs = scheduler.nowMs()
    for (const act of plan.acts) scheduler.after(act.atMs, () => perform(act))
    scheduler.after(setting.actMs, heal)
    endAtMs = startMs + setting.actMs + HEALED_MS
  }

  function perform(act: Plan['acts'][number]): void {
    const run = (acts as Readonly<Record<string, ActRun>>)[act.kind]
    if (run === undefined) throw new TypeError(`there is no act ${act.kind}`)
    const sentence = run(world, act, random.fork(`act ${act.index}`))
    if (sentence !== undefined) tell('', sentence)
  }

  let endAtMs = Infinity
  let isOver = false
  function toTheEnd(): Outcome {
    scheduler.after(0, begin)
    while (
      broken === null &&
      scheduler.nowMs() < Math.max(endAtMs, Math.min(toldAtMs + QUIET_MS, endAtMs + QUIET_MS_MAX))
    ) {
      if (!scheduler.step()) break
      const steps = scheduler.steps()
      if (steps % LOOK_EVERY === 0) for (const check of lookers) check.onLook?.()
      if (steps >= stepsMax) broke('BUG', `the world has not ended after ${stepsMax} steps`)
    }
    if (broken === null) for (const check of checks) check.onEnd?.()
    digest(String(node.host?.engine.state.headSeq))
    return {
      seed: plan.seed,
      steps: scheduler.steps(),
      hash: hash.toString(16).padStart(16, '0'),
      marks: [...marks],
      broken,
      story,
    }
  }

  return {
    toTheEnd,
    remove() {
      isOver = true
      node.end()
      disk.remove()
    },
  }
}
