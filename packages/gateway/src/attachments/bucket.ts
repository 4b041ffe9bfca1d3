import { StorageAway } from '@pult/engine'
import type { AttachmentId } from '@pult/protocol'
import { nameOf, readName, type FilePart } from './attachment-id.ts'
import { createBucketRequests, isMissing, realPatience, type Patience } from './bucket-requests.ts'
import type { FilePlace, Usage } from './file-place.ts'

export interface BucketOptions {
  readonly bucket: string
  /** E.g. `https://storage.example.com`; the bucket's name is the first part of the path there. */
  readonly endpoint: string
  readonly region: string
  readonly keyId: string
  readonly secret: string
  /** A folder in the bucket, without slashes around it; empty: its root. */
  readonly prefix: string
  /** An answer that had begun broke off: whoever reads it can be told no more. */
  readonly onError: (error: unknown) => void
  /** Default: {@link realPatience}. */
  readonly patience?: Patience
}

export interface Bucket extends FilePlace {
  /**
   * Writes a small object of this name, finds it in a list, reads it, removes it and looks whether it is gone: all that the key must allow.
   * @throws StorageAway with what was refused
   */
  check(name: string): Promise<void>
}

/**
 * What is read at once, and so what a reader costs in memory, however large the file and however slow the reader. No request to the bucket
 * outlives its piece: a thousand slow readers hold none.
 */
const PIECE_BYTES = 1024 * 1024
/** Of everything, so that nothing is run or shown even where a bucket has been opened to the world by mistake. */
const OBJECT_TYPE = 'application/octet-stream'

/** Files in an S3-compatible bucket, for any number of nodes. An object is there as a whole or not at all: a bucket promises that itself. */
export function createBucket({ patience = realPatience, ...where }: BucketOptions): Bucket {
  const client = new Bun.S3Client({
    bucket: where.bucket,
    endpoint: where.endpoint,
    region: where.region,
    accessKeyId: where.keyId,
    secretAccessKey: where.secret,
    // The tries are counted here, for all kinds of requests.
    retry: 0,
  })
  const requests = createBucketRequests()
  const { answerMs, writeMs, pausesMs } = patience
  const ask = <T>(doing: string, request: () => Promise<T>): Promise<T> =>
    requests({ doing, withinMs: answerMs, pausesMs, request })
  const find = <T>(request: () => Promise<T>): Promise<T | null> =>
    ask('read from', request).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
  const prefix = where.prefix === '' ? '' : `${where.prefix}/`
  const keyOf = (id: AttachmentId, part: FilePart): string => prefix + nameOf(id, part)

  async function put(key: string, bytes: Uint8Array, withinMs: number): Promise<void> {
    await requests({
      doing: 'write to',
      withinMs,
      pausesMs,
      request: () => client.write(key, bytes, { type: OBJECT_TYPE }),
      // Nobody has been told of it, and nobody will be.
      late: () => void remove(key),
    })
  }

  function remove(key: string): Promise<void> {
    // One try: what is left is found by nobody, and whoever waits has been waiting long enough.
    const task = { doing: 'remove from', withinMs: answerMs, pausesMs: [], request: () => client.delete(key) }
    return requests(task).catch(() => undefined)
  }

  /** Between two bytes of an object, both included. */
  async function readPiece(
    key: string,
    first: number,
    last: number,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const piece = await find(() =>
      client
        .file(key)
        .slice(first, last + 1)
        .bytes(),
    )
    const asked = last - first + 1
    if (piece !== null && piece.byteLength !== asked)
      throw new StorageAway(`The bucket gave ${piece.byteLength} bytes where ${asked} were asked for.`)
    return piece
  }

  return {
    isShared: true,
    write: (id, part, bytes) => put(keyOf(id, part), bytes, writeMs),
    read: (id, part) => find(() => client.file(keyOf(id, part)).bytes()),
    async open(id, part) {
      const key = keyOf(id, part)
      const found = await find(() => client.stat(key))
      if (found === null) return null
      return {
        size: found.size,
        async read(first, last) {
          // Before the first word of the answer: a bucket that is away is told by a status, and not by a connection that breaks.
          const begun = await readPiece(key, first, Math.min(last, first + PIECE_BYTES - 1))
          if (begun === null || begun.byteLength === last - first + 1) return begun
          const readNext = async (from: number, to: number): Promise<Uint8Array> => {
            try {
              const piece = await readPiece(key, from, to)
              if (piece === null) throw new StorageAway('The object went away while it was read.')
              return piece
            } catch (error) {
              where.onError(error)
              throw error
            }
          }
          return piecesOf(readNext, begun, first, last)
        },
      }
    },
    async remove(id) {
      await remove(keyOf(id, 'json'))
      await Promise.all([remove(keyOf(id, 'preview')), remove(keyOf(id, 'file'))])
    },
    async survey(sinceMs) {
      let usage: Usage = { files: 0, bytes: 0 }
      let after: string | undefined
      do {
        const page = await ask('list', () =>
          client.list({ prefix, ...(after === undefined ? {} : { continuationToken: after }) }),
        )
        usage = added(usage, page.contents ?? [], prefix, sinceMs)
        if (page.isTruncated === true && page.nextContinuationToken === undefined)
          throw new StorageAway('The bucket has more to list and does not say where.')
        after = page.isTruncated === true ? page.nextContinuationToken : undefined
      } while (after !== undefined)
      return usage
    },
    async check(name) {
      const key = prefix + name
      const bytes = Buffer.from(name)
      await put(key, bytes, answerMs)
      const { contents = [] } = await ask('list', () => client.list({ prefix: key }))
      if (!contents.some((object) => object.key === key))
        throw new StorageAway('The bucket does not list what was written to it.')
      const read = await find(() => client.file(key).bytes())
      if (read === null || !bytes.equals(read))
        throw new StorageAway('The bucket does not give back what was written to it.')
      await ask('remove from', () => client.delete(key))
      if ((await find(() => client.stat(key))) !== null)
        throw new StorageAway('The bucket keeps what was removed from it.')
    },
  }
}

/** Reads the next piece when it is wanted, and fails when there is none. */
function piecesOf(
  readPiece: (first: number, last: number) => Promise<Uint8Array>,
  begun: Uint8Array,
  first: number,
  last: number,
): ReadableStream<Uint8Array> {
  let next = first + begun.byteLength
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(begun),
      async pull(controller) {
        const piece = await readPiece(next, Math.min(last, next + PIECE_BYTES - 1))
        next += piece.byteLength
        controller.enqueue(piece)
        if (next > last) controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}

function added(
  { files, bytes }: Usage,
  objects: readonly { readonly key: string; readonly size?: number }[],
  prefix: string,
  sinceMs: number,
): Usage {
  // A bucket may be shared with others: what we have not named is not ours.
  const ours = objects.flatMap(({ key, size = 0 }) => {
    const named = readName(key.slice(prefix.length))
    return named === null || named.storedMs >= sinceMs ? [] : [{ ...named, size }]
  })
  return {
    files: files + ours.filter(({ part }) => part === 'json').length,
    bytes: ours.reduce((sum, { size }) => sum + size, bytes),
  }
}
