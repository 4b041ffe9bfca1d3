import { createVisitorClient } from '@pult/client'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { ADMIN, startProgram, temporaryFolder } from '../testing/program.ts'

// Real programs, on machines that do other things as well.
setDefaultTimeout(120_000)

/** On two cores, shared with everything else that a test machine does. */
const FIRST_START_MS_MAX = 2_000
/** Whoever restarts waits for this; the log behind is not read, only what is alive. */
const NEXT_START_MS_MAX = 1_500
const TRIES_MAX = 3
const RECORDS = 10_000
const CLIENTS = 10
/** What one connection may have without an answer. */
const IN_FLIGHT = 16

/** Milliseconds from the start of the process to the first answer of `/healthz`. */
async function startMs(
  data: string,
): Promise<{ ms: number; program: Awaited<ReturnType<typeof startProgram>> }> {
  const beganMs = performance.now()
  const program = await startProgram({ PULT_DATA: data })
  const answer = await fetch(`${program.url}/healthz`)
  expect(answer.status).toBe(200)
  return { ms: performance.now() - beganMs, program }
}

type Started = Awaited<ReturnType<typeof startMs>>

/** The first start that is in time, of three at most: what else the machine does makes a start slow, and nothing makes it quick. The others are killed. */
async function startInTime(data: () => string, limitMs: number): Promise<Started> {
  for (let tries = 1; ; tries += 1) {
    const started = await startMs(data())
    if (started.ms < limitMs || tries === TRIES_MAX) return started
    await started.program.stop('SIGKILL')
  }
}

test('[SV10] a first start answers in time, and so does one with a long log behind it', async () => {
  using folder = temporaryFolder()
  let path = ''
  const fresh = (): string => (path = mkdtempSync(join(folder.path, 'data-')))
  const first = await startInTime(fresh, FIRST_START_MS_MAX)
  expect(first.ms).toBeLessThan(FIRST_START_MS_MAX)
  const { url } = first.program
  const demo = await (await fetch(`${url}/demo`)).text()
  const channelKey = /data-channel="([^"]+)"/.exec(demo)?.[1] ?? ''
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const visitor = createVisitorClient({ url, channelKey })
      visitor.connect()
      await visitor.sendMessage({ body: 'первое' }).sent
      const each = Math.ceil(RECORDS / CLIENTS / IN_FLIGHT)
      await Promise.all(
        Array.from({ length: IN_FLIGHT }, async () => {
          for (let number = 0; number < each; number += 1) {
            await visitor.command('sendMessage', { body: `сообщение ${number}` })
          }
        }),
      )
      visitor.close()
    }),
  )
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(Number(/^pult_log_seq (\d+)/m.exec(metrics)?.[1])).toBeGreaterThan(RECORDS)
  // The hard way, so that the read models are behind the log.
  await first.program.stop('SIGKILL')
  const second = await startInTime(() => path, NEXT_START_MS_MAX)
  expect(second.ms).toBeLessThan(NEXT_START_MS_MAX)
  const login = await fetch(`${second.program.url}/api/v1/login`, {
    method: 'POST',
    body: JSON.stringify(ADMIN),
  })
  expect(login.status).toBe(200)
  expect(await second.program.stop()).toBe(0)
  process.stdout.write(
    `first start ${first.ms.toFixed(0)} ms, with ${RECORDS} records ${second.ms.toFixed(0)} ms\n`,
  )
})
