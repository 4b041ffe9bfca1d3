/**
 * Runs the tests in three processes at once: those in a browser and those that start programs wait more than they work. What the last group says is shown at once,
 * what the others say when they are through, and at last the counts of all.
 *
 *   npm test                    everything
 *   npm test -- e2e/ends        files whose path holds these words, in one process, as `bun test` does
 */
const OPTIONS = ['--timeout', '30000']
const BROWSER = ['e2e']
const PROGRAMS = ['packages/cluster', 'packages/conformance', 'packages/server', 'packages/storage']

const asked = process.argv.slice(2)
if (asked.length > 0) process.exit(await run([...asked]).exited)

const elsewhere = [...BROWSER, ...PROGRAMS].flatMap((folder) => ['--path-ignore-patterns', `${folder}/**`])
const groups = [
  {
    name: 'In a browser',
    child: run(
      BROWSER.map((folder) => `./${folder}/`),
      'kept',
    ),
  },
  {
    name: 'With programs',
    child: run(
      PROGRAMS.map((folder) => `./${folder}/`),
      'kept',
    ),
  },
  { name: 'All others', child: run(elsewhere, 'shown') },
]
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const { child } of groups) child.kill(signal)
    process.exit(130)
  })
}
const said = await Promise.all(
  groups.map(({ name, child }) => read(child, name === 'All others' ? show : () => undefined)),
)
for (const [index, { name }] of groups.entries())
  if (name !== 'All others') show(`\n${name}:\n\n${said[index]}\n`)
const count = (word: string): number => said.reduce((sum, text) => sum + countOf(text, word), 0)
show(`All together:\n\n ${count('pass')} pass\n ${count('skip')} skip\n ${count('fail')} fail\n`)
// A process that was killed has counted nothing.
const codes = await Promise.all(groups.map(({ child }) => child.exited))
// Not at once: what was said is on its way through a pipe.
process.exitCode = codes.find((code) => code !== 0) ?? 0

function show(text: string): void {
  process.stdout.write(text)
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

/** The last line that is nothing but a number and the word, as `bun test` ends. */
function countOf(text: string, word: string): number {
  return Number([...text.matchAll(new RegExp(`^ *(\\d+) ${word}$`, 'gm'))].at(-1)?.[1] ?? 0)
}
