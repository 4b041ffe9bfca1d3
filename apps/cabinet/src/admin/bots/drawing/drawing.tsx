import { WAIT, type Flow, type NodeKind } from '@pult/bots/flow'
import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { addLaterStyle } from '../../../parts/later-style.ts'
import drawingStyle from '../../../styles/drawing.css' with { type: 'text' }
import formStyle from '../../../styles/drawing-form.css' with { type: 'text' }
import type { PlacedProblem } from '../flow-reading.ts'
import { useFlowWords } from '../flow-words.ts'
import { waysOf, whereIn, type TestRun } from '../test-run.ts'
import { Arrows } from './arrows.tsx'
import { cardOf, WAYS_IN } from './card.ts'
import { Chooser, type Choosing } from './chooser.tsx'
import { DrawingTools } from './drawing-tools.tsx'
import { DrawnCards } from './drawn-cards.tsx'
import {
  added,
  aimed,
  duplicated,
  freeName,
  moved,
  placed,
  removed,
  renamed,
  withNode,
  withoutLayout,
} from './edits.ts'
import { NodeForm } from './form/node-form.tsx'
import { boxAround, CARD_WIDTH, headOffset, heightOf, inDrawing, type Point } from './geometry.ts'
import { newNode } from './new-node.ts'
import { allCards, placesOf } from './places.ts'
import { useGestures } from './use-gestures.ts'
import { useView } from './use-view.ts'
import { inOrder } from './walk.ts'

addLaterStyle(drawingStyle)
addLaterStyle(formStyle)

export interface DrawingProps {
  readonly flow: Flow
  readonly problems: readonly PlacedProblem[]
  readonly run: TestRun
  readonly undo: (() => void) | null
  readonly redo: (() => void) | null
  /** The node whose form is open; `WAYS_IN`: the scenario's own. */
  readonly openedId: string | null
  readonly onOpen: (id: string | null) => void
  readonly onDraw: (flow: Flow, about?: string | null) => void
  /** What stands at the side while no form is open. */
  readonly beside: ComponentChildren
  readonly below: ComponentChildren
}

