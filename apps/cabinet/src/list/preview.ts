import type { Attachment, ChatSession, Message } from '@pult/protocol'
import type { IconName } from '../parts/icon.tsx'
import type { Words } from '../words/words.ts'

/** The last message as one line of a list: the text with its author where it was not the client, and a sign of a bot or of what is attached. */
export interface Preview {
  readonly icon: IconName | null
  readonly text: string
}

/** A row shows some hundred characters; the rest of a long message is not handed to the page. */
const PREVIEW_CHARS_MAX = 160

/**
 * The message that says what a chat is about: the last one; where that is only the bot's and the client waits for a person, what the
 * client asked. A list in which every chat ends with the same greeting tells nothing.
 */
export function wordOf(
  card: Pick<ChatSession, 'botStatus' | 'lastMessage' | 'firstClientMessageAfterLastOperatorMessage'>,
): Message | null | undefined {
  const { botStatus, lastMessage, firstClientMessageAfterLastOperatorMessage: asked } = card
  const isWaiting = botStatus !== 'BOT' && lastMessage?.authorType === 'BOT'
  return isWaiting ? (asked ?? lastMessage) : lastMessage
}

export function previewOf(message: Message | null | undefined, meId: string | null, words: Words): Preview {
  if (message === null || message === undefined) return { icon: null, text: words.say('list.nothing') }
  if (isSet(message.deletedAt)) return { icon: null, text: words.say('list.deleted') }
  const icon = message.authorType === 'BOT' ? 'bot' : iconOf(message.attachments[0])
  const text = message.body === '' ? filesOf(message.attachments, words) : oneLine(message.body)
  if (message.authorType !== 'OPERATOR') return { icon, text }
  if (message.authorId === meId) return { icon, text: words.say('list.you', { text }) }
  // The first name is enough to know a colleague by.
  const name = message.authorName?.split(' ')[0] ?? words.say('chat.operator')
  return { icon, text: words.say('list.by', { name, text }) }
}

/** One picture or recording is called what it is, a file by its name, several by their number. */
function filesOf(attachments: readonly Attachment[], words: Words): string {
  const [file] = attachments
  if (file === undefined || attachments.length > 1) return words.count('list.file', attachments.length)
  if (file.mimeType.startsWith('image/')) return words.say('list.image')
  return file.mimeType.startsWith('audio/') ? words.say('list.sound') : file.name
}

function iconOf(file: Attachment | undefined): IconName | null {
  if (file === undefined) return null
  if (file.mimeType.startsWith('image/')) return 'image'
  return file.mimeType.startsWith('audio/') ? 'mic' : 'file'
}

function oneLine(text: string): string {
  return text.slice(0, PREVIEW_CHARS_MAX).replaceAll(/\s+/g, ' ').trim()
}

function isSet(value: string | null | undefined): boolean {
  return value !== null && value !== undefined
}
