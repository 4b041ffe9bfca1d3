const MPEG1_KBITS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const MPEG2_KBITS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
const MPEG_HERTZ = [44_100, 48_000, 32_000]

export interface MpegFrame {
  readonly bytes: number
  readonly kbits: number
  readonly hertz: number
  readonly samples: number
}

/** The layer III frame at `offset`, or undefined where there is none. ISO 11172-3 section 2.4.1.3. */
export function mpegFrame(bytes: Uint8Array, offset: number): MpegFrame | undefined {
  const [first = 0, second = 0, third = 0] = bytes.subarray(offset, offset + 3)
  if (first !== 0xff || (second & 0xe6) !== 0xe2) return undefined
  const version = (second >> 3) & 3
  const fullHertz = MPEG_HERTZ[(third >> 2) & 3]
  const kbits = (version === 3 ? MPEG1_KBITS : MPEG2_KBITS)[third >> 4]
  if (version === 1 || fullHertz === undefined || !kbits) return undefined
  const hertz = fullHertz / (version === 3 ? 1 : version === 2 ? 2 : 4)
  const padding = (third >> 1) & 1
  const samples = version === 3 ? 1_152 : 576
  return { bytes: Math.floor(((samples / 8) * 1000 * kbits) / hertz) + padding, kbits, hertz, samples }
}
