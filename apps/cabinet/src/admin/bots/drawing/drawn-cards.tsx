import type { Flow } from '@pult/bots/flow'
import type { RefObject } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { PlacedProblem } from '../flow-reading.ts'
import { useFlowWords } from '../flow-words.ts'
import { WAYS_IN, type Card } from './card.ts'
import { DrawnCard } from './drawn-card.tsx'
import type { Places } from './geometry.ts'
import { stepOf, walked } from './walk.ts'

/** Every card, one of them a stop of the Tab key; arrows of the keyboard walk along the arrows of the drawing. */
export function DrawnCards(props: {
  readonly flow: Flow
  /** In the order in which they are told. */
  readonly cards: readonly Card[]
  readonly places: Places
  readonly problems: readonly PlacedProblem[]
  readonly openedId: string | null
  readonly aimedId: string | null
  readonly here: string | null
  readonly trail: readonly string[]
  readonly focusedId: string | null
  /** Taken, the card of that id gets the focus once it is drawn. */
  readonly wanted: RefObject<string | null>
  readonly onFocus: (id: string) => void
  readonly onShow: (id: string) => void
  readonly onOpen: (id: string, byKey: boolean) => void
  readonly onRemove: (id: string) => void
  readonly onAdd: (beside: string) => void
}) {
  const { flow, cards, places, problems, focusedId, wanted, here, trail } = props
  const words = useFlowWords()
  const list = useRef<HTMLUListElement>(null)
  const came = useRef<string | null>(null)
  const passed = useMemo(() => new Set(trail), [trail])
  const troubles = useMemo(() => troublesOf(problems), [problems])
  const stopId = cards.some(({ id }) => id === focusedId) ? focusedId : (cards[0]?.id ?? null)
  useLayoutEffect(() => {
    if (wanted.current === null) return
    const button = cardIn(list.current, wanted.current)
    if (button === null) return
    wanted.current = null
    button.focus({ preventScroll: true })
  })

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || stopId === null) return
    const step = stepOf(event.key)
    if (step !== null) {
      const next = walked(cards, stopId, step, came.current)
      came.current = step === 'on' ? stopId : null
      props.onFocus(next)
      props.onShow(next)
      cardIn(list.current, next)?.focus({ preventScroll: true })
    } else if (event.key === 'Delete' || event.key === 'Backspace') props.onRemove(stopId)
    else if (event.code === 'KeyN' && !event.shiftKey) props.onAdd(stopId)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <ul
      ref={list}
      class="draw-cards"
      aria-label={words.say('draw.cards')}
      onKeyDown={onKeyDown}
      onFocusIn={({ target }) => {
        const id = target instanceof HTMLElement ? target.dataset['node'] : undefined
        if (id === undefined || id === focusedId) return
        props.onFocus(id)
        props.onShow(id)
      }}
    >
      {cards.map((card) => (
        <DrawnCard
          key={card.id}
          card={card}
          at={places.get(card.id) ?? { x: 0, y: 0 }}
          isStart={card.id === flow.start}
          isOpen={card.id === props.openedId}
          run={card.id === here ? 'here' : passed.has(card.id) ? 'passed' : null}
          level={troubles.get(card.id)?.level ?? null}
          troubles={troubles.get(card.id)?.count ?? 0}
          isAimed={card.id === props.aimedId && card.id !== WAYS_IN}
          isTabStop={card.id === stopId}
          onOpen={props.onOpen}
        />
      ))}
    </ul>
  )
}

interface Troubles {
  readonly count: number
  readonly level: PlacedProblem['level']
}

function troublesOf(problems: readonly PlacedProblem[]): ReadonlyMap<string, Troubles> {
  const all = new Map<string, Troubles>()
  for (const { node, level } of problems) {
    const id = node ?? WAYS_IN
    const before = all.get(id)
    all.set(id, { count: (before?.count ?? 0) + 1, level: before?.level === 'error' ? 'error' : level })
  }
  return all
}

function cardIn(list: HTMLElement | null, id: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`) ?? null
}
