import { formText } from '../parts/form-text.ts'

/** "sales, support ," → ["sales", "support"]; lines count as commas. */
export function listIn(form: FormData, name: string): string[] {
  return formText(form, name)
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word, index, all) => word !== '' && all.indexOf(word) === index)
}

/** A whole number, or null where the field is empty or is none. */
export function numberIn(form: FormData, name: string): number | null {
  const text = formText(form, name).trim()
  const value = Number(text)
  return text === '' || !Number.isInteger(value) ? null : value
}

/** The chosen one of known words; the first where something else stands there. */
export function choiceIn<T extends string>(form: FormData, name: string, choices: readonly [T, ...T[]]): T {
  const text = formText(form, name)
  return choices.find((choice) => choice === text) ?? choices[0]
}

/** Every ticked value of a group of boxes. */
export function ticksIn(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value): value is string => typeof value === 'string')
}
