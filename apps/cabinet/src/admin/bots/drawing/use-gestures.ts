import { useRef, useState } from 'preact/hooks'
import { inDrawing, type Point } from './geometry.ts'
import type { Looking } from './use-view.ts'

/** An exit whose arrow is being drawn, and where its end is now. */
export interface Aiming {
  readonly id: string
  readonly field: string
  readonly at: Point
  /** The card under the pointer; null: the ground. */
  readonly over: string | null
}
export interface Dragged {
  readonly id: string
  readonly at: Point
}

/**
 *   rest ──press──► pan ─── a second finger ──► pinch
 *        ├────────► card ──► move: the card follows
 *        └────────► exit, arrow ──► aim: a new end for it
 */
type Gesture =
  | { readonly name: 'rest' }
  /** `isGround`: it began on nothing, and nothing was moved yet. */
  | { readonly name: 'pan'; readonly last: Point; readonly isGround: boolean }
  | { readonly name: 'pinch'; readonly distance: number; readonly middle: Point }
  | { readonly name: 'card'; readonly id: string; readonly pressed: Point; readonly hold: Point }
  | { readonly name: 'move'; readonly id: string; readonly hold: Point }
  | { readonly name: 'exit'; readonly id: string; readonly field: string; readonly pressed: Point }
  | { readonly name: 'aim'; readonly id: string; readonly field: string }

/** A hand is never quite still: below this, pressing is pressing. */
const STILL_PX = 5
/** A wheel's notch is about a hundred. */
const ZOOM_PER_PX = 0.002
/** Of a line, for mice that count in lines. */
const LINE_PX = 16

export interface GestureDeeds {
  readonly placeOf: (id: string) => Point | undefined
  readonly onMoved: (id: string, at: Point) => void
  /** `over` null: dropped on the ground. */
  readonly onAimed: (aiming: Aiming) => void
  /** An arrow, or an exit, was pressed and let go. */
  readonly onExit: (id: string, field: string, at: Point) => void
  readonly onGround: () => void
}

/** What a pointer does to the drawing. With a finger one looks about and taps; moving cards and drawing arrows is for a pointer that can be exact. */
export function useGestures(looking: Looking, deeds: GestureDeeds) {
  const gesture = useRef<Gesture>({ name: 'rest' })
  const fingers = useRef(new Map<number, Point>())
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const [aiming, setAiming] = useState<Aiming | null>(null)
  const { now, look, inWindow } = looking

  function onPointerDown(event: PointerEvent): void {
    const { target } = event
    if (!(target instanceof Element) || target.closest('[data-over]') !== null) return
    if (event.button === 2) return
    const at = inWindow(event)
    fingers.current.set(event.pointerId, at)
    if (fingers.current.size === 2) {
      gesture.current = { name: 'pinch', ...spread() }
      return
    }
    gesture.current = begun(target, at, event.pointerType === 'touch' || event.button === 1)
    // Pressing the ground begins no selection of text.
    if (gesture.current.name === 'pan' && event.pointerType !== 'touch') event.preventDefault()
  }

  function begun(target: Element, at: Point, isCoarse: boolean): Gesture {
    const exit = target.closest<HTMLElement | SVGElement>('[data-exit]')
    const id = target.closest<HTMLElement>('[data-node]')?.dataset['node']
    if (isCoarse) return { name: 'pan', last: at, isGround: id === undefined }
    if (exit !== null)
      return {
        name: 'exit',
        id: exit.dataset['from'] ?? '',
        field: exit.dataset['exit'] ?? '',
        pressed: at,
      }
    const place = id === undefined ? undefined : deeds.placeOf(id)
    if (id === undefined || place === undefined) return { name: 'pan', last: at, isGround: id === undefined }
    const grip = inDrawing(now(), at)
    return { name: 'card', id, pressed: at, hold: { x: grip.x - place.x, y: grip.y - place.y } }
  }

  function onPointerMove(event: PointerEvent): void {
    if (!fingers.current.has(event.pointerId)) return
    const at = inWindow(event)
    fingers.current.set(event.pointerId, at)
    const { current } = gesture
    switch (current.name) {
      case 'rest':
        return
      case 'pan': {
        const view = now()
        if (looking.window.current?.hasPointerCapture(event.pointerId) === false) {
          if (distanceOf(at, current.last) < STILL_PX) return
          looking.window.current.setPointerCapture(event.pointerId)
        }
        look({ ...view, x: view.x + at.x - current.last.x, y: view.y + at.y - current.last.y })
        gesture.current = { name: 'pan', last: at, isGround: false }
        return
      }
      case 'pinch': {
        const { distance, middle } = spread()
        const view = now()
        look({ ...view, x: view.x + middle.x - current.middle.x, y: view.y + middle.y - current.middle.y })
        looking.zoom(distance / Math.max(current.distance, 1), middle)
        gesture.current = { name: 'pinch', distance, middle }
        return
      }
      case 'card':
      case 'exit':
        if (distanceOf(at, current.pressed) < STILL_PX) return
        looking.window.current?.setPointerCapture(event.pointerId)
        gesture.current =
          current.name === 'card'
            ? { name: 'move', id: current.id, hold: current.hold }
            : { name: 'aim', id: current.id, field: current.field }
        return
      case 'move': {
        const grip = inDrawing(now(), at)
        const to = { x: grip.x - current.hold.x, y: grip.y - current.hold.y }
        setDragged({ id: current.id, at: to })
        return
      }
      case 'aim':
        setAiming(aimed(current, event))
    }
  }

  function onPointerUp(event: PointerEvent): void {
    if (!fingers.current.delete(event.pointerId)) return
    const { current } = gesture
    gesture.current = { name: 'rest' }
    setDragged(null)
    setAiming(null)
    if (event.type === 'pointercancel') return
    if (current.name === 'move' && dragged !== null) deeds.onMoved(dragged.id, dragged.at)
    else if (current.name === 'aim') deeds.onAimed(aimed(current, event))
    else if (current.name === 'exit') deeds.onExit(current.id, current.field, inWindow(event))
    else if (current.name === 'pan' && current.isGround) deeds.onGround()
  }

  function onWheel(event: WheelEvent): void {
    if (event.target instanceof Element && event.target.closest('[data-over]') !== null) return
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1
    // A pinch on a touchpad comes as a wheel with Ctrl, too.
    if (event.ctrlKey || event.metaKey)
      return looking.zoom(Math.exp(-event.deltaY * unit * ZOOM_PER_PX), inWindow(event))
    const view = now()
    const [x, y] = event.shiftKey ? [event.deltaY, 0] : [event.deltaX, event.deltaY]
    look({ ...view, x: view.x - x * unit, y: view.y - y * unit })
  }

  /** With the pointer captured, its target is the window: what is below it has to be asked for. */
  function aimed({ id, field }: { id: string; field: string }, event: PointerEvent): Aiming {
    const below = document.elementFromPoint(event.clientX, event.clientY)
    const over = below?.closest<HTMLElement>('[data-node]')?.dataset['node'] ?? null
    return { id, field, over, at: inDrawing(now(), inWindow(event)) }
  }

  function spread(): { readonly distance: number; readonly middle: Point } {
    const [one = { x: 0, y: 0 }, other = one] = [...fingers.current.values()]
    return {
      distance: distanceOf(one, other),
      middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 },
    }
  }
  return {
    dragged,
    aiming,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onWheel },
  }
}

function distanceOf(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
