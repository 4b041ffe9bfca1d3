import { refusalOf, URL_CHARS_MAX, type Bot, type BotSettings } from '@pult/protocol'
import { z } from 'zod'

/** What a WEBHOOK works by. Whether the address may be asked at all is the outbound door's to say, each time. */
export const webhookSettingsSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(URL_CHARS_MAX),
})

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
    case 'FLOW':
      return undefined
  }
}
