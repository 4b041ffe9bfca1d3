import type { TrialReport } from './run-trial.ts'

/** Sentences shown of one trial; the rest is as a rule the same again. */
const FAILURES_SHOWN = 10

/** The table at the end, and under it what failed. */
export function summarise(reports: readonly TrialReport[]): string {
  const rows = reports.map(({ trial, size, outcome, result, seconds }) => [
    trial.name,
    outcome === 'skipped' ? 'NOT RUN' : outcome === 'passed' ? 'kept' : 'BROKEN',
    `${round(result.done)}/${size} ${trial.unit}`,
    String(result.failures.length),
    `${seconds.toFixed(0)} s`,
    Object.entries(result.figures)
      .map(([name, value]) => `${name} ${typeof value === 'number' ? round(value) : value}`)
      .join(', '),
  ])
  const table = [['trial', '', 'done', 'failures', 'time', 'figures'], ...rows]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]!.length)))
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  for (const { trial, result } of reports) {
    const { failures } = result
    if (failures.length === 0) continue
    lines.push('', `${trial.name}: ${trial.sentence}`)
    for (const failure of failures.slice(0, FAILURES_SHOWN)) lines.push(`  - ${failure}`)
    if (failures.length > FAILURES_SHOWN) lines.push(`  and ${failures.length - FAILURES_SHOWN} more`)
  }
  return lines.join('\n')
}

function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100
}
