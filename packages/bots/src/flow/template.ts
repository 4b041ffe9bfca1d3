/** Texts with `{variables}`. What a variable holds is put in as it is and never read again: it can be neither a place nor a command. */
const PLACE = /\{\{|\}\}|\{(\p{L}[\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_-]+)*)\}/gu

/** @param valueOf what stands for a name; empty for an unknown one. */
export function fill(template: string, valueOf: (name: string) => string): string {
  if (!template.includes('{') && !template.includes('}')) return template
  return template.replaceAll(PLACE, (place, name: string | undefined) =>
    name === undefined ? place.charAt(0) : valueOf(name),
  )
}

/** The names that a text reads, as often as it does. */
export function namesIn(template: string): readonly string[] {
  return [...template.matchAll(PLACE)].flatMap(([, name]) => (name === undefined ? [] : [name]))
}

/** At most so many UTF-16 units, with `…` for what is gone; no character is cut in two. */
export function shortened(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text
  if (charsMax < 1) return ''
  return `${text.slice(0, charsMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/**
 * One line without what cannot be seen: control characters, and the marks that turn the direction of writing round, by which a value could
 * make the words beside it say something else.
 */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim()
}
