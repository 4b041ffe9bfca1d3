import { TAG_DIGITS, tagOf } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { Wanted } from '../words.ts'

/**
 * Words as the index has them: each begins with the tag of its workspace, so that a search goes through no other one's. Bodies are cut into words here, and
 * neither the parser nor the dictionaries of the database are asked: its stop words and its stems are not ours [ST12], and they take most of the time.
 */
export interface Lexemes {
  /** Words of texts, and of whole numbers for chats, as the text of a `tsvector`. */
  vector(words: Iterable<string>, chats?: Iterable<number>): string
  /** As the text of a `tsquery`: everything that is wanted, in this chat if there is one. */
  query(wanted: readonly Wanted[], chat?: number): string
}

/** PostgreSQL takes 2,046 bytes; nobody types this. What is cut off is compared when the message is read. */
const WORD_CHARS_MAX = 60

export function createLexemes(workspaceId: WorkspaceId): Lexemes {
  const tag = tagOf(workspaceId)
  if (tag.length !== TAG_DIGITS) throw new Error('a tag has a length of its own')
  // Words are letters and digits only, so nothing in them can end the quotes.
  const ofWord = (word: string): string => `'${tag}${word.slice(0, WORD_CHARS_MAX)}'`
  // No word begins with a sign.
  const ofChat = (chat: number): string => `'${tag}#${chat.toString(36)}'`

  return {
    vector: (words, chats = []) => [...Array.from(words, ofWord), ...Array.from(chats, ofChat)].join(' '),
    query(wanted, chat) {
      const parts = wanted.map((want) =>
        want.kind === 'prefix' ? `${ofWord(want.prefix)}:*` : `(${want.forms.map(ofWord).join(' | ')})`,
      )
      return (chat === undefined ? parts : [ofChat(chat), ...parts]).join(' & ')
    },
  }
}
