import { nodesOf, type Child, type ElementNode, type Props, type TextNode, type TreeNode } from './node.ts'

/**
 * Makes `parent` show what it is called with, changing as little as it can: an element is kept while its tag and key are the same. Text becomes
 * text nodes and properties, never markup, and handlers are functions, so that no content policy is in the way.
 */
export function createRenderer(parent: Node): (child: Child) => void {
  let shown: readonly TreeNode[] = []
  return (child) => {
    const next = nodesOf(child)
    patchChildren(parent, shown, next, false)
    shown = next
  }
}

function patchChildren(
  parent: Node,
  old: readonly TreeNode[],
  next: readonly TreeNode[],
  svg: boolean,
): void {
  const free = new Set(old)
  const keyed = new Map(
    old.flatMap((node) => ('tag' in node && node.key !== undefined ? [[node.key, node]] : [])),
  )
  let from = 0
  const partnerOf = (node: TreeNode): TreeNode | undefined => {
    if ('tag' in node && node.key !== undefined) {
      const same = keyed.get(node.key)
      return same !== undefined && free.has(same) && alike(same, node) ? same : undefined
    }
    // Without keys the order decides; a tag that is not there any more is passed over.
    for (let at = from; at < old.length; at++) {
      const candidate = old[at]
      if (candidate === undefined || !free.has(candidate) || !alike(candidate, node)) continue
      from = at + 1
      return candidate
    }
    return undefined
  }
  const made = next.map((node) => {
    const partner = partnerOf(node)
    if (partner === undefined) return make(node, svg)
    free.delete(partner)
    return patch(partner, node, svg)
  })
  for (const node of free) node.dom?.remove()
  let place = parent.firstChild
  for (const dom of made) {
    if (dom === place) place = place.nextSibling
    else parent.insertBefore(dom, place)
  }
}

const alike = (one: TreeNode, other: TreeNode): boolean =>
  'tag' in one ? 'tag' in other && one.tag === other.tag && one.key === other.key : !('tag' in other)

function make(node: TreeNode, svg: boolean): Element | Text {
  if (!('tag' in node)) return (node.dom = document.createTextNode(node.text))
  const drawn = svg || node.tag === 'svg'
  const dom = drawn
    ? document.createElementNS('http://www.w3.org/2000/svg', node.tag)
    : document.createElement(node.tag)
  node.dom = dom
  patchChildren(dom, [], node.children, drawn)
  setProps(dom, {}, node.props)
  ;(node.props['mount'] as ((element: Element) => void) | undefined)?.(dom)
  return dom
}

function patch(old: TreeNode, node: TreeNode, svg: boolean): Element | Text {
  if ('tag' in old && 'tag' in node) return patchElement(old, node, svg)
  const { dom } = old as Required<TextNode>
  if (dom.data !== (node as TextNode).text) dom.data = (node as TextNode).text
  return ((node as TextNode).dom = dom)
}

function patchElement(old: ElementNode, node: ElementNode, svg: boolean): Element {
  const { dom } = old as Required<ElementNode>
  if (old === node) return dom
  node.dom = dom
  patchChildren(dom, old.children, node.children, svg || node.tag === 'svg')
  setProps(dom, old.props, node.props)
  return dom
}

function setProps(dom: Element, old: Props, props: Props): void {
  for (const name in { ...old, ...props }) {
    const value = props[name]
    // What a person has typed or ticked since is no part of the old props: compare with what is there.
    if (name === 'value' || name === 'checked') {
      const field = dom as unknown as Record<string, unknown>
      if (field[name] !== value) field[name] = value
    } else if (name === 'mount' || value === old[name]) continue
    else if (name.startsWith('on'))
      (dom as unknown as Record<string, unknown>)[name.toLowerCase()] = value ?? null
    else if (value == null || (value === false && !name.startsWith('aria-'))) dom.removeAttribute(name)
    else dom.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : (value as string))
  }
}
