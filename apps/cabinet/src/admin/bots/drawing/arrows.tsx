import { useMemo } from 'preact/hooks'
import type { Card } from './card.ts'
import { BAND_GAP, laneBetween } from './bands.ts'
import {
  arrowPath,
  CARD_WIDTH,
  floorOf,
  headPoint,
  heightOf,
  portPoint,
  type Places,
  type Point,
} from './geometry.ts'
import type { Aiming } from './use-gestures.ts'

/** Half the height of an arrow's head, and its length. */
const TIP = 4.5
const TIP_LONG = 8

/** Every arrow, from its exit's port to its node's head. For the eyes: where exits lead is told by the cards, too. */
export function Arrows(props: {
  readonly cards: readonly Card[]
  readonly places: Places
  readonly openedId: string | null
  /** Ways of the test run, `from to`. */
  readonly ways: ReadonlySet<string>
  readonly aiming: Aiming | null
}) {
  const { cards, places, openedId, ways, aiming } = props
  const byId = useMemo(() => new Map(cards.map((card) => [card.id, card])), [cards])
  /** Into a band below an arrow goes between the two; everywhere else one that leads back goes round below its cards. */
  function wayRound(card: Card, from: Point, next: Card, to: Point): number {
    const top = from.y + heightOf(card)
    const isBelow = to.x < from.x + CARD_WIDTH && to.y - top >= BAND_GAP / 2
    const lane = isBelow
      ? laneBetween(cards, places, { top, bottom: to.y, left: to.x, right: from.x + CARD_WIDTH })
      : undefined
    return lane ?? floorOf(card, from, next, to)
  }
  return (
    <svg class="draw-arrows" aria-hidden="true" focusable="false" width="1" height="1">
      {cards.flatMap((card) =>
        card.ports.map((port, index) => {
          const from = places.get(card.id)
          const to = port.to === undefined ? undefined : places.get(port.to)
          const isAimed = aiming?.id === card.id && aiming.field === port.field
          if (from === undefined || (to === undefined && !isAimed)) return null
          const start = portPoint(card, from, index)
          if (isAimed)
            return <Arrow key={`${card.id} ${port.field}`} from={start} to={aiming.at} look="aiming" />
          const isLit = ways.has(`${card.id} ${port.to}`)
          const isNear = openedId !== null && (card.id === openedId || port.to === openedId)
          return (
            <Arrow
              key={`${card.id} ${port.field}`}
              from={start}
              to={headPoint(to!)}
              floor={wayRound(card, from, byId.get(port.to!)!, to!)}
              look={isLit ? 'lit' : isNear ? 'near' : ''}
              exit={{ id: card.id, field: port.field }}
            />
          )
        }),
      )}
    </svg>
  )
}

function Arrow(props: {
  readonly from: Point
  readonly to: Point
  readonly look: string
  /** How far down it goes round where it leads back. */
  readonly floor?: number
  readonly exit?: { readonly id: string; readonly field: string }
}) {
  const { from, to, look, floor, exit } = props
  return useMemo(() => {
    const path = arrowPath(from, { x: to.x - 2, y: to.y }, floor)
    const tip = `M${to.x - TIP_LONG} ${to.y - TIP}L${to.x - 1} ${to.y}L${to.x - TIP_LONG} ${to.y + TIP}`
    return (
      <g class={`draw-arrow ${look}`}>
        {exit !== undefined && <path class="draw-grip" d={path} data-exit={exit.field} data-from={exit.id} />}
        <path d={`${path}${tip}`} />
      </g>
    )
  }, [from.x, from.y, to.x, to.y, floor, look, exit?.id, exit?.field])
}
