import { bug } from './report-of.ts'
import type { Order, Report, WorkerMessage } from './messages.ts'

export interface PoolOptions {
  /** Processes at once. */
  readonly atOnce: number
  /** A planted bug to run them with. */
  readonly bug: string | null
  /** How many worlds are wanted, about; Infinity: until something else says that it is enough. Only the processes' settings go by it. */
  readonly worlds: number
  /** The next world; undefined: enough. */
  readonly next: () => Order | undefined
  readonly onReport: (report: Report) => void
  readonly onMarks?: (marks: readonly string[]) => void
}

/** A world takes milliseconds; one that takes so long will never end. */
const WORLD_MS_MAX = 60_000
const WATCH_MS = 1_000
/**
 * Compiling beside the worlds takes the cores that other worlds want, and memory is cheaper than collecting it. What a world leaves is dead when it ends:
 * collected every seventh world instead of every other, hardly anything has to be looked through and kept, for a process of 500 MB instead of 350.
 */
const HEAP_BYTES = String(256 * 1024 ** 2)
const FOR_WORLDS = {
  BUN_JSC_useConcurrentJIT: '0',
  BUN_JSC_forceRAMSize: String(16 * 1024 ** 3),
  BUN_JSC_smallHeapSize: HEAP_BYTES,
  BUN_JSC_mediumHeapSize: HEAP_BYTES,
  BUN_JSC_largeHeapSize: HEAP_BYTES,
}
/**
 * The engine's last compiler makes the first worlds of a process slower, and those from about the 250th on faster by a tenth to a fifth: at 400 it has earned
 * what it cost. Where fewer are wanted of one process it stays off.
 */
const LAST_COMPILER_WORLDS = 400

function settingsFor(worldsOfOne: number): Readonly<Record<string, string>> {
  return { ...FOR_WORLDS, BUN_JSC_useFTLJIT: worldsOfOne < LAST_COMPILER_WORLDS ? '0' : '1' }
}

const WORKER = new URL('./worker.ts', import.meta.url).pathname

/**
 * Runs worlds in several processes until there is no next one. A world that kills its process or hangs is reported as broken, and another
 * process goes on with the next.
 *
 * @throws where the worlds cannot be begun at all: a planted bug has lost its place
 */
export async function runPool(options: PoolOptions): Promise<void> {
  const place = async (): Promise<void> => {
    for (let isMore = true; isMore;) isMore = await runWorker(options)
  }
  await Promise.all(Array.from({ length: options.atOnce }, place))
}

/** The life of one process. True where it has died and worlds are left. */
function runWorker({ bug: planted, atOnce, worlds, next, onReport, onMarks }: PoolOptions): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  let current: Order | undefined
  let isDone = false
  let heardAtMs = performance.now()

  const child = Bun.spawn([process.execPath, WORKER, ...(planted === null ? [] : [planted])], {
    env: { ...process.env, ...settingsFor(worlds / atOnce) },
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    ipc(message: WorkerMessage) {
      heardAtMs = performance.now()
      if (message.kind === 'unfit') {
        reject(new Error(message.why))
        return leave()
      }
      if (message.kind === 'ready') onMarks?.(message.marks)
      else onReport(message.report)
      current = next()
      if (current === undefined) return leave()
      return child.send(current)
    },
  })
  const end = (): void => child.kill('SIGKILL')
  const leave = (): void => {
    isDone = true
    child.disconnect()
  }
  process.on('exit', end)
  let isHung = false
  const watch = setInterval(() => {
    if (isDone || performance.now() - heardAtMs < WORLD_MS_MAX) return
    isHung = true
    end()
  }, WATCH_MS)
  void child.exited.then((code) => {
    clearInterval(watch)
    process.off('exit', end)
    if (isDone) return resolve(false)
    if (current === undefined) return reject(new Error(`a worker ended with ${code} before its first world`))
    const why = isHung
      ? `it did not end within ${WORLD_MS_MAX / 1000} s`
      : `its process ended with ${child.signalCode ?? code}`
    onReport({ ...NOTHING, seed: current.seed, broken: bug(why), ms: performance.now() - heardAtMs })
    return resolve(true)
  })
  return promise
}

const NOTHING = { steps: 0, hash: '', marks: [], runs: 1 } as const
