/** Files between the visitor's hand and a message. */
import type { VisitorClient } from '@pult/client'
import { ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, type Attachment } from '@pult/protocol'
import { sizeText } from './file-size.ts'
import { fill } from './fill.ts'
import type { Store } from './store.ts'
import type { Upload, View } from './view.ts'
import * as words from './words.ts'
import { PultError } from '@pult/client'
import { refusalSentence } from './standing.ts'

export interface Uploads {
  /** Starts storing the files at once; those that cannot go are refused with a sentence. */
  add(files: readonly File[]): void
  /** Stops it if it still runs, and forgets it. */
  remove(id: number): void
  /** Takes what is stored, for a message. */
  take(): readonly Attachment[]
}

export interface UploadsOptions {
  readonly store: Store<View>
  readonly client: () => VisitorClient | null
}

export function createUploads({ store, client }: UploadsOptions): Uploads {
  let nextId = 1
  const running = new Map<number, AbortController>()
  const change = (id: number, more: Partial<Upload>) =>
    store.set({
      uploads: store.state.uploads.map((upload) => (upload.id === id ? { ...upload, ...more } : upload)),
    })
  const remove = (id: number) => {
    running.get(id)?.abort()
    running.delete(id)
    store.set({ uploads: store.state.uploads.filter((upload) => upload.id !== id) })
  }

  async function start(file: File): Promise<void> {
    const id = nextId++
    const controller = new AbortController()
    running.set(id, controller)
    store.set({ uploads: [...store.state.uploads, { id, name: file.name, share: 0, attachment: null }] })
    try {
      const attachment = await client()?.upload(file, {
        name: file.name,
        signal: controller.signal,
        onProgress: (sent, total) => change(id, { share: total > 0 ? sent / total : 0 }),
      })
      if (attachment !== undefined) change(id, { share: 1, attachment })
    } catch (error) {
      if (controller.signal.aborted) return
      remove(id)
      const why = error instanceof PultError ? ` ${refusalSentence(error.code)}` : ''
      store.set({ notice: fill(words.fileFailed, { name: file.name }) + why })
    } finally {
      running.delete(id)
    }
  }

  return {
    add(files) {
      const limits = store.state.chat?.limits
      const bytesMax = limits?.attachmentBytes ?? ATTACHMENT_BYTES_MAX
      const filesMax = limits?.attachments ?? ATTACHMENTS_MAX
      store.set({ notice: null })
      for (const file of files) {
        if (store.state.uploads.length >= filesMax)
          return store.set({ notice: fill(words.filesTooMany, { count: filesMax }) })
        if (file.size > bytesMax)
          store.set({
            notice: fill(words.fileTooLarge, { name: file.name, size: sizeText(bytesMax, words.language) }),
          })
        else void start(file)
      }
    },
    remove,
    take() {
      const stored = store.state.uploads.flatMap(({ attachment }) => attachment ?? [])
      store.set({ uploads: [] })
      return stored
    },
  }
}
