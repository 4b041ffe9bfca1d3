import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useWords } from '../parts/context.ts'
import { dragged, wholePicture, ZOOM_STEP, zoomed, type Zoom } from './zoom.ts'

/** One notch of a wheel is about a hundred of its units; this makes it a fifth. */
const WHEEL_FACTOR = 0.002
/** A hand that presses trembles; more than this is dragging. */
const DRAG_PX = 4

/** A picture that is made larger by wheel, double click and pinch, and dragged. A press beside it leaves the viewer. */
export function ZoomedPicture(props: {
  /** Checked. */
  readonly address: string
  readonly name: string
  readonly zoom: Zoom
  readonly onZoom: (next: (now: Zoom) => Zoom) => void
  readonly onOutside: () => void
}) {
  const { address, name, zoom, onZoom, onOutside } = props
  const words = useWords()
  const stage = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLImageElement>(null)
  const pointers = useRef(new Map<number, { x: number; y: number }>())
  const movedPx = useRef(0)

  useLayoutEffect(() => {
    if (picture.current !== null)
      picture.current.style.transform = `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`
  }, [zoom])

  /** From the middle of the stage. */
  function fromMiddle({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) {
    const box = stage.current?.getBoundingClientRect()
    return box === undefined
      ? { x: 0, y: 0 }
      : { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 }
  }
  // By hand: only a listener that is not passive may keep the wheel from scrolling the page behind.
  useEffect(() => {
    const element = stage.current
    if (element === null) return undefined
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const at = fromMiddle(event)
      onZoom((now) => zoomed(now, Math.exp(-event.deltaY * WHEEL_FACTOR), at))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [onZoom])

  function onMove(event: PointerEvent): void {
    const held = pointers.current
    const before = held.get(event.pointerId)
    if (before === undefined) return
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1]
    const by = { x: event.clientX - before.x, y: event.clientY - before.y }
    held.set(event.pointerId, { x: event.clientX, y: event.clientY })
    movedPx.current += Math.hypot(by.x, by.y)
    if (other === undefined) {
      const size = { width: picture.current?.offsetWidth ?? 0, height: picture.current?.offsetHeight ?? 0 }
      onZoom((now) => dragged(now, by, size))
      return
    }
    const apart = Math.hypot(event.clientX - other.x, event.clientY - other.y)
    const wasApart = Math.hypot(before.x - other.x, before.y - other.y)
    const between = { clientX: (event.clientX + other.x) / 2, clientY: (event.clientY + other.y) / 2 }
    if (wasApart > 0) onZoom((now) => zoomed(now, apart / wasApart, fromMiddle(between)))
  }
  function onLeave(event: PointerEvent): void {
    pointers.current.delete(event.pointerId)
  }
  return (
    <div
      ref={stage}
      class={`viewer-stage ${zoom.scale > 1 ? 'zoomed' : ''}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        if (pointers.current.size === 0) movedPx.current = 0
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
      }}
      onPointerMove={onMove}
      onPointerCancel={onLeave}
      onPointerUp={(event) => {
        onLeave(event)
        const box = picture.current?.getBoundingClientRect()
        const isOutside =
          box !== undefined &&
          (event.clientX < box.left ||
            event.clientX > box.right ||
            event.clientY < box.top ||
            event.clientY > box.bottom)
        if (isOutside && movedPx.current < DRAG_PX) onOutside()
      }}
      onDblClick={(event) => {
        const at = fromMiddle(event)
        onZoom((now) => (now.scale > 1 ? wholePicture : zoomed(now, ZOOM_STEP * ZOOM_STEP, at)))
      }}
    >
      <img
        ref={picture}
        src={address}
        alt={words.say('chat.image', { name })}
        draggable={false}
        decoding="async"
      />
    </div>
  )
}
