import { ATTRIBUTE_PREFIX } from './names.ts'
import { zonedAt } from './open-hours.ts'
import { own } from './own.ts'
import type { Situation } from './situation.ts'

/** What the client wrote last, as long as one answer to it is made. */
export interface Heard {
  readonly body: string
  readonly attachments: number
  readonly language: 'ru' | 'en' | null
}

/** What a name stands for; empty for whatever is not known. Secrets are unknown here: only HTTP nodes read them. */
export function valueOf(
  name: string,
  vars: Readonly<Record<string, string>>,
  heard: Heard,
  situation: Situation,
  timeZone: string,
): string {
  const { client, channel } = situation
  switch (name) {
    case 'client.name':
      return client?.name ?? ''
    case 'client.email':
      return client?.email ?? ''
    case 'client.phone':
      return client?.phone ?? ''
    case 'client.language':
      return client?.language ?? ''
    case 'client.externalId':
      return client?.externalId ?? ''
    case 'channel.id':
      return channel.id
    case 'channel.type':
      return channel.type ?? ''
    case 'message':
      return heard.body
    case 'attachments':
      return String(heard.attachments)
    case 'language':
      return heard.language ?? client?.language ?? ''
    case 'today':
      return zonedAt(situation.nowMs, timeZone).day
    case 'now':
      return zonedAt(situation.nowMs, timeZone).clock
    default:
      if (!name.startsWith(ATTRIBUTE_PREFIX)) return own(vars, name) ?? ''
      return own(client?.attributes ?? {}, name.slice(ATTRIBUTE_PREFIX.length)) ?? ''
  }
}

/** `ru` for Cyrillic, `en` for other letters, null for a thumb or a number. */
export function languageOf(text: string): 'ru' | 'en' | null {
  if (/\p{Script=Cyrillic}/u.test(text)) return 'ru'
  return /\p{L}/u.test(text) ? 'en' : null
}
