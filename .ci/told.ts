/** What `bun test` has said, read: its counts at the end, and the tests that failed. */

export interface Failure {
  /** From the folder that the tests were run in. */
  readonly file: string
  /** What was said from the end of the test before it to its own end. */
  readonly words: string
}

/** The last line that is nothing but a number and the word; 0 where there is none. */
export function countOf(text: string, word: string): number {
  return Number([...text.matchAll(new RegExp(`^ *(\\d+) ${word}$`, 'gm'))].at(-1)?.[1] ?? 0)
}

const FILE = /^(\S+\.test\.tsx?):$/
const ENDED = /^\((pass|fail|skip|todo)\) /
/** `bun test` says all failures again when it is through. */
const AGAIN = /^\d+ tests? failed:$/

/** Each test that failed, in the order in which they did. */
export function failuresOf(text: string): Failure[] {
  const failures: { readonly file: string; words: string }[] = []
  let file = ''
  let since: string[] = []
  for (const line of text.split('\n')) {
    if (AGAIN.test(line)) break
    file = FILE.exec(line)?.[1] ?? file
    since.push(line)
    // Said of a failure after its end: "this test timed out".
    if (line.startsWith('  ^ ') && since.length === 1 && failures.length > 0)
      failures.at(-1)!.words += `\n${line}`
    if (line.startsWith('(fail) ')) failures.push({ file, words: since.join('\n').trim() })
    if (ENDED.test(line) || FILE.test(line)) since = []
  }
  return failures
}
