import { WAIT } from '@pult/bots/flow'
import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { Icon, type IconName } from '../../../parts/icon.tsx'
import { useFlowWords, type FlowWords } from '../flow-words.ts'
import { WAYS_IN, type Card, type Port } from './card.ts'
import { leadLines, type Point } from './geometry.ts'

const icons: Readonly<Record<NonNullable<Card['kind']>, IconName>> = {
  say: 'chat',
  ask: 'help',
  branch: 'filter',
  set: 'edit',
  hours: 'clock',
  http: 'globe',
  faq: 'search',
  jump: 'forward',
  handOver: 'users',
  close: 'check',
}

export function iconOf({ kind }: Pick<Card, 'kind'>): IconName {
  return kind === null ? 'play' : icons[kind]
}

export function titleOf({ id }: Pick<Card, 'id'>, words: FlowWords): string {
  return id === WAYS_IN ? words.say('draw.in') : id
}

export function portName({ name }: Port, words: FlowWords): string {
  return 'said' in name ? name.said : words.say(name.key)
}

export interface CardLook {
  readonly card: Card
  readonly at: Point
  readonly isStart: boolean
  readonly isOpen: boolean
  /** Of the test run: it is here, it was here, or neither. */
  readonly run: 'here' | 'passed' | null
  /** The worst that is wrong with it. */
  readonly level: 'error' | 'warning' | null
  readonly troubles: number
  /** An arrow is held over it. */
  readonly isAimed: boolean
  readonly isTabStop: boolean
}

/** A node, as a button that opens it. What leads where is drawn for the eyes and told in words for everybody else. */
export function DrawnCard(props: CardLook & { readonly onOpen: (id: string, byKey: boolean) => void }) {
  const { card, at, isStart, isOpen, run, level, troubles, isAimed, isTabStop, onOpen } = props
  const words = useFlowWords()
  const item = useRef<HTMLLIElement>(null)
  useLayoutEffect(() => place(item, at), [at.x, at.y])
  // A hundred of these stand in a drawing: one that looks as before is not drawn again.
  return useMemo(
    () => (
      <li ref={item}>
        <button
          type="button"
          class={`draw-card kind-${card.kind ?? 'in'} ${isOpen ? 'open' : ''} ${isAimed ? 'aimed' : ''} ${run ?? ''}`}
          data-node={card.id}
          tabIndex={isTabStop ? 0 : -1}
          aria-pressed={isOpen}
          onClick={({ target, detail }) => {
            // A press on a port is about its arrow. By key there is no pointer that could have pressed anywhere.
            const isPort = target instanceof Element && target.closest('[data-exit]') !== null
            if (!isPort) onOpen(card.id, detail === 0)
          }}
        >
          <span class="draw-head">
            <Icon name={iconOf(card)} small />
            <strong class="cut">{titleOf(card, words)}</strong>
            <Unseen>{card.kind === null ? '. ' : `, ${words.say(`draw.kind.${card.kind}`)}. `}</Unseen>
            {isStart && <span class="mark-chip accent">{words.say('draw.start')}</span>}
            {run === 'here' && <span class="mark-chip accent">{words.say('draw.here')}</span>}
            {level !== null && (
              <>
                <span class={`draw-trouble ${level}`} aria-hidden="true">
                  {troubles}
                </span>
                <Unseen>. {words.count('draw.troubles', troubles)}</Unseen>
              </>
            )}
          </span>
          {card.lead !== '' && <span class={`draw-lead lines-${leadLines(card)}`}>{card.lead}</span>}
          {card.ports.map((port) => (
            <span
              key={port.field}
              class={`draw-row ${port.isNeeded && port.to === undefined ? 'loose' : ''}`}
            >
              <Unseen>. </Unseen>
              <span class="cut">{portName(port, words)}</span>
              <Unseen>: {whereTo(port, words)}</Unseen>
              {port.to === WAIT && <Icon name="pause" small />}
              <span class="draw-port" data-exit={port.field} data-from={card.id} />
            </span>
          ))}
        </button>
      </li>
    ),
    [card, isStart, isOpen, run, level, troubles, isAimed, isTabStop, words, onOpen],
  )
}

export function place(element: RefObject<HTMLElement | null>, { x, y }: Point): void {
  if (element.current !== null) element.current.style.transform = `translate(${x}px, ${y}px)`
}

/** What the eyes see by its place: a card is told as "order, Question. What is its number? answered: to status". */
function Unseen({ children }: { readonly children: ComponentChildren }) {
  return <span class="unseen">{children}</span>
}

function whereTo({ to }: Port, words: FlowWords): string {
  if (to === undefined) return words.say('draw.exit.loose')
  return to === WAIT ? words.say('draw.exit.wait') : words.say('draw.exit', { to })
}
