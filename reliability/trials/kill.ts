import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { furnish, readUntil } from '../door.ts'
import { audit } from '../load/audit.ts'
import { gather, work, type Crowd } from '../load/crowd.ts'
import { fileFaults, recordsIn } from '../load/files.ts'
import { look } from '../load/look.ts'
import { openNotebook, openOf, type Asked } from '../load/notebook.ts'
import { startPult, type Running } from '../program.ts'
import { randomFrom } from '../random.ts'
import { median } from '../statistics.ts'
import type { Trial, TrialContext } from '../trial.ts'

/** As many programs at once, each with its own data: while one starts, the other works, and no core waits. */
const SERVERS = 2
const VISITORS = 6
const OPERATORS = 2
const CAPACITY = 1_000
/** A life of the server under load: long enough for some hundred commands, at a moment that nobody chose. */
const LIFE_MS_MIN = 100
const LIFE_MS_MAX = 300
/** A restart that takes longer is a failure however busy the machine: ten times the goal of a second. */
const RESTART_MS_MAX = 10_000
/** Enough to see what is wrong; after so many the rest of the run would only repeat it. */
const FAILURES_MAX = 50
/** As the shell counts: 128 and SIGKILL's 9. */
const KILLED = 137

export const kill: Trial = {
  name: 'kill',
  sentence:
    'kill -9 under load, again and again on the same data: nothing that was acknowledged is lost, nothing is there twice, the log has no hole.',
  unit: 'kills',
  sizes: { ci: 200, release: 10_000 },
  missing: () => null,
  async run(context) {
    const tally: Tally = { done: 0, acknowledged: 0, resumed: 0, records: 0, restartsMs: [], failures: [] }
    await Promise.all(Array.from({ length: SERVERS }, (_, index) => killAgainAndAgain(context, index, tally)))
    const { restartsMs, acknowledged, resumed, done } = tally
    // A life without work, or a death in its pause, would keep every promise.
    if (acknowledged < done)
      tally.failures.push(`${acknowledged} commands were acknowledged in ${done} lives`)
    if (resumed === 0) tally.failures.push('nothing was ever open when it was killed')
    return {
      done: tally.done,
      failures: tally.failures,
      figures: {
        acknowledged: tally.acknowledged,
        openAtTheKill: tally.resumed,
        records: tally.records,
        restartMsMedian: Math.round(median(restartsMs)),
        restartMsWorst: Math.round(Math.max(...restartsMs)),
      },
    }
  },
}

interface Tally {
  done: number
  acknowledged: number
  /** Commands that were open when the server died and were asked again. */
  resumed: number
  records: number
  readonly restartsMs: number[]
  readonly failures: string[]
}

async function killAgainAndAgain(context: TrialContext, index: number, tally: Tally): Promise<void> {
  const directory = join(context.folder, `data-${index}`)
  const random = randomFrom(context.seed + index)
  let server = await startPult({ directory })
  const desk = await furnish(server.url, { operators: OPERATORS, capacity: CAPACITY })
  const crowd = await gather(server.url, desk, VISITORS, random)
  let leftOpen: readonly Asked[] = []
  while (tally.done < context.size && tally.failures.length < FAILURES_MAX) {
    tally.done += 1
    const dying = server
    const notebook = openNotebook(leftOpen)
    const lifeMs = LIFE_MS_MIN + random() * (LIFE_MS_MAX - LIFE_MS_MIN)
    const scene = await work(crowd, dying.url, notebook, async () => {
      await Bun.sleep(lifeMs)
      await dying.kill()
    })
    server = await startPult({ directory, port: dying.port })
    tally.restartsMs.push(server.readyMs)
    const seen = await look(server.url, notebook, desk, crowd.visitors)
    leftOpen = openOf(notebook)
    tally.acknowledged += notebook.acknowledged
    tally.resumed += leftOpen.length
    const faults = [...scene.faults, ...audit(notebook, seen), ...dying.complaints()]
    const code = await dying.exited
    if (code !== KILLED) faults.push(`it ended with ${code} before it was killed`)
    if (server.readyMs > RESTART_MS_MAX) faults.push(`the restart took ${server.readyMs.toFixed(0)} ms`)
    tally.failures.push(...faults.map((words) => `server ${index}, kill ${tally.done}: ${words}`))
    context.progress(tally.done, `${tally.acknowledged} acknowledged, ${tally.failures.length} failures`)
  }
  tally.failures.push(
    ...(await lookBehind(server, crowd)).map((words) => `server ${index}, at the end: ${words}`),
  )
  tally.records += recordsIn(directory)
}

/** The files are sound, and read models made anew from the log show what the old ones showed. */
async function lookBehind(server: Running, crowd: Crowd): Promise<string[]> {
  const before = await everything(server, crowd)
  await server.kill()
  const faults = fileFaults(server.directory)
  for (const ending of ['', '-wal', '-shm'])
    rmSync(join(server.directory, `workspaces/main/read.sqlite${ending}`), { force: true })
  const anew = await startPult({ directory: server.directory, port: server.port })
  const after = await everything(anew, crowd)
  for (const [path, text] of before)
    if (after.get(path) !== text) faults.push(`${path} is not what the log says`)
  await anew.stop()
  return [...faults, ...anew.complaints()]
}

/** Every chat and every session, as text. */
async function everything({ url }: Running, { desk, visitors }: Crowd): Promise<Map<string, string>> {
  const pages = new Map<string, string>()
  for (const { token, chatId } of visitors) {
    const path = `/chats/${chatId}/messages`
    pages.set(path, JSON.stringify(await readUntil(url, token, path, () => false)))
  }
  pages.set('/sessions', JSON.stringify(await readUntil(url, desk.adminToken, '/sessions', () => false)))
  return pages
}
