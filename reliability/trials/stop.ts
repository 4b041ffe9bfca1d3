import { join } from 'node:path'
import { closeCodes } from '@pult/protocol'
import { furnish } from '../door.ts'
import { audit, markOf } from '../load/audit.ts'
import { gather, work } from '../load/crowd.ts'
import { fileFaults } from '../load/files.ts'
import { look } from '../load/look.ts'
import { openNotebook, openOf, type Asked } from '../load/notebook.ts'
import { startPult } from '../program.ts'
import { randomFrom } from '../random.ts'
import { median } from '../statistics.ts'
import type { Trial } from '../trial.ts'

const VISITORS = 8
const OPERATORS = 3
const CAPACITY = 1_000
/** A life under load before the signal. */
const LIFE_MS_MIN = 200
const LIFE_MS_MAX = 600
/** [SV8] */
const STOP_MS_MAX = 10_000

export const stop: Trial = {
  name: 'stop',
  sentence:
    'SIGTERM under load: nothing acknowledged is lost, every connection hears 4001, no request gets a 5xx but the word that it stops, exit code 0 within 10 s.',
  unit: 'stops',
  sizes: { ci: 20, release: 500 },
  missing: () => null,
  async run({ size, seed, folder, progress }) {
    const directory = join(folder, 'data')
    const random = randomFrom(seed)
    const failures: string[] = []
    const stopsMs: number[] = []
    let acknowledged = 0
    let openAtTheStop = 0
    let tooLate = 0
    let done = 0
    let server = await startPult({ directory })
    const desk = await furnish(server.url, { operators: OPERATORS, capacity: CAPACITY })
    const crowd = await gather(server.url, desk, VISITORS, random)
    let leftOpen: readonly Asked[] = []
    while (done < size) {
      done += 1
      const ending = server
      const notebook = openNotebook(leftOpen)
      const lifeMs = LIFE_MS_MIN + random() * (LIFE_MS_MAX - LIFE_MS_MIN)
      let code: number | undefined
      let stopMs = 0
      const scene = await work(crowd, ending.url, notebook, async () => {
        await Bun.sleep(lifeMs)
        const askedAt = performance.now()
        code = await ending.stop('SIGTERM')
        stopMs = performance.now() - askedAt
      })
      stopsMs.push(stopMs)
      server = await startPult({ directory, port: ending.port })
      leftOpen = openOf(notebook)
      acknowledged += notebook.acknowledged
      openAtTheStop += leftOpen.length
      const seen = await look(server.url, notebook, desk, crowd.visitors)
      const faults = [...scene.faults, ...audit(notebook, seen)]
      faults.push(...ending.complaints())
      if (notebook.acknowledged === 0) faults.push('nothing was acknowledged before it was stopped')
      if (code !== 0) faults.push(`the exit code is ${code}`)
      if (stopMs > STOP_MS_MAX) faults.push(`it took ${stopMs.toFixed(0)} ms to stop`)
      // What happened had been taken up. What did not was waiting in the kernel when the door closed, like anybody who comes a moment later.
      const marks = new Set([...seen.messages.values()].flat().map(({ body }) => markOf(body)))
      const unanswered = scene.cutRequests.filter((key) => marks.has(key)).length
      if (unanswered > 0) faults.push(`${unanswered} requests were carried out and never answered`)
      tooLate += scene.cutRequests.length - unanswered
      const lines = OPERATORS + VISITORS - 1
      if (scene.closes.size !== lines) faults.push(`${scene.closes.size} of ${lines} lines were closed`)
      for (const [actor, close] of scene.closes)
        if (close !== closeCodes.shuttingDown) faults.push(`${actor} heard ${close} instead of 4001`)
      failures.push(...faults.map((words) => `stop ${done}: ${words}`))
      progress(done, `${acknowledged} acknowledged, ${failures.length} failures`)
    }
    await server.stop()
    failures.push(...fileFaults(directory))
    return {
      done,
      failures,
      figures: {
        acknowledged,
        openAtTheStop,
        requestsTooLate: tooLate,
        stopMsMedian: Math.round(median(stopsMs)),
        stopMsWorst: Math.round(Math.max(...stopsMs)),
      },
    }
  },
}
