/** How two pieces of writing are compared: by their words, whatever their letter case, marks and `ё`. */

const WORD = /[\p{L}\p{N}]+/gu

export function wordsIn(text: string): readonly string[] {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').match(WORD) ?? []
}

/** The same for «Где заказ?», `где  ЗАКАЗ` and `Где заказ`. Writing without a word (`👍`, `+`) stands for itself. */
export function plain(text: string): string {
  return wordsIn(text).join(' ') || text.trim()
}

/** Below four letters a beginning must be the whole word: `он` is no `оно`, and `hi` is no `history`. */
const BEGINNING_CHARS_MIN = 4

/** Whether some word begins with one of the beginnings. A beginning of several words wants them to follow each other. */
export function mentions(text: string, beginnings: readonly string[]): boolean {
  const words = wordsIn(text)
  return beginnings.some((beginning) => {
    const wanted = wordsIn(beginning)
    if (wanted.length === 0) return false
    return words.some((_, at) => wanted.every((want, index) => begins(words[at + index], want)))
  })
}

function begins(word: string | undefined, beginning: string): boolean {
  if (word === undefined) return false
  return word === beginning || (beginning.length >= BEGINNING_CHARS_MIN && word.startsWith(beginning))
}
