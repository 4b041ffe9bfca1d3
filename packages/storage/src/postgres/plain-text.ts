/** A text that a column can hold: PostgreSQL takes neither the character of number 0 nor half of a pair. Bodies are JSON, where both are written out. */
export function plainText(text: string): string {
  return text.replaceAll('\0', '\u{FFFD}').toWellFormed()
}
