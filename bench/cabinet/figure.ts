import { cpus, loadavg } from 'node:os'

/** One thing that was measured, as often as it was: the table shows the median of the runs. */
export interface Figure {
  readonly what: string
  /** Null: told, not asked for. */
  readonly atMost: number | null
  readonly unit: 'ms' | 'KB' | 'MB' | '' | '%' | 'KB/h'
  readonly runs: readonly number[]
}

export function figure(
  what: string,
  unit: Figure['unit'],
  runs: readonly number[],
  atMost: number | null = null,
): Figure {
  return { what, unit, runs, atMost }
}

/** The value below which `share` (0 to 1) of them lie, by the nearest rank. Zero for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0
}

/** The middle one, and between the two middle ones where their number is even: the nearest rank would always take the better of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const upper = sorted[Math.floor(half)] ?? 0
  return Number.isInteger(half) ? ((sorted[half - 1] ?? upper) + upper) / 2 : upper
}

/** A table in Markdown: what, what was asked, the median, and all runs, because a machine that others use too is not the same twice. */
export function tableOf(title: string, figures: readonly Figure[]): string {
  const lines = figures.map(({ what, atMost, unit, runs }) => {
    const measured = median(runs)
    const verdict = atMost === null ? '' : measured <= atMost ? 'yes' : '**no**'
    const all = runs.map(short).join(' ')
    return `| ${what} | ${atMost === null ? '' : `≤ ${short(atMost)} ${unit}`} | ${short(measured)} ${unit} | ${verdict} | ${all} |`
  })
  return [
    `### ${title}`,
    '',
    '| what | asked | median | reached | runs |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n')
}

/** How fast and how busy the machine is: figures without it mean nothing. */
export function machineNote(): string {
  const [one = 0, five = 0] = loadavg()
  const processors = cpus()
  return `${processors.length} × ${processors[0]?.model ?? 'unknown'}; others wanted ${one.toFixed(1)} of them in the last minute, ${five.toFixed(1)} in the last five`
}

function short(value: number): string {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1)
}
