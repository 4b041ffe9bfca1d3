import { expect, test } from 'bun:test'
import type { UploadOptions } from '@pult/client'
import { ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, type Attachment } from '@pult/protocol'
import { createUploads } from './uploads.ts'

const stored = (name: string): Attachment =>
  ({ id: `id-${name}`, name, mimeType: 'text/plain', size: 1, url: '/x' }) as unknown as Attachment

/** The other end of an upload, in the hands of the test. */
function remote() {
  const running = new Map<string, { options: UploadOptions; done: PromiseWithResolvers<Attachment> }>()
  const uploads = createUploads((_file, options) => {
    const done = Promise.withResolvers<Attachment>()
    running.set(options.name ?? '', { options, done })
    return done.promise
  })
  return { running, uploads }
}
const states = (uploads: ReturnType<typeof createUploads>) =>
  uploads.list.value.map(({ state }) => state.name)

test('[M9] a file shows its progress, and is ready when it is stored', async () => {
  const { running, uploads } = remote()
  expect(uploads.add([new File(['x'], 'a.txt')])).toBeNull()
  running.get('a.txt')?.options.onProgress?.(1, 4)
  expect(uploads.list.value[0]?.state).toEqual({ name: 'running', share: 0.25 })
  expect([uploads.busy.value, uploads.finished()]).toEqual([true, []])
  running.get('a.txt')?.done.resolve(stored('a.txt'))
  await Bun.sleep(0)
  expect([uploads.busy.value, uploads.finished()]).toEqual([false, [stored('a.txt')]])
})

test('[M9] too many and too large are refused before anything is sent', () => {
  const { running, uploads } = remote()
  const files = Array.from({ length: ATTACHMENTS_MAX + 1 }, (_, index) => new File(['x'], `${index}`))
  expect(uploads.add(files)).toEqual({ name: 'too_many', max: ATTACHMENTS_MAX })
  expect(running.size).toBe(ATTACHMENTS_MAX)
  uploads.clear()
  const large = new File([], 'large')
  Object.defineProperty(large, 'size', { value: ATTACHMENT_BYTES_MAX + 1 })
  expect(uploads.add([large])).toEqual({ name: 'too_large', file: 'large', max: ATTACHMENT_BYTES_MAX })
  expect(uploads.list.value).toEqual([])
})

test('[M9] a file that is taken out is stopped, and its late answer changes nothing', async () => {
  const { running, uploads } = remote()
  uploads.add([new File(['x'], 'a'), new File(['x'], 'b')])
  uploads.remove(uploads.list.value[0]?.id ?? -1)
  expect(running.get('a')?.options.signal?.aborted).toBe(true)
  running.get('a')?.done.resolve(stored('a'))
  running.get('b')?.done.reject(new Error('no'))
  await Bun.sleep(0)
  expect(states(uploads)).toEqual(['failed'])
  expect(uploads.finished()).toEqual([])
})

test('[M6] files of a message that is taken back come back once', () => {
  const { uploads } = remote()
  uploads.restore([stored('a'), stored('b')])
  uploads.restore([stored('b')])
  expect(uploads.finished().map(({ name }) => name)).toEqual(['a', 'b'])
})

test('[M9] what failed is sent again from its beginning, and not twice at once', async () => {
  const { running, uploads } = remote()
  uploads.add([new File(['x'], 'a')])
  const id = uploads.list.value[0]?.id ?? -1
  uploads.retry(id)
  running.get('a')?.done.reject(new Error('no'))
  await Bun.sleep(0)
  expect(states(uploads)).toEqual(['failed'])
  uploads.retry(id)
  expect(uploads.list.value[0]?.state).toEqual({ name: 'running', share: 0 })
  running.get('a')?.done.resolve(stored('a'))
  await Bun.sleep(0)
  expect(uploads.finished()).toEqual([stored('a')])
})

test('[M9] a picture has an address on this machine until it is sent or taken out', () => {
  const made: string[] = []
  const uploads = createUploads(() => Promise.withResolvers<Attachment>().promise, {
    make: (file) => {
      made.push(`blob:${file.type}`)
      return `blob:${file.type}`
    },
    free: (address) => void made.splice(made.indexOf(address), 1),
  })
  uploads.add([
    new File(['x'], 'a.png', { type: 'image/png' }),
    new File(['x'], 'b.svg', { type: 'image/svg+xml' }),
  ])
  expect(uploads.list.value.map(({ preview }) => preview)).toEqual(['blob:image/png', null])
  uploads.clear()
  expect(made).toEqual([])
})
