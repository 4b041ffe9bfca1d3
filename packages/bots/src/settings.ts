import { NAME_CHARS_MAX, refusalOf, URL_CHARS_MAX, type Bot, type BotSettings } from '@pult/protocol'
import { z } from 'zod'
import { check, flowSchema, problemText, readFlow, type Flow, type Problem } from './flow/index.ts'

/** What a WEBHOOK works by. Whether the address may be asked at all is the outbound door's to say, each time. */
export const webhookSettingsSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(URL_CHARS_MAX),
})

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
    case 'WEBHOOK': {
      const parsed = webhookSettingsSchema.safeParse(settings)
      if (parsed.success) return undefined
      const { field = '', message } = refusalOf(parsed.error, '')
      return { field, message }
    }
    case 'FLOW': {
      const { flow: json, ...rest } = settings
      const secrets = z.strictObject({ secrets: secretsSchema.optional() }).safeParse(rest)
      if (!secrets.success) {
        const { field = '', message } = refusalOf(secrets.error, '')
        return { field, message }
      }
      const read = readFlow(json)
      const wrong = read.problems ?? check(read.flow)
      const first = wrong.find(({ level }) => level === 'error')
      return first === undefined ? undefined : faultOf(first)
    }
  }
}

/** [E22] What a version of a bot shows long after. Named one by one: what is new in settings stays hidden until somebody says that it is no secret. */
export function settingsShown(kind: Bot['kind'], settings: BotSettings): BotSettings {
  switch (kind) {
    case 'WEBHOOK':
      return picked(settings, ['url'])
    case 'FLOW':
      return picked(settings, ['flow'])
  }
}

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
