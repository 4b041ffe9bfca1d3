import type { BotSummary } from '@pult/protocol'
import type { Words } from '../../words/words.ts'
import type { ActivityWords } from './activity-words.ts'

export function nameOf({ name }: Pick<BotSummary, 'name'>, words: Words): string {
  return name ?? words.say('admin.bot.BUILTIN')
}

/** "A scenario · Version 3, published 21 November 2026". */
export function standing(
  { kind, version, publishedAt }: BotSummary,
  words: Words,
  own: ActivityWords,
): string {
  if (kind === 'BUILTIN') return ''
  const at = publishedAt === null ? null : words.shortDate(publishedAt, Date.now())
  return [
    words.say(`admin.bot.${kind}`),
    at === null ? words.say('bots.unpublished') : own.say('activity.version.now', { version, at }),
  ].join(' · ')
}