/** A scenario as cards and arrows, to be looked at, drawn on and walked through by keys; the card that is open has its form at the side. */
export function Drawing(props: DrawingProps) {
  const { flow, problems, run, openedId, onOpen, onDraw } = props
  const words = useFlowWords()
  const cards = useMemo(() => allCards(flow), [flow])
  const settled = useMemo(() => placesOf(flow), [flow])
  const ways = useMemo(() => waysOf(run), [run])
  const here = whereIn(run)
  const [choosing, setChoosing] = useState<Choosing | null>(null)
  const [focusedId, setFocusedId] = useState<string | null>(null)
  /** The card that gets the focus when it is drawn next, and whether its form does. */
  const wanted = useRef<string | null>(null)
  const [formFocus, setFormFocus] = useState(0)
  const boxOf = (id: string) => {
    const card = cards.find((one) => one.id === id)
    const at = settled.get(id)
    return card === undefined || at === undefined
      ? undefined
      : { ...at, width: CARD_WIDTH, height: heightOf(card) }
  }
  const looking = useView(boxAround(cards, settled), boxOf(WAYS_IN) ?? { x: 0, y: 0, width: 0, height: 0 })
  const { aiming, dragged, handlers } = useGestures(looking, {
    placeOf: (id) => (id === WAYS_IN ? undefined : settled.get(id)),
    onMoved: (id, at) => onDraw(moved(flow, settled, id, at)),
    onAimed({ id, field, over, at }) {
      if (over !== null && over !== WAYS_IN) draw(aimed(flow, id, field, over))
      else if (over === null) choose(at, { id, field })
    },
    onExit: (id, field, at) => choose(inDrawing(looking.now(), at), { id, field }),
    onGround: () => {
      setChoosing(null)
      onOpen(null)
    },
  })
  const places = useMemo(
    () => (dragged === null ? settled : new Map([...settled, [dragged.id, dragged.at] as const])),
    [settled, dragged],
  )
  const ordered = useMemo(() => inOrder(cards, settled), [cards, settled])

  useEffect(() => {
    const box = here === null ? undefined : boxOf(here)
    if (box !== undefined) looking.show(box)
  }, [here])
  useEffect(() => {
    const box = openedId === null ? undefined : boxOf(openedId)
    if (box !== undefined) looking.show(box)
  }, [openedId])

  /** What one sees is what is kept: with the first change, every place is written down. */
  function draw(next: Flow, about: string | null = null): void {
    onDraw(placed(next, settled), about)
  }
  function choose(at: Point, aim: Choosing['aim'], isFree = false): void {
    const view = looking.now()
    const port = cards.find(({ id }) => id === aim?.id)?.ports.find(({ field }) => field === aim?.field)
    const under = { x: at.x * view.scale + view.x, y: at.y * view.scale + view.y }
    setChoosing({ at, under, aim, to: port?.to, isFree })
  }
  function add(kind: NodeKind, { at, aim, to, isFree }: Choosing): void {
    const id = freeName(flow, words.say(`draw.name.${kind}`))
    const node = newNode(kind, words)
    const before = aim === null ? flow : aimed(flow, aim.id, aim.field, id)
    const after = isFree
      ? placed(withNode(before, id, node), placesOf({ ...withNode(before, id, node), layout: layoutOf() }))
      : added(before, settled, id, node, { x: at.x, y: at.y - headOffset })
    // Put into an arrow, it leads on to where the arrow led.
    const way = cardOf(id, node).ports.at(-1)
    onDraw(to === undefined || way === undefined ? after : aimed(after, id, way.field, to))
    setFocusedId(id)
    wanted.current = id
    onOpen(id)
  }
  function layoutOf(): NonNullable<Flow['layout']> {
    return placed(flow, settled).layout ?? []
  }
  function remove(id: string): void {
    if (id === WAYS_IN) return
    const next = cards.find(({ ports }) => ports.some(({ to }) => to === id))?.id ?? WAYS_IN
    onDraw(removed(flow, settled, id))
    if (openedId === id) onOpen(null)
    setFocusedId(next)
    wanted.current = next
  }
  function duplicate(id: string): void {
    const copy = freeName(flow, id)
    onDraw(duplicated(flow, settled, id, copy))
    setFocusedId(copy)
    wanted.current = copy
    onOpen(copy)
  }
  /** By a key, beside the card that has the focus, and connected to it where an exit of it leads nowhere yet, or only waits. */
  function addBeside(id: string | null): void {
    const card = cards.find((one) => one.id === id)
    const loose =
      card?.ports.find(({ to, isNeeded }) => isNeeded && to === undefined) ??
      card?.ports.findLast(({ to }) => to === WAIT)
    const at = boxOf(id ?? WAYS_IN) ?? { x: 0, y: 0, width: 0, height: 0 }
    choose(
      { x: at.x + CARD_WIDTH + headOffset, y: at.y },
      card === undefined || loose === undefined ? null : { id: card.id, field: loose.field },
      true,
    )
  }
  function onKeyDown(event: KeyboardEvent): void {
    const { target } = event
    const isWriting = target instanceof Element && target.closest('input, textarea, select') !== null
    if (isWriting || event.altKey || !(event.ctrlKey || event.metaKey) || event.code !== 'KeyZ') return
    event.preventDefault()
    event.stopPropagation()
    if (event.shiftKey) props.redo?.()
    else props.undo?.()
  }
  const open = useCallback(
    (id: string, byKey: boolean) => {
      onOpen(id)
      if (byKey) setFormFocus((count) => count + 1)
    },
    [onOpen],
  )
  return (
    <div class="flow-parts drawn" onKeyDown={onKeyDown}>
      <div class="flow-written">
        <div ref={looking.window} class={`draw ${aiming === null ? '' : 'aiming'}`} {...handlers}>
          <div ref={looking.world} class="draw-world">
            <Arrows cards={cards} places={places} openedId={openedId} ways={ways} aiming={aiming} />
            <DrawnCards
              flow={flow}
              cards={ordered}
              places={places}
              problems={problems}
              openedId={openedId}
              aimedId={aiming?.over ?? null}
              here={here}
              trail={run.trail}
              focusedId={focusedId}
              wanted={wanted}
              onFocus={setFocusedId}
              onShow={(id) => {
                const box = boxOf(id)
                if (box !== undefined) looking.show(box)
              }}
              onOpen={open}
              onRemove={remove}
              onAdd={addBeside}
            />
          </div>
          <DrawingTools
            looking={looking}
            undo={props.undo}
            redo={props.redo}
            onAdd={() => {
              const { clientWidth = 0, clientHeight = 0 } = looking.window.current ?? {}
              choose(inDrawing(looking.now(), { x: clientWidth / 3, y: clientHeight / 3 }), null)
            }}
            onArrange={() => onDraw(withoutLayout(flow))}
            onScenario={() => open(WAYS_IN, true)}
          />
          {choosing !== null && (
            <Chooser
              choosing={choosing}
              onAdd={(kind) => add(kind, choosing)}
              onWait={() => {
                const { aim } = choosing
                if (aim !== null) draw(aimed(flow, aim.id, aim.field, WAIT))
              }}
              onRemove={() => {
                const { aim } = choosing
                if (aim !== null) draw(aimed(flow, aim.id, aim.field, undefined))
              }}
              onClose={() => setChoosing(null)}
            />
          )}
        </div>
        {props.below}
      </div>
      {openedId === null ? (
        props.beside
      ) : (
        <NodeForm
          key={openedId}
          flow={flow}
          id={openedId}
          problems={problems}
          focus={formFocus}
          onDraw={draw}
          onRename={(name) => {
            onDraw(renamed(placed(flow, settled), openedId, name))
            setFocusedId(name)
            onOpen(name)
          }}
          onRemove={() => remove(openedId)}
          onDuplicate={() => duplicate(openedId)}
          onClose={(byKey) => {
            if (byKey) wanted.current = openedId
            onOpen(null)
          }}
        />
      )}
    </div>
  )
}
