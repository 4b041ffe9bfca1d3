/** One of them, with the names by which people look for it. */
export interface Emoji {
  readonly sign: string
  readonly group: GroupName
  readonly label: string
  readonly tags: readonly string[]
  /** As written between colons, in English whatever the reader's language: "smile", "+1". */
  readonly codes: readonly string[]
  /** It can have a colour of skin. */
  readonly tonable: boolean
}

/** Unicode's own groups, without its building blocks, by the numbers of emojibase; the face stands on their tab. */
export const groups = [
  { number: 0, name: 'smileys', face: '😀' },
  { number: 1, name: 'people', face: '👋' },
  { number: 3, name: 'nature', face: '🌿' },
  { number: 4, name: 'food', face: '🍎' },
  { number: 5, name: 'travel', face: '✈️' },
  { number: 6, name: 'activities', face: '⚽' },
  { number: 7, name: 'objects', face: '💡' },
  { number: 8, name: 'symbols', face: '❤️' },
  { number: 9, name: 'flags', face: '🏁' },
] as const
export type GroupName = (typeof groups)[number]['name']

/** A line each: sign, label, tags, codes, and a star where it can have a colour of skin; a line with a group's name before its first. */
export function writeTable(emoji: readonly Emoji[]): string {
  return groups
    .flatMap(({ name }) => [
      `#${name}`,
      ...emoji
        .filter(({ group }) => group === name)
        .map(({ sign, label, tags, codes, tonable }) =>
          [sign, label, tags.join(','), codes.join(','), tonable ? '*' : ''].join('\t').trimEnd(),
        ),
    ])
    .join('\n')
}

/** The table that {@link writeTable} has written. */
export function readTable(table: string): readonly Emoji[] {
  let group: GroupName = 'smileys'
  const all: Emoji[] = []
  for (const line of table.split('\n')) {
    // The sign # is followed by others that make a picture of it; alone it opens a group.
    const next = groups.find(({ name }) => line === `#${name}`)
    if (next !== undefined) {
      group = next.name
      continue
    }
    const [sign = '', label = '', tags = '', codes = '', tonable = ''] = line.split('\t')
    all.push({ sign, group, label, tags: listOf(tags), codes: listOf(codes), tonable: tonable === '*' })
  }
  return all
}

function listOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(',')
}
