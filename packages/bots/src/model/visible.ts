/**
 * What a text may be made of, whoever wrote it: signs that show. Unseen ones hide words from people and from the checks, turn writing round, or
 * make one host look like another.
 */

/** Fillers that show as nothing though they count as letters, marks or symbols. */
const FILLERS = /\u115f|\u1160|\u3164|\uffa0|\u2800|\u034f|\u17b4|\u17b5|\u180b|\u180c|\u180d|\u180f/g
/** One of these between two pictures makes them one picture; anywhere else it hides. */
const JOINER =
  /(?<!\p{Extended_Pictographic}\ufe0f?[\u{1f3fb}-\u{1f3ff}]?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu
const UNSEEN = /(?!\u200d)[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu
/** Latin in another shape: full width, mathematical, in circles and squares. A browser reads it as Latin in a host. */
const DRESSED = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}\u2460-\u24ff\u{1f110}-\u{1f12f}\u{1f130}-\u{1f149}]/gu
/** Marks heaped on one letter cover the lines above. */
const HEAPED_MARKS = /(\p{M}{3})\p{M}+/gu
const BREAKS = /\r\n?|[\u2028\u2029\u0085\v\f]/g
const SPACES = /[^\S\n]|\u00a0/g

/** The same text without what does not show; lines end in `\n`, spaces are spaces. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(BREAKS, '\n')
    .replace(SPACES, ' ')
    .replace(FILLERS, '')
    .replace(JOINER, '')
    .replace(UNSEEN, (sign) => (sign === '\n' ? sign : ''))
    .replace(DRESSED, (sign) => sign.normalize('NFKC'))
    .replace(HEAPED_MARKS, '$1')
    .normalize('NFC')
}
