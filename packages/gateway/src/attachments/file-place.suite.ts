import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { makeAttachmentId } from './attachment-id.ts'
import type { FilePlace } from './file-place.ts'

export interface PlaceUnderTest {
  /** Opens what lies there once more, as another node or the next start would. */
  readonly open: () => FilePlace
  dispose(): Promise<void>
}

const chance = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))
const START_MS = Date.UTC(2026, 10, 22, 12)
const makeId = (nowMs = START_MS) => makeAttachmentId(nowMs, chance)

async function bytesOf(body: Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null) {
  if (body === null) throw new Error('It has gone.')
  return Buffer.from(await new Response(body).bytes())
}

/** What every place of files does, whatever it is made of. */
export function describeFilePlace(name: string, makePlace: () => Promise<PlaceUnderTest>): void {
  describe(name, () => {
    let under: PlaceUnderTest
    let place: FilePlace
    beforeEach(async () => {
      under = await makePlace()
      place = under.open()
    })
    afterEach(() => under.dispose())

    test('[EP32] what was written is read, whole and opened, each part for itself', async () => {
      const id = makeId()
      const parts = { file: chance(100), preview: chance(7), json: Buffer.from('{"и": 1}') }
      await place.write(id, 'file', parts.file)
      expect(await place.read(id, 'json')).toBeNull()
      await place.write(id, 'preview', parts.preview)
      await place.write(id, 'json', parts.json)
      for (const part of ['file', 'preview', 'json'] as const) {
        expect(Buffer.from((await place.read(id, part))!)).toEqual(Buffer.from(parts[part]))
        const opened = (await place.open(id, part))!
        expect(opened.size).toBe(parts[part].byteLength)
        expect(await bytesOf(await opened.read(0, opened.size - 1))).toEqual(Buffer.from(parts[part]))
      }
    })

    test('[EP32] what was never written is not there', async () => {
      await place.write(makeId(), 'json', chance(3))
      expect(await place.read(makeId(), 'json')).toBeNull()
      expect(await place.open(makeId(), 'file')).toBeNull()
    })

    test('[EP28] every range of a small part, and those around the borders of a large one', async () => {
      const small = chance(12)
      const id = makeId()
      await place.write(id, 'file', small)
      const opened = (await place.open(id, 'file'))!
      for (let first = 0; first < small.length; first += 1) {
        for (let last = first; last < small.length; last += 1)
          expect(await bytesOf(await opened.read(first, last))).toEqual(
            Buffer.from(small.subarray(first, last + 1)),
          )
      }
      const mebibyte = 1024 * 1024
      const large = Buffer.alloc(2.5 * mebibyte)
      for (let at = 0; at < large.length; at += 65_536) large.set(chance(65_536), at)
      const largeId = makeId()
      await place.write(largeId, 'file', large)
      const openedLarge = (await place.open(largeId, 'file'))!
      for (const [first, last] of [
        [0, large.length - 1],
        [0, mebibyte - 1],
        [0, mebibyte],
        [mebibyte - 1, mebibyte],
        [mebibyte, 2 * mebibyte - 1],
        [5, 2 * mebibyte + 5],
        [large.length - 1, large.length - 1],
      ] as const) {
        const read = await bytesOf(await openedLarge.read(first, last))
        expect([first, read.equals(large.subarray(first, last + 1))]).toEqual([first, true])
      }
    })

    test('[EP32] what one node writes, another one reads at once', async () => {
      const id = makeId()
      await place.write(id, 'json', Buffer.from('{}'))
      expect(Buffer.from((await under.open().read(id, 'json'))!).toString()).toBe('{}')
    })

    test('[EP32] the same part written again is the same part', async () => {
      const id = makeId()
      const bytes = chance(50)
      await place.write(id, 'file', bytes)
      await place.write(id, 'file', bytes)
      expect(Buffer.from((await place.read(id, 'file'))!)).toEqual(Buffer.from(bytes))
    })

    test('[EP25] what is removed is gone, all of it; removing what is not there is no error', async () => {
      const [id, other] = [makeId(), makeId()]
      for (const part of ['file', 'preview', 'json'] as const) {
        await place.write(id, part, chance(9))
        await place.write(other, part, chance(9))
      }
      await place.remove(id)
      await place.remove(id)
      for (const part of ['file', 'preview', 'json'] as const) {
        expect(await place.read(id, part)).toBeNull()
        expect(await place.open(id, part)).toBeNull()
        expect((await place.read(other, part))?.byteLength).toBe(9)
      }
    })

    test('[EP34] what came before a moment is counted, and nothing that came since', async () => {
      expect(await place.survey(START_MS)).toEqual({ files: 0, bytes: 0 })
      for (const [nowMs, size] of [
        [START_MS - 2, 10],
        [START_MS - 1, 100],
        [START_MS, 1_000],
        [START_MS + 1, 10_000],
      ] as const) {
        const id = makeId(nowMs)
        await place.write(id, 'file', chance(size))
        await place.write(id, 'json', chance(3))
      }
      // An upload that failed half way is no file, but takes room.
      await place.write(makeId(START_MS - 1), 'file', chance(5))
      expect(await place.survey(START_MS)).toEqual({ files: 2, bytes: 10 + 100 + 3 + 3 + 5 })
      expect(await place.survey(START_MS + 2)).toEqual({ files: 4, bytes: 11_110 + 4 * 3 + 5 })
    })
  })
}
