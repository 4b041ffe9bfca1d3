import type { ChatSession } from '@pult/protocol'

/** Fewer are seen at a glance. */
export const FILTER_FROM = 13

/** What a card is found by besides its own name and tags. */
export interface FilterNames {
  readonly channel: (card: ChatSession) => string
  readonly holder: (card: ChatSession) => string
}

/**
 * Whether every word of the query is the beginning of a word in the client's name, a tag, the channel or the holder. Upper and lower case
 * are one; an empty query fits everybody.
 */
export function fits(card: ChatSession, query: string, names: FilterNames): boolean {
  const wanted = wordsOf(query)
  if (wanted.length === 0) return true
  const there = wordsOf([card.name, ...card.tags, names.channel(card), names.holder(card)].join(' '))
  return wanted.every((word) => there.some((one) => one.startsWith(word)))
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
