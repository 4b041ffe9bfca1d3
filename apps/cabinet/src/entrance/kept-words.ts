import type { Words } from '../words/words.ts'

/** What of one's own work outlives the way out: each a sentence, none where there is nothing. */
export function keptSentences(
  words: Words,
  kept: { readonly drafts: number; readonly waiting: number },
): string[] {
  return [
    ...(kept.drafts === 0 ? [] : [words.count('out.kept.drafts', kept.drafts)]),
    ...(kept.waiting === 0 ? [] : [words.count('out.kept.waiting', kept.waiting)]),
  ]
}
