import type { Message } from '@pult/protocol'
import { tokensAbout, cutToTokens, MESSAGE_TOKENS } from './tokens.ts'
import { visible } from './visible.ts'

/** Who speaks, as `chat/completions` names them. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

/** Marks that some servers' templates give the meaning of another speaker: in words of others they are only signs. */
const TEMPLATE_MARKS =
  /<\|?[^<>|\n]{0,60}\|>|<\/?s>|<(?:start|end)_of_turn>|\[\/?(?:INST|SYSTEM|SYS)\]|<<\/?SYS>>/gi

/** Words of others as a model may read them. */
export function harmless(text: string): string {
  return visible(text).replace(TEMPLATE_MARKS, ' ')
}

/**
 * [MB3] What was said in one session, oldest first, ending with the client's words; the newest that fit into so many tokens. Notes, other sessions and
 * what was deleted are not in it. One speaker's words in a row are one turn, and a client begins: some models' templates take nothing else.
 * @param messages of one session, oldest first, the last by the client
 */
export function talkOf(messages: readonly Message[], tokensMax: number): readonly Turn[] {
  const turns: { role: Turn['role']; content: string }[] = []
  let left = tokensMax
  for (const message of messages.toReversed()) {
    const whole = wordsOf(message)
    if (whole === '') continue
    const role = message.authorType === 'CLIENT' ? 'user' : 'assistant'
    const room = left - MESSAGE_TOKENS
    if (room <= 0 || (turns.length > 0 && tokensAbout(whole) > room)) break
    // The question itself is cut rather than left out.
    const content = cutToTokens(whole, room)
    left -= tokensAbout(content) + MESSAGE_TOKENS
    const later = turns.at(-1)
    if (later?.role === role) later.content = `${content}\n${later.content}`
    else turns.push({ role, content })
  }
  while (turns.at(-1)?.role === 'assistant') turns.pop()
  return turns.toReversed()
}

/** Words of a message, with the names of its files: a model sees no pictures. */
function wordsOf({ authorType, body, attachments, deletedAt }: Message): string {
  if (authorType === 'SYSTEM' || deletedAt != null) return ''
  const files = attachments.map(({ name }) => `(file: ${name})`)
  return harmless([body, ...files].filter((part) => part !== '').join('\n')).trim()
}
