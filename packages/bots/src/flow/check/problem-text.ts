import { fill } from '../template.ts'
import { own } from '../own.ts'
import type { Problem } from './problem.ts'
import { problemsEn } from './problems-en.ts'
import { problemsRu } from './problems-ru.ts'

const tables = { en: problemsEn, ru: problemsRu } as const
const whole = { en: 'The flow', ru: 'Сценарий' } as const

/** A problem as a sentence that says where it is and what to do. */
export function problemText({ code, node, field, about }: Problem, language: 'en' | 'ru'): string {
  const places = { node: node ?? whole[language], field, ...about }
  return fill(tables[language][code], (name) => String(own<string | number>(places, name) ?? ''))
}
