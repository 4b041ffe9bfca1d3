/**
 * Runs the tests: those in a browser, which wait more than they work, beside all the others. What the others say is shown at once, what the browser's
 * say when they are through. A file in which something failed is then run once more, with nothing beside it: on a busy machine a test that waits may
 * have waited too little, and what fails alone as well has failed. Not so a property that an example broke: other examples would say nothing of that
 * one. At last the counts, and whatever failed at first, in its own words.
 *
 *   npm test                    everything
 *   npm test -- e2e/ends        files whose path holds these words, in one process and once, as `bun test` does
 */
import { countOf, failuresOf, type Failure } from './told.ts'

const OPTIONS = ['--timeout', '30000']
const BROWSER = 'e2e'
/** Files that are run again: where more fail, the machine is not to blame. */
const AGAIN_MAX = 3
/** How fast-check begins what it says of an example that it found. */
const BROKEN_PROPERTY = 'Property failed after'

const asked = process.argv.slice(2)
if (asked.length > 0) process.exit(await run([...asked]).exited)

// `bun test` finds nothing in folders whose name begins with a dot.
const own = run(['./.ci/told.test.ts'], 'shown')
const others = run(['--path-ignore-patterns', `${BROWSER}/**`], 'shown')
const browser = run([BROWSER], 'kept')
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const child of [own, others, browser]) child.kill(signal)
    process.exit(130)
  })
}
const said = await Promise.all([
  read(own, (text) => process.stdout.write(text)),
  read(others, (text) => process.stdout.write(text)),
  read(browser, () => undefined),
])
process.stdout.write(`\nIn a browser:\n\n${said.at(-1)}\n`)
const codes = await Promise.all([own.exited, others.exited, browser.exited])
const failed = said.map((text) => failuresOf(text))
const failures = failed.flat()
const counts = new Map(
  ['pass', 'skip', 'fail'].map((word) => [word, said.reduce((sum, text) => sum + countOf(text, word), 0)]),
)

const files = [...new Set(failures.map(({ file }) => file))]
// One that was killed, or a file that could not even be read, names no test that failed.
const isExplained = said.every(
  (text, index) =>
    codes[index] === 0 || (failed[index].length > 0 && failed[index].length === countOf(text, 'fail')),
)
const isTriedAgain =
  isExplained && files.length <= AGAIN_MAX && !failures.some(({ words }) => words.includes(BROKEN_PROPERTY))
const isKept = codes.every((code) => code === 0) || (isTriedAgain && (await passAlone(files)))
process.stdout.write(`${failures.map((failure) => shown(failure)).join('')}\n`)
if (isKept && failures.length > 0) {
  process.stdout.write(`The above failed beside the others and passed alone: ${files.join(', ')}\n\n`)
  counts.set('pass', counts.get('pass')! + failures.length).set('fail', 0)
}
counts.set('alone', isKept ? failures.length : 0)
process.stdout.write(`All together:\n\n${[...counts].map(([word, count]) => ` ${count} ${word}\n`).join('')}`)
// A process that was killed has counted nothing. Not at once: what was said is on its way through a pipe.
process.exitCode = isKept ? 0 : (codes.find((code) => code !== 0) ?? 0)

async function passAlone(names: readonly string[]): Promise<boolean> {
  process.stdout.write(`\nOnce more, alone: ${names.join(', ')}\n\n`)
  return (await run(names.map((name) => `./${name}`)).exited) === 0
}

function shown({ file, words }: Failure): string {
  return `\nFailed in ${file}:\n${words}\n`
}

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
