import { deflateSync } from 'node:zlib'

/** Small real files for the tests, made byte by byte so that nothing is taken on trust. */

/** An uncompressed picture of noise; what the other formats are made from. */
export function bmp(width: number, height: number): Buffer {
  const row = Math.ceil((width * 3) / 4) * 4
  const file = Buffer.alloc(54 + row * height)
  file.write('BM')
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(54, 10)
  file.writeUInt32LE(40, 14)
  file.writeInt32LE(width, 18)
  file.writeInt32LE(height, 22)
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(24, 28)
  for (let index = 54; index < file.length; index += 1) file[index] = (index * 7) & 255
  return file
}

export async function png(width: number, height: number): Promise<Buffer> {
  return new Bun.Image(bmp(width, height)).png().buffer()
}

export async function jpeg(width: number, height: number): Promise<Buffer> {
  return new Bun.Image(bmp(width, height)).jpeg().buffer()
}

export async function webp(width: number, height: number): Promise<Buffer> {
  return new Bun.Image(bmp(width, height)).webp().buffer()
}

/** A JPEG segment: the marker, the length, the bytes. */
export function jpegSegment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

/** Puts segments where a camera does: right behind the start of the image. */
export function withSegments(file: Buffer, ...segments: Buffer[]): Buffer {
  return Buffer.concat([file.subarray(0, 2), ...segments, file.subarray(2)])
}

/** EXIF that says "turn by 90°". */
export function exifRotated(): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex')
  return jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff]))
}

function pngChunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), content])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(content.length)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(Bun.hash.crc32(body), chunk.length - 4)
  return chunk
}

/** A valid PNG of one bit a pixel, all black: 400 megapixels are 50 KB. */
export function blackPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * height))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** Two frames of one pixel, for ever. */
export const animatedGif = Buffer.from(
  '47494638396101000100800000ff000000000021ff0b4e45545343415045322e300301000000' +
    '21f90400000000002c00000000010001000002024401002' +
    '1f90400000000002c0000000001000100000202440100' +
    '3b',
  'hex',
)

/** Enough of an Ogg page for the signature; the rest is never looked at. */
export const ogg = Buffer.concat([Buffer.from('OggS\0\x02'), Buffer.alloc(94, 7)])

/** A ZIP of stored entries with a central directory. */
export function zip(entries: readonly (readonly [name: string, content: string])[]): Buffer {
  const files: Buffer[] = []
  const listed: Buffer[] = []
  let offset = 0
  for (const [name, content] of entries) {
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20)
    common.writeUInt32LE(Bun.hash.crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(name.length, 22)
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name + content)])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    listed.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name)]))
    files.push(file)
    offset += file.length
  }
  const directory = Buffer.concat(listed)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, directory, end])
}
