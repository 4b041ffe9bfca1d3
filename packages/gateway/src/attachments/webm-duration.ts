/** The elements that say when something is (Matroska, RFC 9559). */
const SEGMENT = 0x18538067
const INFO = 0x1549a966
const CLUSTER = 0x1f43b675
const TIMESTAMP_SCALE = 0x2ad7b1
const DURATION = 0x4489
const TIMESTAMP = 0xe7
const SIMPLE_BLOCK = 0xa3
const BLOCK_GROUP = 0xa0
const BLOCK = 0xa1

/** Looked into; everything else is passed over. */
const CONTAINERS: ReadonlySet<number> = new Set([SEGMENT, INFO, CLUSTER, BLOCK_GROUP])
/** Blocks of some hours of speech. A file of millions of tiny elements would hold the event loop for seconds. */
const ELEMENTS_MAX = 250_000
/** The usual unit in nanoseconds: a millisecond. */
const SCALE_DEFAULT = 1_000_000

/**
 * How long a WebM lasts. A browser that records does not know beforehand and writes no length: then it is when the last block begins, a
 * fiftieth of a second before the end. One pass over the headers of elements, without recursion: nothing in the file chooses how deep we go.
 */
export function webmDurationMs(file: Buffer): number | undefined {
  let scale = SCALE_DEFAULT
  let clusterTime = 0
  let lastTime = 0
  let elements = 0
  for (let at = 0; at < file.length;) {
    elements += 1
    if (elements > ELEMENTS_MAX) return undefined
    const id = numberAt(file, at, true)
    const size = id === undefined ? undefined : numberAt(file, at + id.bytes, false)
    if (id === undefined || size === undefined) break
    const start = at + id.bytes + size.bytes
    // Of a length that nobody knew: it is over when the file is.
    const isOpen = size.value === 2 ** (7 * size.bytes) - 1
    if (CONTAINERS.has(id.value)) {
      at = start
      continue
    }
    if (isOpen) break
    const content = file.subarray(start, start + size.value)
    if (id.value === TIMESTAMP_SCALE) scale = unsigned(content) || SCALE_DEFAULT
    if (id.value === DURATION && (content.length === 4 || content.length === 8)) {
      const length = content.length === 4 ? content.readFloatBE() : content.readDoubleBE()
      return (length * scale) / 1e6
    }
    if (id.value === TIMESTAMP) clusterTime = unsigned(content)
    if (id.value === SIMPLE_BLOCK || id.value === BLOCK) {
      const track = numberAt(content, 0, false)
      if (track !== undefined && content.length >= track.bytes + 2)
        lastTime = Math.max(lastTime, clusterTime + content.readInt16BE(track.bytes))
    }
    at = start + size.value
  }
  return (lastTime * scale) / 1e6
}

/** EBML, RFC 8794: the zeros before the first one of the first byte say how many bytes follow. Ids keep that one, sizes do not. */
function numberAt(
  file: Buffer,
  at: number,
  isId: boolean,
): { readonly value: number; readonly bytes: number } | undefined {
  const first = file[at]
  if (first === undefined || first === 0) return undefined
  const bytes = Math.clz32(first) - 23
  if (at + bytes > file.length) return undefined
  let value = isId ? first : first & (0xff >> bytes)
  for (let index = 1; index < bytes; index += 1) value = value * 256 + file[at + index]!
  return { value, bytes }
}

function unsigned(content: Buffer): number {
  return content.length === 0 || content.length > 6 ? 0 : content.readUIntBE(0, content.length)
}
