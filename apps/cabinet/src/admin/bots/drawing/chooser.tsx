import { WAIT, type NodeKind } from '@pult/bots/flow'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { MenuList, type MenuItem } from '../../../parts/menu-list.tsx'
import { useFlowWords } from '../flow-words.ts'
import { WAYS_IN } from './card.ts'
import { iconOf } from './drawn-card.tsx'
import type { Point } from './geometry.ts'
import { KINDS } from './new-node.ts'

/** Where something is to come: a new node, or another end of an arrow. */
export interface Choosing {
  /** In the drawing, and in its window. */
  readonly at: Point
  readonly under: Point
  /** The exit that is to lead there; null: a node by itself. */
  readonly aim: { readonly id: string; readonly field: string } | null
  /** Where that exit leads now. */
  readonly to: string | undefined
  /** A place is found for it, beside what leads to it. */
  readonly isFree: boolean
}

/** What may be made where an arrow was dropped or pressed. */
export function Chooser(props: {
  readonly choosing: Choosing
  readonly onAdd: (kind: NodeKind) => void
  readonly onWait: () => void
  readonly onRemove: () => void
  readonly onClose: () => void
}) {
  const { choosing, onAdd, onWait, onRemove, onClose } = props
  const words = useFlowWords()
  const box = useRef<HTMLDivElement>(null)
  const before = useRef(document.activeElement)
  const { aim, to, under } = choosing
  useLayoutEffect(() => {
    const element = box.current
    const room = element?.parentElement
    const list = element?.firstElementChild
    if (element === null || room == null || !(list instanceof HTMLElement)) return
    const x = Math.max(0, Math.min(under.x, room.clientWidth - list.offsetWidth - AIR))
    const y = Math.max(0, Math.min(under.y, room.clientHeight - list.offsetHeight - AIR))
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
  }, [under])
  useEffect(() => {
    const onPointer = ({ target }: PointerEvent) => {
      if (target instanceof Node && box.current?.contains(target) !== true) onClose()
    }
    document.addEventListener('pointerdown', onPointer)
    return () => document.removeEventListener('pointerdown', onPointer)
  }, [onClose])

  const isStart = aim?.id === WAYS_IN && aim.field === 'start'
  const items: readonly MenuItem[] = [
    ...(aim !== null && !isStart && to !== WAIT
      ? [{ label: words.say('draw.choose.wait'), icon: 'pause', run: onWait } as const]
      : []),
    ...(aim !== null && !isStart && to !== undefined && to !== WAIT
      ? [{ label: words.say('draw.choose.remove'), icon: 'trash', danger: true, run: onRemove } as const]
      : []),
    ...KINDS.map((kind) => ({
      label: words.say(`draw.kind.${kind}`),
      icon: iconOf({ kind }),
      run: () => onAdd(kind),
    })),
  ]
  return (
    <div ref={box} class="draw-chooser" data-over>
      <MenuList
        label={words.say(aim === null ? 'draw.add' : 'draw.choose')}
        items={items}
        onShut={(isDone) => {
          onClose()
          if (isDone && before.current instanceof HTMLElement) before.current.focus({ preventScroll: true })
        }}
      />
    </div>
  )
}

/** From the window's edges. */
const AIR = 8
