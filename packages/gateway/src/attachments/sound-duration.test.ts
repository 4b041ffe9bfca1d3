import { describe, expect, test } from 'bun:test'
import { durationMsOf } from './sound-duration.ts'

/** Numbers of a header one after another, with the sizes that they have there. */
function u32le(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index)
  return bytes
}
const u32be = (...values: number[]): Buffer => u32le(...values).swap32()
const text = (words: string): Buffer => Buffer.from(words, 'latin1')

function wav(seconds: number, size?: number): Buffer {
  const data = Buffer.alloc(8_000 * seconds)
  return Buffer.concat([
    text('RIFF\0\0\0\0WAVE'),
    // A chunk of an odd length is followed by a byte that does not count.
    text('LIST\x03\0\0\0abc\0'),
    text('fmt '),
    u32le(16, 0x0001_0001, 8_000, 8_000, 0x0008_0001),
    text('data'),
    u32le(size ?? data.length),
    data,
  ])
}

function oggPage(granule: bigint, content: Buffer): Buffer {
  const head = Buffer.alloc(28)
  head.write('OggS')
  head.writeBigInt64LE(granule, 6)
  head[26] = 1
  head[27] = content.length
  return Buffer.concat([head, content])
}
const opusHead = Buffer.concat([
  text('OpusHead\x01\x01'),
  Buffer.from([0x38, 0x01]),
  u32le(48_000),
  Buffer.alloc(3),
])
const vorbisHead = Buffer.concat([
  text('\x01vorbis'),
  u32le(0),
  Buffer.from([1]),
  u32le(44_100),
  Buffer.alloc(14),
])
const ogg = (head: Buffer, granule: bigint): Buffer =>
  Buffer.concat([oggPage(0n, head), oggPage(granule, Buffer.alloc(40))])

/** A frame of MPEG-1 layer III: 128 kbit/s, 44.1 kHz, 417 bytes, 1,152 samples. */
const mpegFrame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)])
function withHead(name: 'Xing' | 'VBRI', frames: number): Buffer {
  const frame = Buffer.from(mpegFrame)
  frame.write(name, 36)
  if (name === 'Xing') frame.writeUInt32BE(1, 40)
  frame.writeUInt32BE(frames, name === 'Xing' ? 44 : 50)
  return Buffer.concat([frame, mpegFrame])
}
const id3 = Buffer.concat([text('ID3\x04\0\0'), Buffer.from([0, 0, 1, 72]), Buffer.alloc(200)])

function box(name: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([u32be(body.length + 8), text(name), body])
}
const mvhd = (scale: number, length: number): Buffer =>
  box('mvhd', u32be(0, 0, 0, scale, length), Buffer.alloc(80))
const longMvhd = (scale: number, length: number): Buffer =>
  box('mvhd', u32be(0x0100_0000, 0, 0, 0, 0, scale, 0, length), Buffer.alloc(80))
const mp4 = (header: Buffer): Buffer =>
  Buffer.concat([box('ftyp', text('M4A isom')), box('mdat', Buffer.alloc(50)), box('moov', header)])

/** An element of EBML with a size of one byte; `open` for one whose end nobody knew. */
function element(id: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from(id, 'hex'), Buffer.from([0x80 | body.length]), body])
}
const open = (id: string, ...content: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(id, 'hex'), Buffer.from('01ffffffffffffff', 'hex'), ...content])
const ebml = element('1a45dfa3', element('4282', text('webm')))
const scale = element('2ad7b1', Buffer.from('0f4240', 'hex'))
const block = (time: number): Buffer => {
  const head = Buffer.from([0x81, 0, 0, 0x80])
  head.writeInt16BE(time, 1)
  return Buffer.concat([head, Buffer.alloc(20)])
}
const recorded = Buffer.concat([
  ebml,
  open(
    '18538067',
    element('1549a966', scale),
    open('1f43b675', element('e7', Buffer.from([0])), element('a3', block(0)), element('a3', block(980))),
    open('1f43b675', element('e7', Buffer.from([0x03, 0xe8])), element('a0', element('a1', block(1_400)))),
  ),
])
function declared(units: number): Buffer {
  const length = Buffer.alloc(8)
  length.writeDoubleBE(units)
  return Buffer.concat([ebml, open('18538067', element('1549a966', scale, element('4489', length)))])
}

const known: readonly (readonly [what: string, mimeType: string, file: Buffer, ms: number])[] = [
  ['a WAV', 'audio/wav', wav(3), 3_000],
  ['a WAV whose recorder never wrote the size', 'audio/wav', wav(2, 0xffff_ffff), 2_000],
  ['Opus, less what is skipped', 'audio/ogg', ogg(opusHead, 48_000n * 5n + 312n), 5_000],
  ['Vorbis by its own rate', 'audio/ogg', ogg(vorbisHead, 44_100n * 2n), 2_000],
  ['an MP3 that counts its frames', 'audio/mpeg', withHead('Xing', 1_000), 26_122],
  ['an MP3 of the other kind that does', 'audio/mpeg', withHead('VBRI', 1_000), 26_122],
  [
    'an MP3 of a constant rate, behind its tags',
    'audio/mpeg',
    Buffer.concat([id3, ...Array<Buffer>(100).fill(mpegFrame)]),
    2_606,
  ],
  ['an M4A', 'audio/mp4', mp4(mvhd(44_100, 441_000)), 10_000],
  ['a film with long numbers', 'video/mp4', mp4(longMvhd(1_000, 7_500)), 7_500],
  ['a WebM that says so', 'audio/webm', declared(4_200), 4_200],
  ['a WebM as a browser records it, by its last block', 'audio/webm', recorded, 2_400],
]

describe('[EP31] how long it lasts:', () => {
  for (const [what, mimeType, file, ms] of known) {
    test(what, () => expect(durationMsOf(file, mimeType)).toBe(ms))
  }

  test('what says nothing, or what cannot be, has no length', () => {
    expect(durationMsOf(mp4(mvhd(1_000, 0)), 'audio/mp4')).toBeUndefined()
    expect(durationMsOf(mp4(mvhd(0, 1_000)), 'audio/mp4')).toBeUndefined()
    expect(durationMsOf(declared(1e12), 'audio/webm')).toBeUndefined()
    expect(durationMsOf(declared(Number.NaN), 'audio/webm')).toBeUndefined()
    expect(durationMsOf(ogg(opusHead, -1n), 'audio/ogg')).toBeUndefined()
    expect(durationMsOf(wav(1), 'text/plain')).toBeUndefined()
  })

  test('cut anywhere, or with any byte turned over, it is answered and nothing breaks', () => {
    for (const [, mimeType, file] of known) {
      const part = file.subarray(0, 600)
      for (let at = 0; at < part.length; at += 1) {
        const turned = Buffer.from(part)
        turned[at] = turned[at]! ^ 0xff
        for (const bytes of [part.subarray(0, at), turned]) {
          const durationMs = durationMsOf(bytes, mimeType) ?? 1
          expect(durationMs > 0 && Number.isSafeInteger(durationMs)).toBe(true)
        }
      }
    }
  })

  test('millions of empty pieces are not walked through', () => {
    const empty = Buffer.alloc(20_000_000, Buffer.from([0xec, 0x80]))
    expect(durationMsOf(Buffer.concat([ebml, empty, declared(5)]), 'audio/webm')).toBeUndefined()
    const boxes = Buffer.alloc(8 * 20_000, Buffer.concat([u32be(8), text('free')]))
    expect(durationMsOf(Buffer.concat([boxes, mp4(mvhd(1_000, 5_000))]), 'audio/mp4')).toBeUndefined()
  })
})
