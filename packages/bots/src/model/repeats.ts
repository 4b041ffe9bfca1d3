import { wordsIn } from '../flow/wording.ts'

/**
 * Whether a text says so many words of another one after another, whatever stands between them. It finds what is recited, not what is told in
 * other words or in another language: nothing that must stay secret belongs into what a model is told.
 */
export function repeats(text: string, of: string, wordsMin: number): boolean {
  const known = runsOf(wordsIn(of), wordsMin)
  if (known.size === 0) return false
  for (const run of runsOf(wordsIn(text), wordsMin)) if (known.has(run)) return true
  return false
}

function runsOf(words: readonly string[], length: number): ReadonlySet<string> {
  const runs = new Set<string>()
  for (let at = 0; at + length <= words.length; at += 1) runs.add(words.slice(at, at + length).join(' '))
  return runs
}
