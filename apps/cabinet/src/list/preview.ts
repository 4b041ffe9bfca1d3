import type { Message } from '@pult/protocol'
import type { Words } from '../words/words.ts'

/** The last message as one line of a list. */
export function previewOf(message: Message | null | undefined, meId: string | null, words: Words): string {
  if (message === null || message === undefined) return words.say('list.nothing')
  if (message.deletedAt !== null && message.deletedAt !== undefined) return words.say('list.deleted')
  const text =
    message.body === '' ? words.count('list.file', message.attachments.length) : oneLine(message.body)
  return message.authorType === 'OPERATOR' && message.authorId === meId
    ? words.say('list.you', { text })
    : text
}

/** A row shows some hundred characters; the rest of a long message is not handed to the page. */
const PREVIEW_CHARS_MAX = 160

function oneLine(text: string): string {
  return text.slice(0, PREVIEW_CHARS_MAX).replaceAll(/\s+/g, ' ').trim()
}
