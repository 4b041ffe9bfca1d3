import { StorageAway, StorageFull } from '@pult/engine'
import { createBoundedQueue } from '../bounded-queue.ts'

/** How long a bucket is waited for. */
export interface Patience {
  /** All tries of one question together. */
  readonly answerMs: number
  /** All tries of one part's upload together. */
  readonly writeMs: number
  /** Before the second try, the third, and so on. */
  readonly pausesMs: readonly number[]
}

/**
 * A file has three parts, and whoever uploads it is given up by the door after 60 s of silence: three uploads have to fit. 25 MB in 18 s is
 * 11 Mbit/s. Three tries, because buckets ask for that: they shed load with errors that mean "again".
 */
export const realPatience: Patience = { answerMs: 8_000, writeMs: 18_000, pausesMs: [100, 500] }

/** The runtime has 256 requests at once for everybody: a bucket that swallows them must leave some to bots' programs and pushes. */
const AT_ONCE_MAX = 64
/** Behind them; each waits no longer than its own time. */
const WAITING_MAX = 1_024

export interface Task<T> {
  /** Completes "Could not … the bucket". */
  readonly doing: string
  readonly withinMs: number
  readonly pausesMs: readonly number[]
  readonly request: () => Promise<T>
  /** Called when the request succeeds after we had given it up. */
  readonly late?: () => void
}

/** Asks a bucket until it answers or the time is over. @throws StorageFull, StorageAway with what the client library said as its cause */
export type AskBucket = <T>(task: Task<T>) => Promise<T>

export function createBucketRequests(): AskBucket {
  const queue = createBoundedQueue(AT_ONCE_MAX, WAITING_MAX)
  return async (task) => {
    // Goes forward whatever is done to the machine's clock.
    const untilMs = performance.now() + task.withinMs
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await inTime(queue, task, untilMs - performance.now())
        if (answer === null) throw new StorageAway('Too many wait for the bucket.')
        return answer.value
      } catch (error) {
        const pauseMs = task.pausesMs[tries]
        const isOver = pauseMs === undefined || performance.now() + pauseMs >= untilMs
        if (isOver || FINAL.has(bucketCode(error))) throw asOurs(error, task.doing)
        await Bun.sleep(pauseMs)
      }
    }
  }
}

/** The client library can neither be told a time nor be stopped; a request that we gave up keeps its place until it ends by itself. */
async function inTime<T>(
  queue: ReturnType<typeof createBoundedQueue>,
  { request, late }: Task<T>,
  withinMs: number,
): Promise<{ readonly value: T } | null> {
  let isGivenUp = false
  const asked = queue(async () => {
    // It waited for its place in vain.
    if (isGivenUp) throw new StorageAway('It was not asked in time.')
    const value = await request()
    if (isGivenUp) late?.()
    return { value }
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isGivenUp = true
      reject(new StorageAway('It did not answer in time.'))
    }, withinMs)
  })
  try {
    return await Promise.race([asked, silence])
  } finally {
    clearTimeout(timer)
    // Raced out: its failure must not become an unhandled one.
    asked.catch(() => undefined)
  }
}

/** The S3 code of what a bucket or the client library said, e.g. `AccessDenied`, `ConnectionRefused`; empty where it said nothing. */
export function bucketCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error.name === 'S3Error' && 'code' in error && typeof error.code === 'string') return error.code
  return bucketCode(error.cause)
}

/** There is no object with this key. */
export function isMissing(error: unknown): boolean {
  return bucketCode(error) === 'NoSuchKey'
}

/** Of MinIO and of Ceph; the large services are never full. */
const FULL: ReadonlySet<string> = new Set(['XMinioStorageFull', 'QuotaExceeded'])
/** Asked again, it would say the same. */
const FINAL: ReadonlySet<string> = new Set([
  ...FULL,
  'NoSuchKey',
  'NoSuchBucket',
  'AccessDenied',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'AuthorizationHeaderMalformed',
  'PermanentRedirect',
  'RequestTimeTooSkewed',
])

function asOurs(error: unknown, doing: string): StorageFull | StorageAway {
  const code = bucketCode(error)
  if (FULL.has(code)) return new StorageFull('The bucket is full.', { cause: error })
  const why = code === '' ? (error instanceof Error ? error.message : String(error)) : `${code}.`
  return new StorageAway(`Could not ${doing} the bucket: ${why}`, { cause: error })
}
