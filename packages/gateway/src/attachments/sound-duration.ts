import { mpegFrame } from './mpeg-frame.ts'
import { webmDurationMs } from './webm-duration.ts'

/** Longer than a day is a damaged header. */
const DURATION_MS_MAX = 24 * 3600 * 1000
/** Chunks and boxes passed over on the way: real files have dozens; one of millions of empty ones would hold the event loop. */
const STEPS_MAX = 10_000

/**
 * [EP31] How long a sound or a film lasts, in milliseconds, by what its own headers say; nothing is decoded. Undefined where they do not say it, or
 * say what cannot be: the bytes are a stranger's, and a wrong length is worse than none.
 */
export function durationMsOf(bytes: Uint8Array, mimeType: string): number | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const durationMs = Math.round(measured(file, mimeType) ?? Number.NaN)
  return durationMs > 0 && durationMs <= DURATION_MS_MAX ? durationMs : undefined
}

function measured(file: Buffer, mimeType: string): number | undefined {
  switch (mimeType) {
    case 'audio/wav':
      return wavMs(file)
    case 'audio/ogg':
      return oggMs(file)
    case 'audio/mpeg':
      return mpegMs(file)
    case 'audio/mp4':
    case 'video/mp4':
    case 'video/quicktime':
      return isoMediaMs(file)
    case 'audio/webm':
    case 'video/webm':
      return webmDurationMs(file)
    default:
      return undefined
  }
}

/** RIFF: `fmt ` says the bytes of a second, `data` how many there are. A recorder that could not go back leaves the size at its largest. */
function wavMs(file: Buffer): number | undefined {
  let bytesPerSecond = 0
  for (let at = 12, steps = 0; at + 8 <= file.length && steps < STEPS_MAX; steps += 1) {
    const name = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    if (name === 'fmt ' && at + 20 <= file.length) bytesPerSecond = file.readUInt32LE(at + 16)
    if (name === 'data') {
      if (bytesPerSecond === 0) return undefined
      return (Math.min(size, file.length - at - 8) / bytesPerSecond) * 1000
    }
    // Chunks begin at even places.
    at += 8 + size + (size % 2)
  }
  return undefined
}

/** RFC 3533: the last page of a stream says how many samples there were. RFC 7845: Opus counts 48,000 a second and `pre-skip` more than are heard. */
function oggMs(file: Buffer): number | undefined {
  const first = OGG_HEADER_BYTES + (file[OGG_HEADER_BYTES - 1] ?? 0)
  const last = file.lastIndexOf('OggS')
  if (first + 16 > file.length || last + OGG_HEADER_BYTES > file.length) return undefined
  const samples = Number(file.readBigInt64LE(last + 6))
  if (file.toString('latin1', first, first + 8) === 'OpusHead')
    return ((samples - file.readUInt16LE(first + 10)) / 48_000) * 1000
  if (file.toString('latin1', first + 1, first + 7) === 'vorbis')
    return (samples / file.readUInt32LE(first + 12)) * 1000
  return undefined
}
const OGG_HEADER_BYTES = 27

/** The first frame may say how many there are (Xing, Info, VBRI); without that all frames are taken for equally long. */
function mpegMs(file: Buffer): number | undefined {
  const start = file.toString('latin1', 0, 3) === 'ID3' ? 10 + syncSafe(file, 6) : 0
  const frame = mpegFrame(file, start)
  if (frame === undefined) return undefined
  const head = file.subarray(start, start + Math.max(frame.bytes, 64))
  const xing = Math.max(head.indexOf('Xing'), head.indexOf('Info'))
  const vbri = head.indexOf('VBRI')
  const frames =
    xing >= 0 && xing + 12 <= head.length && (head.readUInt32BE(xing + 4) & 1) === 1
      ? head.readUInt32BE(xing + 8)
      : vbri >= 0 && vbri + 18 <= head.length
        ? head.readUInt32BE(vbri + 14)
        : undefined
  if (frames !== undefined) return (frames * frame.samples * 1000) / frame.hertz
  return ((file.length - start) * 8) / frame.kbits
}

/** ID3v2: seven bits a byte. */
function syncSafe(file: Buffer, at: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 128 + ((file[at + index] ?? 0) & 127), 0)
}

/** ISO 14496-12: `mvhd` within `moov`, wherever that stands. What was recorded in pieces has no length there. */
function isoMediaMs(file: Buffer): number | undefined {
  const movie = boxIn(file, 0, file.length, 'moov')
  const header = movie === undefined ? undefined : boxIn(file, movie.start, movie.end, 'mvhd')
  if (header === undefined || header.end - header.start < 32) return undefined
  const isLong = file[header.start] === 1
  const scale = file.readUInt32BE(header.start + (isLong ? 20 : 12))
  const length = isLong
    ? Number(file.readBigUInt64BE(header.start + 24))
    : file.readUInt32BE(header.start + 16)
  return scale === 0 ? undefined : (length / scale) * 1000
}

function boxIn(
  file: Buffer,
  from: number,
  to: number,
  name: string,
): { readonly start: number; readonly end: number } | undefined {
  for (let at = from, steps = 0; at + 8 <= to && steps < STEPS_MAX; steps += 1) {
    const size = file.readUInt32BE(at)
    const isLarge = size === 1 && at + 16 <= to
    const head = isLarge ? 16 : 8
    const whole = isLarge ? Number(file.readBigUInt64BE(at + 8)) : size === 0 ? to - at : size
    if (whole < head) return undefined
    const end = Math.min(at + whole, to)
    if (file.toString('latin1', at + 4, at + 8) === name) return { start: at + head, end }
    at = end
  }
  return undefined
}
