import {
  commandFrameSchema,
  FRAME_BYTES_MAX,
  refusalOf,
  wireError,
  type CommandFrame,
  type WireError,
} from '@pult/protocol'

export type ParsedFrame =
  | { readonly frame: CommandFrame }
  | { readonly error: WireError; readonly id: string | null; readonly isTooLarge: boolean }

/** One text frame [S10]. What cannot be read is answered, with the id where there is one; nothing is thrown. */
export function parseFrame(text: string): ParsedFrame {
  // A UTF-16 unit takes at most three bytes, so short frames need no counting.
  if (text.length > FRAME_BYTES_MAX / 3 && Buffer.byteLength(text) > FRAME_BYTES_MAX) {
    return { error: wireError('frame_too_large', { field: 'frame' }), id: null, isTooLarge: true }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return invalid(null)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid(null)
  const { id } = value as { id?: unknown }
  const readableId = typeof id === 'string' && id.length > 0 && id.length <= 64 ? id : null
  const parsed = commandFrameSchema.safeParse(value)
  if (parsed.success) return { frame: parsed.data }
  return {
    error: { ...refusalOf(parsed.error, ''), code: 'invalid_frame' },
    id: readableId,
    isTooLarge: false,
  }
}

function invalid(id: string | null): ParsedFrame {
  return { error: wireError('invalid_frame', { field: 'frame' }), id, isTooLarge: false }
}
