/**
 * Simulated worlds:
 *
 *   npm run sim -- --seed 7          one world, its story told
 *   npm run sim -- --seeds 1..2000   many, on every core
 *   npm run sim -- --help            the rest
 */
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { PLANTED } from './planted/bugs.ts'
import { parseArguments, type Asked } from './run/arguments.ts'
import { createBoard } from './run/board.ts'
import { hunt, huntedLine } from './run/hunt.ts'
import { runMany } from './run/many.ts'
import { shrink } from './run/shrink.ts'
import { loadSimulation } from './run/simulation.ts'
import { missedMarks, summaryOf, worldsPerSecond } from './run/tally.ts'
import { storyOf } from './story.ts'
import type { Plan } from './types.ts'

const USAGE_EXIT = 64
const FAILURE_EXIT = 1

const asked = parseArguments(process.argv.slice(2), {
  // Seeds that nobody has run: far from those that are counted from 1.
  freshSeed: crypto.getRandomValues(new Uint32Array(1))[0]! * 1_000_000,
  cores: availableParallelism(),
  bugs: PLANTED.map(({ name }) => name),
})
if (typeof asked === 'string') {
  process.stderr.write(`${asked}\n`)
  process.exit(USAGE_EXIT)
}
// The listeners on `exit` end the processes that run the worlds.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))
process.exit((await answer(asked)) ? 0 : FAILURE_EXIT)

/** Whether every promise was kept. */
async function answer(asked: Asked): Promise<boolean> {
  switch (asked.name) {
    case 'help':
      process.stdout.write(help())
      return true
    case 'one':
      return one(asked)
    case 'many':
      return many(asked)
    case 'planted':
      return planted(asked)
  }
}

async function one({ from, isShrunk, bug }: Extract<Asked, { name: 'one' }>): Promise<boolean> {
  const { makePlan, runWorld } = await loadSimulation(bug)
  const plan = 'seed' in from ? makePlan(from.seed) : ((await Bun.file(from.file).json()) as Plan)
  if (!isShrunk) {
    const outcome = runWorld(plan, { withStory: true })
    process.stdout.write(storyOf(plan, outcome))
    return outcome.broken === null
  }
  const board = createBoard(process.stdout, plan.acts.length, 'acts away')
  const shrunk = shrink(plan, runWorld, {
    onTry: (best, tries) => board.progress(plan.acts.length - best.acts.length, `${tries} tries`),
  })
  board.close()
  if (shrunk === undefined) {
    process.stdout.write(`World ${plan.seed} breaks no promise.\n`)
    return true
  }
  const file = join(tmpdir(), `pult-plan-${plan.seed}.json`)
  await Bun.write(file, `${JSON.stringify(shrunk.plan, null, 2)}\n`)
  process.stdout.write(
    `${storyOf(shrunk.plan, runWorld(shrunk.plan, { withStory: true }))}\n${plan.acts.length} acts became ${shrunk.plan.acts.length} in ${shrunk.tries} tries. Again: npm run sim -- --plan ${file}\n`,
  )
  return false
}

async function many(options: Extract<Asked, { name: 'many' }>): Promise<boolean> {
  const { minutes, count, json } = options
  const startedAt = performance.now()
  const passedS = (): number => (performance.now() - startedAt) / 1000
  const seconds = minutes === null ? null : minutes * 60
  const board =
    seconds === null
      ? createBoard(process.stdout, count, 'worlds')
      : createBoard(process.stdout, seconds, 's')
  board.note(`seeds from ${options.from}`)
  const tally = await runMany({
    ...options,
    // Whoever names seeds has those.
    ...(seconds === null ? {} : { isMixed: true, isOver: () => passedS() >= seconds }),
    onProgress(tally, { seed, broken }) {
      const { worlds, failures } = tally
      if (broken !== null) board.note(`seed ${seed}: ${broken.promise}: ${broken.sentence}`)
      const words = `${worldsPerSecond(tally).toFixed(0)} worlds a second and core, ${failures.length} broken`
      board.progress(seconds === null ? worlds : passedS(), words)
    },
  })
  board.close()
  const missed = missedMarks(tally)
  process.stdout.write(`\n${summaryOf(tally)}`)
  if (missed.length > 0) process.stdout.write(`not reached, and should have been: ${missed.join(', ')}\n`)
  if (json !== null)
    await Bun.write(json, `${JSON.stringify({ from: options.from, ...tally, missed }, null, 2)}\n`)
  return tally.failures.length === 0 && missed.length === 0
}

async function planted(options: Extract<Asked, { name: 'planted' }>): Promise<boolean> {
  const bugs = options.bugs.length === 0 ? PLANTED : PLANTED.filter(({ name }) => options.bugs.includes(name))
  const board = createBoard(process.stdout, bugs.length, 'bugs')
  let done = 0
  const hunted = await hunt(bugs, {
    from: 1,
    seeds: options.seeds,
    atOnce: options.atOnce,
    onHunted(one) {
      done += 1
      board.note(huntedLine(one))
      board.progress(done, '')
    },
  })
  board.close()
  const missed = hunted.filter(({ caught }) => caught === null)
  process.stdout.write(`\n${hunted.length - missed.length} of ${hunted.length} planted bugs were caught\n`)
  if (options.json !== null) await Bun.write(options.json, `${JSON.stringify(hunted, null, 2)}\n`)
  return missed.length === 0
}

function help(): string {
  const width = Math.max(...PLANTED.map(({ name }) => name.length))
  return [
    'npm run sim -- --seed N            one world: who did what, which fault, which promise broke',
    '               --plan FILE         the same for a plan that --shrink wrote',
    '               --shrink N          makes the story of a failing seed short, and writes its plan',
    '               --seeds N | A..B    the seeds 1 to N, or A to B',
    '               --minutes M         fresh seeds until the time is over',
    '               --planted [names]   worlds with a mistake in the code: each must be caught (--seeds N: within so many)',
    '',
    'with them:     --bug NAME          plants a mistake',
    '               --at-once N         processes; one for each core without it',
    '               --json FILE         the figures, for machines',
    '',
    'Exit code 0 when every promise was kept (or every planted bug caught), 1 when not, 64 when the words made no sense.',
    '',
    'planted bugs:',
    ...PLANTED.map(({ name, sentence }) => `  ${name.padEnd(width)}  ${sentence}`),
    '',
  ].join('\n')
}
