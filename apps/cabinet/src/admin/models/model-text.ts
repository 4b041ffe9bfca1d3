import type { BotSettings } from '@pult/protocol'
import { fieldsOf, limitNames } from './model-settings.ts'
import type { ModelWords } from './model-words.ts'

/** What a model works by as lines under the names of the form, so that two versions can be compared; what is not set is left out, and so is the key. */
export function modelText(settings: BotSettings | null, words: ModelWords): string {
  const fields = fieldsOf({ draft: settings, settings: null })
  const named: readonly (readonly [name: string, value: string])[] = [
    [words.say('model.endpoint'), fields.endpoint],
    [words.say('model.model'), fields.model],
    [words.say('model.hosts'), fields.allowedHosts.join(', ')],
    [words.say('model.tags'), fields.articleTags.join(', ')],
    [words.say('model.embedding'), fields.embeddingModel],
    [words.say('model.help'), fields.help.map((kind) => helpName(kind, words)).join(', ')],
    ...limitNames.map((name): readonly [string, string] => [
      words.say(`model.limit.${name}`),
      String(fields.limits[name] ?? ''),
    ]),
  ]
  const lines = named.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`)
  const instructions = fields.instructions === '' ? [] : ['', fields.instructions]
  return [...lines, ...instructions].join('\n')
}

function helpName(kind: string, words: ModelWords): string {
  const key = `model.help.${kind}`
  return words.knows(key) ? words.say(key) : kind
}
