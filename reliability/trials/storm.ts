import { join } from 'node:path'
import { furnish } from '../door.ts'
import { inTurn } from '../in-turn.ts'
import { openPeer } from '../peer.ts'
import { startPult } from '../program.ts'
import { withFiles } from '../files-open.ts'
import type { GeneratorMessage, GeneratorOrder } from '../storm/messages.ts'
import type { Trial } from '../trial.ts'

const GENERATORS = 2
const JITTER_MS = 2_000
/** After the jitter, everybody has to be back within so long: what the promise gives. */
const BACK_MS_MAX = 3_000
/** As many are answered by an operator while they come back, so that there is something to miss. */
const ANSWERED = 500
const ANSWERS_AT_ONCE = 8
const CAPACITY = 1_000
/** [RT31] A goal that fewer clients could not show. */
const RESUMES_A_SECOND_MIN = 2_000
const RESUMES_SHOWN_BY = 5_000
const GENERATOR = new URL('../storm/generator.ts', import.meta.url).pathname

export const storm: Trial = {
  name: 'storm',
  sentence:
    'The server is killed under its clients, some of them writing, and started again: all are back within the jitter of 2 s and 3 s more, with nothing missed and nothing twice.',
  unit: 'clients',
  sizes: { ci: 5_000, release: 20_000 },
  runs: 'alone',
  missing: () => null,
  async run({ size, seed, folder, progress }) {
    const directory = join(folder, 'data')
    // Each client is a file of the server; 500 more for what it has open itself.
    const command = withFiles(size + 500)
    const server = await startPult({ directory, command })
    const desk = await furnish(server.url, { operators: 1, capacity: CAPACITY })
    const failures: string[] = []
    const generators = Array.from({ length: GENERATORS }, (_, index) =>
      startGenerator({
        url: server.url,
        channelKey: desk.channelKey,
        count: Math.floor(size / GENERATORS) + (index < size % GENERATORS ? 1 : 0),
        seed: seed + index,
        jitterMs: JITTER_MS,
      }),
    )
    const sessionIds = (await Promise.all(generators.map(({ ready }) => ready))).flatMap(
      (ready) => ready.sessionIds,
    )
    progress(0, 'everybody is connected')
    await Bun.sleep(500)

    const killedAt = Date.now()
    await server.kill()
    const startedAt = Date.now()
    const again = await startPult({ directory, command, port: server.port })
    const servingAt = startedAt + again.listeningMs
    const [operator] = desk.operators
    const peer = await openPeer({
      url: again.url,
      flavour: 'operator',
      token: operator!.token,
      instance: 'storm',
    })
    const bodies: Record<string, string> = {}
    const answering = inTurn(Math.min(ANSWERED, sessionIds.length), ANSWERS_AT_ONCE, async (index) => {
      const sessionId = sessionIds[Math.floor((index * sessionIds.length) / ANSWERED) % sessionIds.length]!
      await peer.ask('takeSession', { sessionId })
      const body = `answer-${index} to you`
      const answer = await peer.ask('sendMessage', { sessionId, body })
      if (answer.kind === 'done') bodies[sessionId] = body
      else failures.push(`an answer was not taken: ${JSON.stringify(answer)}`)
    })
    const back = await Promise.all(generators.map(({ back }) => back))
    progress(size, 'everybody is back')
    await answering
    for (const { child } of generators) child.send({ kind: 'answers', bodies })
    const reports = await Promise.all(generators.map(({ report }) => report))
    failures.push(...reports.flatMap(({ faults }) => faults), ...again.complaints())

    const times = back.flatMap((message) => message.times).toSorted((one, other) => one - other)
    const tookMs = times.at(-1)! - servingAt
    const late: string[] = []
    if (tookMs > JITTER_MS + BACK_MS_MAX)
      late.push(`the last was back ${tookMs.toFixed(0)} ms after the server was`)
    const acknowledged = reports.reduce((sum, { acknowledged }) => sum + acknowledged, 0)
    const repeated = reports.reduce((sum, { repeated }) => sum + repeated, 0)
    // Everybody wrote once when they came, and again what was open at the kill.
    if (acknowledged - repeated <= size) failures.push('nobody was writing when the server was killed')
    const best = bestSecond(times)
    if (size >= RESUMES_SHOWN_BY && best < RESUMES_A_SECOND_MIN)
      late.push(`no second saw more than ${best} resumes`)
    peer.close()
    await again.stop()
    return {
      done: times.length,
      failures,
      late,
      figures: {
        listeningMs: Math.round(again.listeningMs),
        backMs: Math.round(tookMs),
        backMsFromTheKill: times.at(-1)! - killedAt,
        resumesPerSecond: Math.round((times.length / tookMs) * 1000),
        resumesInTheBestSecond: best,
        snapshots: back.reduce((sum, { snapshots }) => sum + snapshots, 0),
        answered: Object.keys(bodies).length,
        acknowledged,
        openAtTheKill: repeated,
      },
    }
  },
}

/** The most that fell into a window of one second. */
function bestSecond(times: readonly number[]): number {
  let from = 0
  let best = 0
  for (const [to, time] of times.entries()) {
    while (time - times[from]! > 1_000) from += 1
    best = Math.max(best, to - from + 1)
  }
  return best
}

type Told<K extends GeneratorMessage['kind']> = Extract<GeneratorMessage, { kind: K }>

interface Generator {
  readonly child: Bun.Subprocess
  readonly ready: Promise<Told<'ready'>>
  readonly back: Promise<Told<'back'>>
  readonly report: Promise<Told<'report'>>
}

function startGenerator(order: GeneratorOrder): Generator {
  const ready = Promise.withResolvers<Told<'ready'>>()
  const back = Promise.withResolvers<Told<'back'>>()
  const report = Promise.withResolvers<Told<'report'>>()
  const child = Bun.spawn([process.execPath, GENERATOR, JSON.stringify(order)], {
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    ipc(message: GeneratorMessage) {
      if (message.kind === 'ready') ready.resolve(message)
      else if (message.kind === 'back') back.resolve(message)
      else report.resolve(message)
    },
    onExit() {
      const ended = new Error('a generator ended before it had reported')
      for (const { reject } of [ready, back, report]) reject(ended)
    },
  })
  return { child, ready: ready.promise, back: back.promise, report: report.promise }
}
