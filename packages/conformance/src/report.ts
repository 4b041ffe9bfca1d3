import type { RunResult, ScenarioResult } from './run.ts'

/** One line for one scenario, as it is over. */
export function resultLine({ rule, title, ms, failure }: ScenarioResult): string {
  const words = `[${rule}] ${title} (${ms} ms)`
  return failure === undefined ? `holds  ${words}` : `FAILS  ${words}\n       ${failure}`
}

/** The summary for people: a line a rule, then each failure with what its streams were told last, then the count. */
export function report(result: RunResult): string {
  return [...byRule(result.results), '', ...result.results.flatMap(failureLines), countLine(result)].join(
    '\n',
  )
}

function byRule(results: readonly ScenarioResult[]): string[] {
  const rules = Map.groupBy(results, ({ rule }) => rule)
  const width = Math.max(...[...rules.keys()].map((rule) => rule.length))
  return [...rules].map(([rule, of]) => {
    const failed = of.filter(({ failure }) => failure !== undefined).length
    const said = failed === 0 ? `${of.length} hold` : `${of.length - failed} hold, ${failed} FAIL`
    return `${rule.padEnd(width)}  ${said}`
  })
}

function failureLines({ rule, title, failure, frames }: ScenarioResult): string[] {
  if (failure === undefined) return []
  return [`[${rule}] ${title}`, `  ${failure}`, ...(frames ?? []).map((frame) => `    ${frame}`), '']
}

function countLine({ passed, failed, leftOut, notCalled, elapsedMs }: RunResult): string {
  const slow = leftOut === 0 ? '' : `, ${leftOut} slow ones left out (--slow)`
  const called = notCalled === 0 ? '' : `, ${notCalled} left out in which Pult calls a program (--callable)`
  return `${passed + failed} scenarios in ${(elapsedMs / 1000).toFixed(1)} s: ${passed} hold, ${failed} fail${slow}${called}`
}
