import {
  commandFrameSchema,
  FRAME_BYTES_MAX,
  ID_CHARS_MAX,
  KEY_CHARS_MAX,
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
    return invalid()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid()
  // Every message passes here: the right shape is recognised by hand, and only what is not goes to the schema, for its words.
  if (isFrame(value as Record<string, unknown>)) return { frame: value as CommandFrame }
  const parsed = commandFrameSchema.safeParse(value)
  if (parsed.success) return { frame: parsed.data }
  const { id } = value as { id?: unknown }
  const refusal = refusalOf(parsed.error, '')
  return {
    // A key is of the command, not of the frame: over HTTP it is refused in the same words [C1].
    error: refusal.field === 'key' ? refusal : { ...refusal, code: 'invalid_frame' },
    id: isText(id, ID_CHARS_MAX) ? id : null,
    isTooLarge: false,
  }
}

/** The same as {@link commandFrameSchema}, which a property test holds it to. */
function isFrame(value: Record<string, unknown>): boolean {
  for (const name in value) {
    if (name !== 'command' && name !== 'id' && name !== 'data' && name !== 'key') return false
  }
  const { command, id, key } = value
  return (
    typeof command === 'string' &&
    command.length <= ID_CHARS_MAX &&
    isText(id, ID_CHARS_MAX) &&
    (key === undefined || isText(key, KEY_CHARS_MAX))
  )
}

function isText(value: unknown, charsMax: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= charsMax
}

function invalid(): ParsedFrame {
  return { error: wireError('invalid_frame', { field: 'frame' }), id: null, isTooLarge: false }
}
