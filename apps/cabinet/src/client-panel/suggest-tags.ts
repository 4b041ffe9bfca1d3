/** As many as are read at a glance under a field. */
export const TAG_SUGGESTIONS_MAX = 6

/** How often each tag stands on the cards that are at hand. */
export function countTags(cards: Iterable<{ readonly tags: readonly string[] }>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { tags } of cards) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return counts
}

/**
 * Known tags that go on from what is typed, the usual ones first: those that begin so before those that only hold it. With nothing typed,
 * the most usual ones. What the card has already is not offered.
 */
export function suggestTags(
  known: ReadonlyMap<string, number>,
  typed: string,
  taken: readonly string[],
): string[] {
  const wanted = typed.trim().toLocaleLowerCase()
  const rank = (tag: string) => {
    const at = tag.toLocaleLowerCase().indexOf(wanted)
    return at < 0 ? null : at === 0 ? 0 : 1
  }
  return [...known]
    .flatMap(([tag, count]) => {
      const place = rank(tag)
      return place === null || taken.includes(tag) ? [] : [{ tag, count, place }]
    })
    .toSorted((a, b) => a.place - b.place || b.count - a.count || (a.tag < b.tag ? -1 : 1))
    .slice(0, TAG_SUGGESTIONS_MAX)
    .map(({ tag }) => tag)
}
