/**
 * Runs the tests: those in a browser, which wait more than they work, beside all the others. What the others say is shown at once, what the browser's
 * say when they are through, and at last the counts of both.
 *
 *   npm test                    everything
 *   npm test -- e2e/ends        files whose path holds these words, in one process, as `bun test` does
 */
const OPTIONS = ['--timeout', '30000']
const BROWSER = 'e2e'

const asked = process.argv.slice(2)
if (asked.length > 0) process.exit(await run([...asked]).exited)

const others = run(['--path-ignore-patterns', `${BROWSER}/**`], 'shown')
const browser = run([BROWSER], 'kept')
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    others.kill(signal)
    browser.kill(signal)
    process.exit(130)
  })
}
const [shown, kept] = await Promise.all([
  read(others, (text) => process.stdout.write(text)),
  read(browser, () => undefined),
])
process.stdout.write(`\nIn a browser:\n\n${kept}\n`)
const count = (word: string): number => countOf(shown, word) + countOf(kept, word)
const codes = [await others.exited, await browser.exited]
process.stdout.write(
  `Both together:\n\n ${count('pass')} pass\n ${count('skip')} skip\n ${count('fail')} fail\n`,
)
// A process that was killed has counted nothing.
// Not at once: what was said is on its way through a pipe.
process.exitCode = codes.find((code) => code !== 0) ?? 0

function run(words: readonly string[], output: 'shown' | 'kept' | 'inherit' = 'inherit') {
  const to = output === 'inherit' ? 'inherit' : 'pipe'
  return Bun.spawn([process.execPath, 'test', ...OPTIONS, ...words], { stdout: to, stderr: to })
}

/** All that it says on both ways out; `heard` is told of it at once. */
async function read(child: ReturnType<typeof run>, heard: (text: string) => void): Promise<string> {
  let all = ''
  const take = async (stream: ReadableStream<Uint8Array> | number | undefined): Promise<void> => {
    if (!(stream instanceof ReadableStream)) return
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      all += text
      heard(text)
    }
  }
  await Promise.all([take(child.stdout), take(child.stderr)])
  return all
}

/** The last line that is nothing but a number and the word, as `bun test` ends. */
function countOf(text: string, word: string): number {
  return Number([...text.matchAll(new RegExp(`^ *(\\d+) ${word}$`, 'gm'))].at(-1)?.[1] ?? 0)
}
