/** Runs while the cabinet is built, and never in a browser: what Unicode and its translators say of each emoji, in the little that we need. */
import en from 'emojibase-data/en/compact.json' with { type: 'json' }
import codes from 'emojibase-data/en/shortcodes/github.json' with { type: 'json' }
import ru from 'emojibase-data/ru/compact.json' with { type: 'json' }
import { groups, writeTable, type Emoji } from './emoji.ts'
import { withTone } from './tone.ts'

interface Source {
  readonly group?: number
  readonly hexcode: string
  readonly label: string
  readonly tags?: readonly string[]
  readonly unicode?: string
  readonly skins?: readonly { readonly unicode?: string }[]
}

const sources: { readonly [language: string]: readonly Source[] } = { en, ru }

/** The table of one language as text for {@link readTable}; the same in every build. */
export function emojiTable(language: 'en' | 'ru'): string {
  return writeTable((sources[language] ?? []).flatMap(emojiOf))
}

function emojiOf({ group, hexcode, label, tags = [], unicode, skins = [] }: Source): Emoji[] {
  const known = groups.find(({ number }) => number === group)
  if (known === undefined || unicode === undefined) return []
  const shortcodes = [
    (codes as { readonly [hexcode: string]: string | readonly string[] })[hexcode] ?? [],
  ].flat()
  const toned = new Set(skins.map((skin) => skin.unicode))
  return [
    {
      sign: unicode,
      group: known.name,
      label,
      // What begins a word of the label finds it already.
      tags: tags.filter((tag) => !` ${label.toLowerCase()}`.includes(` ${tag.toLowerCase()}`)),
      // Those of flags are the country's letters, and the label has the country's name.
      codes: known.name === 'flags' ? [] : shortcodes,
      tonable: toned.size > 0 && toned.has(withTone(unicode, 1)) && toned.has(withTone(unicode, 5)),
    },
  ]
}
