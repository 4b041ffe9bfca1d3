import type { Wanted } from '../words.ts'

/** The query of FTS5. Words consist of letters and digits only and are quoted all the same: nothing that a person types is syntax. */
export function matchExpression(wanted: readonly Wanted[], alsoWord?: string): string {
  const parts = wanted.map((want) =>
    want.kind === 'prefix' ? `"${want.prefix}"*` : `(${want.forms.map(quoted).join(' OR ')})`,
  )
  return (alsoWord === undefined ? parts : [quoted(alsoWord), ...parts]).join(' AND ')
}

function quoted(word: string): string {
  return `"${word}"`
}
