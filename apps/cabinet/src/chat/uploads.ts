import { signal, computed, type ReadonlySignal } from '@preact/signals'
import type { UploadOptions } from '@pult/client'
import { ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, type Attachment } from '@pult/protocol'

/** A file under way to a message. */
export interface Upload {
  readonly id: number
  readonly name: string
  readonly size: number
  /** The address of a picture of it on this machine, which holds as long as the file is in the list; null where it is none. */
  readonly preview: string | null
  readonly state:
    | { readonly name: 'running'; readonly share: number }
    | { readonly name: 'done'; readonly attachment: Attachment }
    | { readonly name: 'failed'; readonly error: unknown }
}

/** Refused before anything is sent. */
export type AttachRefusal =
  | { readonly name: 'too_many'; readonly max: number }
  | { readonly name: 'too_large'; readonly file: string; readonly max: number }

export interface Uploads {
  readonly list: ReadonlySignal<readonly Upload[]>
  readonly busy: ReadonlySignal<boolean>
  /** Starts the files that fit; the first that does not is told. */
  add(files: Iterable<File>): AttachRefusal | null
  /** Sends a file that failed again, from its beginning. */
  retry(id: number): void
  /** Stops it if it runs, and forgets it. */
  remove(id: number): void
  finished(): Attachment[]
  /** Puts files that are stored already back, when a message is taken back to be written anew. */
  restore(attachments: readonly Attachment[]): void
  clear(): void
}

/** Makes and frees addresses of pictures that are not sent yet. */
export interface Previews {
  readonly make: (file: Blob) => string
  readonly free: (address: string) => void
}

/** What every browser can draw; other kinds of picture are shown by their name. */
const DRAWN = /^image\/(png|jpeg|gif|webp|avif|bmp)$/

export function createUploads(
  upload: (file: Blob, options: UploadOptions) => Promise<Attachment>,
  previews: Previews | null = null,
): Uploads {
  const list = signal<readonly Upload[]>([])
  const aborts = new Map<number, AbortController>()
  /** As long as they may have to be sent again. */
  const sources = new Map<number, File>()
  let nextId = 1

  function put(id: number, state: Upload['state']): void {
    list.value = list.value.map((one) => (one.id === id ? { ...one, state } : one))
  }

  async function run(id: number, file: File, signal: AbortSignal): Promise<void> {
    try {
      const attachment = await upload(file, {
        name: file.name,
        signal,
        onProgress: (sent, total) => put(id, { name: 'running', share: total > 0 ? sent / total : 0 }),
      })
      put(id, { name: 'done', attachment })
      sources.delete(id)
    } catch (error) {
      put(id, { name: 'failed', error })
    } finally {
      aborts.delete(id)
    }
  }

  function start(id: number, file: File): void {
    const abort = new AbortController()
    aborts.set(id, abort)
    void run(id, file, abort.signal)
  }

  function remove(id: number): void {
    aborts.get(id)?.abort()
    aborts.delete(id)
    sources.delete(id)
    const preview = list.value.find((one) => one.id === id)?.preview ?? null
    if (preview !== null) previews?.free(preview)
    list.value = list.value.filter((one) => one.id !== id)
  }

  return {
    list,
    busy: computed(() => list.value.some((one) => one.state.name === 'running')),
    add(files) {
      for (const file of files) {
        if (list.value.length >= ATTACHMENTS_MAX) return { name: 'too_many', max: ATTACHMENTS_MAX }
        if (file.size > ATTACHMENT_BYTES_MAX)
          return { name: 'too_large', file: file.name, max: ATTACHMENT_BYTES_MAX }
        const id = nextId
        nextId += 1
        const preview = previews !== null && DRAWN.test(file.type) ? previews.make(file) : null
        list.value = [
          ...list.value,
          { id, name: file.name, size: file.size, preview, state: { name: 'running', share: 0 } },
        ]
        sources.set(id, file)
        start(id, file)
      }
      return null
    },
    retry(id) {
      const file = sources.get(id)
      if (file === undefined || aborts.has(id)) return
      put(id, { name: 'running', share: 0 })
      start(id, file)
    },
    remove,
    finished: () => list.value.flatMap(({ state }) => (state.name === 'done' ? [state.attachment] : [])),
    restore(attachments) {
      const known = new Set(
        list.value.flatMap(({ state }) => (state.name === 'done' ? [state.attachment.id] : [])),
      )
      for (const attachment of attachments) {
        if (known.has(attachment.id)) continue
        const { name, size } = attachment
        list.value = [
          ...list.value,
          { id: nextId, name, size, preview: null, state: { name: 'done', attachment } },
        ]
        nextId += 1
      }
    },
    clear() {
      for (const { id } of list.value) remove(id)
    },
  }
}
