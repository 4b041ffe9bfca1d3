/** One test of the reliability programme: something is done to the real program again and again, and each time it is looked at what is left. */
export interface Trial {
  /** One word, as on the command line and in the ledger: `kill`. */
  readonly name: string
  /** What is done and what is promised, in one line. */
  readonly sentence: string
  /** What is counted, in the plural: `kills`. */
  readonly unit: string
  /** `most`: there are no more of them, however many are asked for. */
  readonly sizes: { readonly ci: number; readonly release: number; readonly most?: number }
  /**
   * `alone`: it promises a time, so it runs before the others, and nothing beside it. `beside`: it waits more than it works, so it runs beside the others
   * and takes no place of theirs. `behind`: it only computes and times nothing, so it gets what the others leave of the cores. Otherwise two at a time.
   */
  readonly runs?: 'alone' | 'beside' | 'behind'
  /** What this machine lacks for it, as a sentence that says what to install, or null. Asked before each run; must be quick. */
  readonly missing: () => string | null
  /** Runs in a process of its own. What it throws is a failure like any other. */
  readonly run: (context: TrialContext) => Promise<TrialResult>
}

export interface TrialContext {
  /** How many units to do. */
  readonly size: number
  /** Where all chance comes from; a run with the same seed does the same things, at the speed of the machine. */
  readonly seed: number
  /** How many units are done. A trial that says nothing for `SILENCE_MS_MAX` is taken for hung and ended. */
  readonly progress: (done: number, words?: string) => void
  /** Temporary, and this run's alone; removed afterwards unless the trial failed. */
  readonly folder: string
  /** A line for whoever watches, now. */
  readonly note: (line: string) => void
}

export interface TrialResult {
  /** How many units were done; fewer than were asked for is a failure. */
  readonly done: number
  /** One sentence for each broken promise; empty when all were kept. */
  readonly failures: readonly string[]
  /** One sentence for each time that was longer than promised. Whoever else uses the machine can do that as well: with no failure beside it, the trial is tried again. */
  readonly late?: readonly string[]
  /** What was measured, by name with its unit: `restartMsMedian`. */
  readonly figures: Readonly<Record<string, number | string>>
}

/** Longer than any step of any trial; a trial that is silent for so long would otherwise hold up everything behind it for ever. */
export const SILENCE_MS_MAX = 180_000
