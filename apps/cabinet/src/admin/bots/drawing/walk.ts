import { inBands } from './bands.ts'
import type { Card } from './card.ts'
import type { Places } from './geometry.ts'

export type Step = 'on' | 'back' | 'above' | 'below' | 'first'

const steps: Readonly<Record<string, Step>> = {
  ArrowRight: 'on',
  ArrowLeft: 'back',
  ArrowUp: 'above',
  ArrowDown: 'below',
  Home: 'first',
}

export function stepOf(key: string): Step | null {
  return Object.hasOwn(steps, key) ? (steps[key] ?? null) : null
}

/** Band by band; in each from left to right, then from above: the order in which cards are told. */
export function inOrder(cards: readonly Card[], places: Places): readonly Card[] {
  const at = (card: Card) => places.get(card.id) ?? { x: 0, y: 0 }
  return inBands(cards, places).flatMap((band) =>
    band.toSorted((one, other) => at(one).x - at(other).x || at(one).y - at(other).y),
  )
}

/**
 * Where a key leads from a card: along its first arrow that leads on, back along one that leads here, or to the next in the order in which cards are told.
 * `came`: where one walked on from before, so that back is back. The same card where there is nowhere to go.
 */
export function walked(
  ordered: readonly Card[],
  from: string,
  step: Step,
  came: string | null = null,
): string {
  const at = ordered.findIndex(({ id }) => id === from)
  const card = ordered[at]
  if (card === undefined) return ordered[0]?.id ?? from
  const isThere = (id: string | undefined) => id !== undefined && ordered.some((one) => one.id === id)
  const leadsHere = ({ ports }: Card) => ports.some(({ to }) => to === from)
  switch (step) {
    case 'first':
      return ordered[0]?.id ?? from
    case 'on':
      return card.ports.find(({ to }) => to !== from && isThere(to))?.to ?? from
    case 'back': {
      const before = ordered.filter((one) => one.id !== from && leadsHere(one))
      return (before.find(({ id }) => id === came) ?? before[0])?.id ?? from
    }
    case 'above':
      return ordered[Math.max(at - 1, 0)]!.id
    case 'below':
      return ordered[Math.min(at + 1, ordered.length - 1)]!.id
  }
}
