/**
 * Asks `/healthz` again and again, in a process of its own, so that it measures the server's event loop and not that of whoever makes the load.
 * `bun reliability/soak/pinger.ts http://127.0.0.1:…`, started by the trial `soak`.
 */
import type { Pings } from './messages.ts'

const EVERY_MS = 50
const TELL_EVERY = 40

const url = process.argv[2]!
process.on('disconnect', () => process.exit(0))
let answersMs: number[] = []
let failed = 0
for (let number = 1; ; number += 1) {
  const askedAt = performance.now()
  try {
    const answer = await fetch(`${url}/healthz`)
    await answer.text()
    answersMs.push(performance.now() - askedAt)
    if (!answer.ok) failed += 1
  } catch {
    failed += 1
  }
  if (number % TELL_EVERY === 0) {
    process.send?.({ answersMs, failed } satisfies Pings)
    answersMs = []
    failed = 0
  }
  await Bun.sleep(Math.max(0, EVERY_MS - (performance.now() - askedAt)))
}
