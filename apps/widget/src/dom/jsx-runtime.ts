/** What the compiler turns tags into. Components are plain functions of their props: they have no state and are called at once. */
import { nodesOf, type Child, type ElementNode, type Props } from './node.ts'

type Component = (props: never) => Child

export function jsx(
  tag: string | Component,
  { children, ...props }: Props & { readonly children?: Child },
  key?: string | number,
): Child {
  if (typeof tag === 'function') {
    const made = tag({ ...props, children } as never)
    return key === undefined || !isElement(made) ? made : { ...made, key }
  }
  return { tag, props, children: nodesOf(children), key }
}
export { jsx as jsxs }

/** Several nodes without an element around them. */
export const Fragment = ({ children }: { readonly children?: Child }): Child => children

const isElement = (child: Child): child is ElementNode =>
  typeof child === 'object' && child !== null && 'tag' in child

type Handler<Target, Kind extends Event> = (event: Kind & { readonly currentTarget: Target }) => void

interface CommonProps<Target> {
  readonly key?: string | number
  readonly children?: Child
  /** Called once, when the element has been made and has its children. */
  readonly mount?: (element: Target) => void
  readonly class?: string
  readonly role?: string
  readonly lang?: string
  readonly title?: string
  readonly tabIndex?: number
  readonly [aria: `aria-${string}`]: string | boolean
  readonly onClick?: Handler<Target, MouseEvent>
  readonly onKeyDown?: Handler<Target, KeyboardEvent>
  readonly onInput?: Handler<Target, Event>
  readonly onChange?: Handler<Target, Event>
  readonly onSubmit?: Handler<Target, SubmitEvent>
  readonly onPaste?: Handler<Target, ClipboardEvent>
  readonly onScroll?: Handler<Target, Event>
  readonly onError?: Handler<Target, Event>
  readonly onDragOver?: Handler<Target, DragEvent>
  readonly onDragLeave?: Handler<Target, DragEvent>
  readonly onDrop?: Handler<Target, DragEvent>
}
interface OwnProps {
  a: { href: string; target: '_blank'; rel: string }
  button: { type: 'button' | 'submit'; disabled?: boolean }
  img: { src: string; alt: string; width?: number; height?: number }
  input: { type: string; name?: string; checked?: boolean; multiple?: boolean; disabled?: boolean }
  progress: { max: number; value: number }
  textarea: {
    value: string
    rows?: number
    maxLength: number
    placeholder: string
    disabled?: boolean
    enterkeyhint?: string
  }
  time: { dateTime: string }
  svg: { width: number; height: number; viewBox: string }
  path: {
    d: string
    fill: string
    stroke: string
    'stroke-width': number
    'stroke-linecap': string
    'stroke-linejoin': string
  }
}
type Tags = HTMLElementTagNameMap & Pick<SVGElementTagNameMap, 'svg' | 'path'>

// The compiler looks the types of tags up under this name.
export declare namespace JSX {
  type Element = Child
  type ElementType = string | Component
  interface ElementChildrenAttribute {
    children: unknown
  }
  interface IntrinsicAttributes {
    readonly key?: string | number
  }
  type IntrinsicElements = {
    [Tag in keyof Tags]: CommonProps<Tags[Tag]> &
      (Tag extends keyof OwnProps ? Readonly<OwnProps[Tag]> : unknown)
  }
}
