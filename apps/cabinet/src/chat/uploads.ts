import { signal, computed, type ReadonlySignal } from '@preact/signals'
import type { UploadOptions } from '@pult/client'
import { ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, type Attachment } from '@pult/protocol'

/** A file under way to a message. */
export interface Upload {
  readonly id: number
  readonly name: string
  readonly size: number
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
  /** Stops it if it runs, and forgets it. */
  remove(id: number): void
  finished(): Attachment[]
  /** Puts files that are stored already back, when a message is taken back to be written anew. */
  restore(attachments: readonly Attachment[]): void
  clear(): void
}

export function createUploads(upload: (file: Blob, options: UploadOptions) => Promise<Attachment>): Uploads {
  const list = signal<readonly Upload[]>([])
  const aborts = new Map<number, AbortController>()
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
    } catch (error) {
      put(id, { name: 'failed', error })
    } finally {
      aborts.delete(id)
    }
  }

  function remove(id: number): void {
    aborts.get(id)?.abort()
    aborts.delete(id)
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
        const abort = new AbortController()
        aborts.set(id, abort)
        list.value = [
          ...list.value,
          { id, name: file.name, size: file.size, state: { name: 'running', share: 0 } },
        ]
        void run(id, file, abort.signal)
      }
      return null
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
        list.value = [...list.value, { id: nextId, name, size, state: { name: 'done', attachment } }]
        nextId += 1
      }
    },
    clear() {
      for (const { id } of list.value) remove(id)
    },
  }
}
