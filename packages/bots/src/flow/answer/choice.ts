import { plain } from '../wording.ts'

interface Option {
  readonly label: string
  readonly value?: string | undefined
}

/** The button's label or value in any letter case, or its number from 1: «2», `2.`, `№ 2`. A label that is itself a number comes first. */
export function understandChoice(
  options: readonly Option[],
  body: string,
): { readonly value: string; readonly option: number } | undefined {
  const said = plain(body)
  if (said === '') return undefined
  const named = options.findIndex(({ label }) => plain(label) === said)
  const valued = options.findIndex(({ value }) => value !== undefined && plain(value) === said)
  const number = /^\s*(?:№|#|no\.?)?\s*(\d{1,2})\s*[.)]?\s*$/iu.exec(body)?.[1]
  const numbered = number === undefined ? -1 : Number(number) - 1
  const option = named >= 0 ? named : valued >= 0 ? valued : numbered
  const chosen = options[option]
  return chosen === undefined ? undefined : { value: chosen.value ?? chosen.label, option }
}
