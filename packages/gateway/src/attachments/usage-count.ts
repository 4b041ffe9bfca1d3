import type { FilePlace, Usage } from './file-place.ts'

/** A count of a shared place that is older is made anew: other nodes write to it. A million files are a thousand questions to a bucket. */
const COUNT_MS_MAX = 6 * 3600 * 1000
/** Whoever asks waits so long for a count that is under way, and no longer: it may take minutes. */
const WAIT_MS_MAX = 1_000

export interface UsageCount {
  /** A file was stored. */
  add(bytes: number): void
  /** Null while nothing has been counted yet. Never throws. */
  now(): Promise<Usage | null>
}

export interface UsageCountOptions {
  readonly place: Pick<FilePlace, 'survey' | 'isShared'>
  readonly nowMs: () => number
  /** A count has failed; the next question begins another one. */
  readonly onError: (error: unknown) => void
  readonly waitMs?: number
}

/** How much is kept: counted in the background when somebody first asks, then kept up to date. */
export function createUsageCount(options: UsageCountOptions): UsageCount {
  const { place, nowMs, onError, waitMs = WAIT_MS_MAX } = options
  const openedAtMs = nowMs()
  /** What this node has stored and the last count has not in it. */
  let added: Usage = { files: 0, bytes: 0 }
  let counted: { readonly usage: Usage; readonly atMs: number } | undefined
  let counting: Promise<void> | undefined

  async function count(): Promise<void> {
    const isFirst = counted === undefined
    // The first leaves out what was added meanwhile, by its time; a later one takes it in, and it is no longer added.
    const sinceMs = isFirst ? openedAtMs : nowMs()
    const before = added
    try {
      const usage = await place.survey(sinceMs)
      counted = { usage, atMs: nowMs() }
      if (!isFirst) added = { files: added.files - before.files, bytes: added.bytes - before.bytes }
    } catch (error) {
      onError(error)
    } finally {
      counting = undefined
    }
  }

  return {
    add(bytes) {
      added = { files: added.files + 1, bytes: added.bytes + bytes }
    },
    async now() {
      const isOld = counted === undefined || (place.isShared && nowMs() - counted.atMs > COUNT_MS_MAX)
      if (isOld) counting ??= count()
      if (counted === undefined && counting !== undefined) await Promise.race([counting, Bun.sleep(waitMs)])
      if (counted === undefined) return null
      return { files: counted.usage.files + added.files, bytes: counted.usage.bytes + added.bytes }
    },
  }
}
