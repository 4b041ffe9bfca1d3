import { NAME_CHARS_MAX, refusalOf, URL_CHARS_MAX, type Bot, type BotSettings } from '@pult/protocol'
import { z } from 'zod'
import { check, flowSchema, problemText, readFlow, type Flow, type Problem } from './flow/index.ts'
import { modelSettingsSchema } from './model/index.ts'

/** What a WEBHOOK works by. Whether the address may be asked at all is the outbound door's to say, each time. */
export const webhookSettingsSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(URL_CHARS_MAX),
})

/** The same of one whose program connects to us. */
const connectingSettingsSchema = z.strictObject({ connects: z.literal(true) })

/** Where the program of a WEBHOOK is. */
export type ProgramSettings = { readonly url: string } | { readonly connects: true }

export function programSettingsOf(settings: BotSettings): ProgramSettings {
  return programSchemaOf(settings).parse(settings)
}

function programSchemaOf(settings: BotSettings) {
  return 'connects' in settings ? connectingSettingsSchema : webhookSettingsSchema
}

/** Values that only HTTP nodes may send, by the name that a flow calls them by. */
const secretsSchema = z.record(z.string().min(1).max(NAME_CHARS_MAX), z.string().max(URL_CHARS_MAX))

/** What a FLOW works by. */
export const flowSettingsSchema = z.strictObject({ flow: flowSchema, secrets: secretsSchema.optional() })
export interface FlowSettings {
  readonly flow: Flow
  readonly secrets?: Readonly<Record<string, string>> | undefined
}

export interface SettingsFault {
  /** Dotted path within the settings; empty: the whole. */
  readonly field: string
  readonly message: string
}

/** Whether a bot of this kind can work by these settings; what is wrong with them, or undefined. */
export function settingsFault(kind: Bot['kind'], settings: BotSettings): SettingsFault | undefined {
  switch (kind) {
    case 'WEBHOOK':
      return shapeFault(programSchemaOf(settings), settings)
    case 'MODEL':
      return shapeFault(modelSettingsSchema, settings)
    case 'FLOW': {
      const { flow: json, ...rest } = settings
      const wrongRest = shapeFault(z.strictObject({ secrets: secretsSchema.optional() }), rest)
      if (wrongRest !== undefined) return wrongRest
      const read = readFlow(json)
      const wrong = read.problems ?? check(read.flow)
      const first = wrong.find(({ level }) => level === 'error')
      return first === undefined ? undefined : faultOf(first)
    }
  }
}

function shapeFault(schema: z.ZodType, settings: unknown): SettingsFault | undefined {
  const parsed = schema.safeParse(settings)
  if (parsed.success) return undefined
  const { field = '', message } = refusalOf(parsed.error, '')
  return { field, message }
}

/** [E22] What a version of a bot shows long after. Named one by one: what is new in settings stays hidden until somebody says that it is no secret. */
export function settingsShown(kind: Bot['kind'], settings: BotSettings): BotSettings {
  switch (kind) {
    case 'WEBHOOK':
      return picked(settings, ['url', 'connects'])
    case 'FLOW':
      return picked(settings, ['flow'])
    case 'MODEL':
      return picked(settings, MODEL_SHOWN)
  }
}

const MODEL_SHOWN = [
  'endpoint',
  'model',
  'instructions',
  'embeddingModel',
  'articleTags',
  'allowedHosts',
  'limits',
  'help',
] as const

function picked(settings: BotSettings, names: readonly string[]): BotSettings {
  return Object.fromEntries(names.filter((name) => name in settings).map((name) => [name, settings[name]]))
}

function faultOf(problem: Problem): SettingsFault {
  const path = [...(problem.node === null ? [] : ['nodes', problem.node]), problem.field]
  return {
    field: ['flow', ...path].filter((part) => part !== '').join('.'),
    message: problemText(problem, 'en'),
  }
}
