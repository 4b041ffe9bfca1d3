import type { Sent, Tally } from './tally.ts'

export interface Outcome {
  readonly clients: number
  readonly operators: number
  readonly elapsedMs: number
  readonly tally: Tally
  readonly lost: ReadonlySet<string>
}

/** The least number that so many percent of the values do not exceed; undefined of nothing. */
export function percentile(sorted: readonly number[], percent: number): number | undefined {
  if (sorted.length === 0) return undefined
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)]
}

/** The summary as a table for people. */
export function report({ clients, operators, elapsedMs, tally, lost }: Outcome): string {
  const all = [...tally.messages.values()]
  const acknowledged = all.filter(({ messageId }) => messageId !== undefined)
  const of = (side: Sent['side']): Sent[] => all.filter((sent) => sent.side === side)
  const rows: [string, string][] = [
    ['people', `${clients} clients, ${operators} operators, ${(elapsedMs / 1000).toFixed(1)} s`],
    ['sessions', `${tally.sessions}, of them rated ${tally.ratings}`],
    ['sent', `${all.length} (clients ${of('client').length}, operators ${of('operator').length})`],
    [
      'acknowledged',
      `${acknowledged.length}, ${((acknowledged.length * 1000) / Math.max(1, elapsedMs)).toFixed(1)} a second`,
    ],
    ['told to operators', String(of('client').filter(({ toldAtMs }) => toldAtMs !== undefined).length)],
    ['told to clients', String(of('operator').filter(({ toldAtMs }) => toldAtMs !== undefined).length)],
    ['send → acknowledged', latencies(all, ({ ackedAtMs }) => ackedAtMs)],
    ['send → operator', latencies(of('client'), ({ toldAtMs }) => toldAtMs)],
    ['send → client, away too', latencies(of('operator'), ({ toldAtMs }) => toldAtMs)],
    ['refused by life', codes(tally.refusals)],
    ['errors', codes(tally.errors)],
    ['reconnects', String(tally.reconnects)],
    ['without an answer', String(tally.pending)],
    ['lost', String(lost.size)],
    ['doubled', String(tally.doubled.size)],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}

function latencies(sent: readonly Sent[], until: (sent: Sent) => number | undefined): string {
  const values = sent.flatMap((one) => {
    const endMs = until(one)
    return endMs === undefined ? [] : [endMs - one.atMs]
  })
  values.sort((a, b) => a - b)
  const shown = [50, 95, 99].map((percent) => `p${percent} ${ms(percentile(values, percent))}`)
  return `${shown.join(', ')}, most ${ms(values.at(-1))}`
}

function ms(value: number | undefined): string {
  return value === undefined ? '–' : `${value.toFixed(value < 10 ? 1 : 0)} ms`
}

function codes(counts: ReadonlyMap<string, number>): string {
  if (counts.size === 0) return '0'
  const total = [...counts.values()].reduce((sum, one) => sum + one, 0)
  const parts = [...counts].toSorted(([, a], [, b]) => b - a).map(([code, times]) => `${code} ${times}`)
  return `${total} (${parts.join(', ')})`
}
