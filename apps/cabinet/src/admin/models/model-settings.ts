import { MODEL_LIMITS, type ModelLimitName } from '@pult/bots/model-limits'
import type { Bot, BotSettings } from '@pult/protocol'
import { formText } from '../../parts/form-text.ts'
import { listIn, numberIn, ticksIn } from '../form-values.ts'

/** The settings of a model as its form shows them; what is empty is not set. */
export interface ModelFields {
  readonly endpoint: string
  readonly model: string
  readonly key: string
  readonly instructions: string
  readonly embeddingModel: string
  readonly articleTags: readonly string[]
  readonly allowedHosts: readonly string[]
  /** What it does for operators. */
  readonly help: readonly string[]
  readonly limits: Readonly<Partial<Record<ModelLimitName, number>>>
}

export const limitNames = Object.keys(MODEL_LIMITS) as readonly ModelLimitName[]

/** What is worked on: the draft, or what is published. */
export function fieldsOf({ draft, settings }: Pick<Bot, 'draft' | 'settings'>): ModelFields {
  const known = draft ?? settings ?? {}
  const limits = (known['limits'] ?? {}) as Readonly<Record<string, unknown>>
  return {
    endpoint: textIn(known['endpoint']),
    model: textIn(known['model']),
    key: textIn(known['key']),
    instructions: textIn(known['instructions']),
    embeddingModel: textIn(known['embeddingModel']),
    articleTags: wordsIn(known['articleTags']),
    allowedHosts: wordsIn(known['allowedHosts']),
    help: wordsIn(known['help']),
    limits: Object.fromEntries(
      limitNames.flatMap((name) => (typeof limits[name] === 'number' ? [[name, limits[name]]] : [])),
    ),
  }
}

export function fieldsIn(form: FormData): ModelFields {
  const text = (name: string): string => formText(form, name).trim()
  return {
    endpoint: text('endpoint'),
    model: text('model'),
    key: text('key'),
    instructions: text('instructions'),
    embeddingModel: text('embeddingModel'),
    articleTags: listIn(form, 'articleTags'),
    allowedHosts: listIn(form, 'allowedHosts'),
    help: ticksIn(form, 'help'),
    limits: Object.fromEntries(
      limitNames.flatMap((name) => {
        const value = numberIn(form, name)
        return value === null ? [] : [[name, value]]
      }),
    ),
  }
}

/** As the server keeps them. */
export function settingsOf(fields: ModelFields): BotSettings {
  const { endpoint, model, ...rest } = fields
  const set = Object.entries(rest).filter(([, value]) =>
    typeof value === 'string' || Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0,
  )
  return { endpoint, model, ...Object.fromEntries(set) }
}

export function isSame(one: ModelFields, other: ModelFields): boolean {
  return JSON.stringify(settingsOf(one)) === JSON.stringify(settingsOf(other))
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function wordsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []
}
