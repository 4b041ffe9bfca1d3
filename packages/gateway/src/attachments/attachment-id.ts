import type { AttachmentId } from '@pult/protocol'
import type { RandomBytes } from '../sign-in/login-token.ts'

/**
 * [EP30] All that reaches a path or a key is an id of our own making: `att_`, the time in 12 hexadecimal digits so that ids sort by
 * creation, and 128 bits of chance so that nobody guesses one.
 */
const ID = /^att_([0-9a-f]{12})[0-9a-f]{30}([0-9a-f]{2})$/
const TIME_DIGITS = 12
const RANDOM_BYTES = 16

export type FilePart = 'file' | 'preview' | 'json'
const ENDINGS: Readonly<Record<FilePart, string>> = { file: '', preview: '.preview', json: '.json' }
const NAME = /^([0-9a-f]{2})\/(att_[0-9a-f]{42}\1)(?:\.(preview|json))?$/

export function makeAttachmentId(nowMs: number, random: RandomBytes): AttachmentId {
  const time = nowMs.toString(16).padStart(TIME_DIGITS, '0')
  return `att_${time}${Buffer.from(random(RANDOM_BYTES)).toString('hex')}` as AttachmentId
}

export function isAttachmentId(text: string): text is AttachmentId {
  return ID.test(text)
}

/**
 * What a part is called, in a folder and in a bucket alike, so that the one can be copied to the other: `8c/att_…8c.json`. Folders by the
 * last two digits, so that none grows beyond what tools can list.
 */
export function nameOf(id: AttachmentId, part: FilePart): string {
  const folder = ID.exec(id)?.[2]
  if (folder === undefined) throw new RangeError('not an attachment id')
  return `${folder}/${id}${ENDINGS[part]}`
}

/** Which part it is and when its file came; null for what we have not named. */
export function readName(name: string): { readonly part: FilePart; readonly storedMs: number } | null {
  const [, , id, ending] = NAME.exec(name) ?? []
  if (id === undefined) return null
  return {
    part: ending === 'preview' || ending === 'json' ? ending : 'file',
    storedMs: Number.parseInt(id.slice('att_'.length, 'att_'.length + TIME_DIGITS), 16),
  }
}
