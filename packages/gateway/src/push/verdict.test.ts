import { expect, test } from 'bun:test'
import { verdictOf } from './verdict.ts'

const NOW = Date.parse('2026-11-22T10:00:00.000Z')
type Case = readonly [
  what: string,
  status: number | null,
  retryAfter: string | null,
  tries: number,
  verdict: string,
]
const cases: readonly Case[] = [
  ['it was taken', 201, null, 1, 'sent'],
  ['it was taken, in words of another service', 200, null, 3, 'sent'],
  ['the browser is gone', 410, null, 1, 'gone'],
  ['the browser was never there', 404, '10', 1, 'gone'],
  ['no answer', null, null, 1, 'again 3000'],
  ['no answer again', null, null, 2, 'again 12000'],
  ['no answer for the third time', null, null, 3, 'failed'],
  ['the service stumbled', 500, null, 1, 'again 3000'],
  ['too much at once', 429, '30', 1, 'again 30000'],
  ['too much at once, until a time', 429, 'Sun, 22 Nov 2026 10:01:00 GMT', 1, 'again 60000'],
  ['until a time that has passed', 503, 'Sun, 22 Nov 2026 09:00:00 GMT', 1, 'again 3000'],
  ['a rest of an hour', 429, '3600', 1, 'failed'],
  ['a rest of nonsense', 503, 'soon', 1, 'again 3000'],
  ['a rest that is shorter than ours', 503, '0', 1, 'again 3000'],
  ['it was too long', 413, null, 1, 'failed'],
  ['our name is not believed', 403, null, 1, 'failed'],
  ['somewhere else', 302, null, 1, 'failed'],
]
for (const [what, status, retryAfter, tries, verdict] of cases) {
  test(`[PU6] ${what} (${status ?? 'none'}, ${retryAfter ?? 'no'} Retry-After, try ${tries}): ${verdict}`, () => {
    const made = verdictOf(status, retryAfter, tries, NOW, () => 0.5)
    expect('afterMs' in made ? `${made.name} ${made.afterMs}` : made.name).toBe(verdict)
  })
}
