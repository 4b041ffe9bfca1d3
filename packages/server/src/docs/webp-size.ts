export interface Size {
  readonly width: number
  readonly height: number
}

/** Of a WebP file, in pixels, out of its header (RFC 9649, sections 2.5 to 2.7). Throws with a sentence where it is none. */
export function webpSize(bytes: Uint8Array): Size {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < HEADER_BYTES || text(0) !== 'RIFF' || text(8) !== 'WEBP')
    throw new Error('This is not a WebP picture.')
  const three = (at: number) => view.getUint16(at, true) + (bytes[at + 2] ?? 0) * 65_536
  switch (text(12)) {
    // A key frame of VP8: after its tag and the start code, 14 bits each; what is above them scales.
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: three(24) + 1, height: three(27) + 1 }
    default:
      throw new Error('This is a WebP picture of an unknown kind.')
  }
}

/** As far as any of the three kinds is read. */
const HEADER_BYTES = 30
