import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { fitted, GRID, showing, zoomed, type Box, type Point, type View } from './geometry.ts'

export interface Looking {
  readonly window: RefObject<HTMLDivElement | null>
  readonly world: RefObject<HTMLDivElement | null>
  /** Where the drawing lies now; read when something is pressed, not when something is drawn. */
  readonly now: () => View
  readonly look: (view: View) => void
  /** A point of the page, in the window. */
  readonly inWindow: (event: { readonly clientX: number; readonly clientY: number }) => Point
  readonly zoom: (factor: number, at?: Point) => void
  readonly fit: () => void
  /** Brings a card into the window, by the shortest way. */
  readonly show: (box: Box) => void
  /** Whole percent. */
  readonly percent: number
}

/**
 * Where the drawing lies under its window. Moving it draws nothing again: the browser moves what is there. It begins with everything in sight, or with its
 * beginning where all of it would be too small to read.
 */
export function useView(everything: Box, beginning: Box): Looking {
  const window = useRef<HTMLDivElement>(null)
  const world = useRef<HTMLDivElement>(null)
  const view = useRef<View>({ x: 0, y: 0, scale: 1 })
  const [percent, setPercent] = useState(100)

  function look(next: View): void {
    view.current = next
    const { x, y, scale } = next
    if (world.current !== null)
      world.current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) scale(${scale})`
    if (window.current !== null) {
      // The ground moves along.
      const step = GRID * 2 * scale
      window.current.style.backgroundSize = `${step}px ${step}px`
      window.current.style.backgroundPosition = `${x}px ${y}px`
      window.current.classList.toggle('far', scale < FAR)
    }
    setPercent(Math.round(scale * 100))
  }
  function size(): { readonly width: number; readonly height: number } {
    return {
      width: window.current?.clientWidth ?? 0,
      height: window.current?.clientHeight ?? 0,
    }
  }
  function fit(): void {
    const { width, height } = size()
    look(fitted(everything, width, height))
  }
  useLayoutEffect(() => {
    const { width, height } = size()
    const whole = fitted(everything, width, height)
    look(whole.scale >= READABLE ? whole : atBeginning(beginning, height))
    // Once: where one looks afterwards is for the reader to say.
  }, [])
  return {
    window,
    world,
    now: () => view.current,
    look,
    inWindow({ clientX, clientY }) {
      const box = window.current?.getBoundingClientRect()
      return { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) }
    },
    zoom(factor, at) {
      const { width, height } = size()
      look(zoomed(view.current, factor, at ?? { x: width / 2, y: height / 2 }))
    },
    fit,
    show(box) {
      const { width, height } = size()
      const next = showing(view.current, box, width, height)
      if (next !== view.current) look(next)
    },
    percent,
  }
}

/** Below this, the words of a card cannot be read. */
const READABLE = 0.6
/** Below this they are not worth drawing. */
const FAR = 0.35
const AT_BEGINNING = 0.8
const AIR = 40

function atBeginning({ x, y, height }: Box, room: number): View {
  return { scale: AT_BEGINNING, x: AIR - x * AT_BEGINNING, y: room / 3 - (y + height / 2) * AT_BEGINNING }
}
