import { NODES_FROM } from '../node-worlds.ts'
import type { PlantedBug } from '../planted/plant.ts'
import type { Failure } from './tally.ts'
import { runPool } from './pool.ts'

/** What became of a planted bug. */
export interface Hunted {
  readonly bug: PlantedBug
  /** What gave it away, or why nothing did. */
  readonly caught: Failure | null
  /** Worlds that it lived in. */
  readonly tries: number
  readonly ms: number
  /** It could not be planted at all. */
  readonly unfit: string | null
}

/** Runs worlds with each of the bugs in them until a promise breaks, `atOnce` bugs at a time. The seeds are the same for all. */
export async function hunt(
  bugs: readonly PlantedBug[],
  options: {
    readonly from: number
    readonly seeds: number
    readonly atOnce: number
    readonly onHunted: (hunted: Hunted) => void
  },
): Promise<Hunted[]> {
  const found = new Map<PlantedBug, Hunted>()
  const waiting = [...bugs]
  const isSound = soundness()
  const place = async (): Promise<void> => {
    for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift()) {
      const hunted = await huntOne(bug, isSound, options)
      found.set(bug, hunted)
      options.onHunted(hunted)
    }
  }
  await Promise.all(Array.from({ length: options.atOnce }, place))
  return bugs.map((bug) => found.get(bug)!)
}

async function huntOne(
  bug: PlantedBug,
  isSound: (seed: number) => Promise<boolean>,
  { from: place, seeds }: { readonly from: number; readonly seeds: number },
): Promise<Hunted> {
  const from = bug.ofNodes === true ? NODES_FROM + place : place
  const startedAt = performance.now()
  let tries = 0
  const soFar = (caught: Failure | null, unfit: string | null): Hunted => ({
    bug,
    caught,
    tries,
    ms: performance.now() - startedAt,
    unfit,
  })
  try {
    while (tries < seeds) {
      const failed = await firstFailure(bug, from + tries, seeds - tries)
      if (failed === undefined) return soFar(null, null)
      tries = failed.seed - from + 1
      if (await isSound(failed.seed)) return soFar(failed, null)
    }
    return soFar(null, null)
  } catch (error) {
    return soFar(null, error instanceof Error ? error.message : String(error))
  }

  async function firstFailure(bug: PlantedBug, first: number, count: number): Promise<Failure | undefined> {
    let failure: Failure | undefined
    let begun = 0
    await runPool({
      atOnce: 1,
      bug: bug.name,
      worlds: count,
      next() {
        if (failure !== undefined || begun === count) return undefined
        begun += 1
        return { seed: first + begun - 1, isTwice: false }
      },
      onReport({ seed, broken }) {
        tries += 1
        if (broken !== null) failure = { seed, promise: broken.promise, sentence: broken.sentence }
      },
    })
    return failure
  }
}

/** Says of a seed whether its world keeps every promise while nothing is planted: only then has the bug been caught. Each is asked once. */
function soundness(): (seed: number) => Promise<boolean> {
  const known = new Map<number, Promise<boolean>>()
  return (seed) => {
    const asked = known.get(seed) ?? keepsPromises(seed)
    known.set(seed, asked)
    return asked
  }
}

async function keepsPromises(seed: number): Promise<boolean> {
  let isKept = true
  const orders = [{ seed, isTwice: false }]
  await runPool({
    atOnce: 1,
    bug: null,
    worlds: orders.length,
    next: () => orders.shift(),
    onReport: ({ broken }) => {
      isKept = broken === null
    },
  })
  return isKept
}

/** One line for people. */
export function huntedLine({ bug, caught, tries, ms, unfit }: Hunted): string {
  const name = bug.name.padEnd(34)
  if (unfit !== null) return `${name} NOT PLANTED: ${unfit}`
  if (caught === null) return `${name} NOT CAUGHT in ${tries} worlds: ${bug.sentence}`
  return `${name} ${caught.promise.padEnd(8)} seed ${caught.seed}, world ${tries}, ${(ms / 1000).toFixed(1)} s: ${firstLine(caught.sentence)}`
}

const LINE_CHARS = 110

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0]!
  return line.length > LINE_CHARS ? `${line.slice(0, LINE_CHARS)}…` : line
}
