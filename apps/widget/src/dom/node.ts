/**
 * A page as a value. Preact with hooks is 5.7 KB compressed, a quarter of what the widget may weigh; what the widget needs of it,
 * keyed patching of a tree that is computed anew from one state, is this folder.
 */

/** What stands in the tree: an element or a text. A node that is the same object as last time is left alone. */
export interface ElementNode {
  readonly tag: string
  readonly props: Props
  readonly children: readonly TreeNode[]
  /** Among its siblings; the element is kept with it when they move. */
  readonly key: string | number | undefined
  /** The element it became. Written by `render` alone. */
  dom?: Element
}
export interface TextNode {
  readonly text: string
  dom?: Text
}
export type TreeNode = ElementNode | TextNode
export type Props = Readonly<Record<string, unknown>>

/** What may be written between tags. Nothing comes of null, undefined and booleans. */
export type Child = TreeNode | string | number | boolean | null | undefined | readonly Child[]

/** Children as the tree keeps them: flat, and without what is nothing. */
export function nodesOf(child: Child, nodes: TreeNode[] = []): TreeNode[] {
  if (isList(child)) for (const each of child) nodesOf(each, nodes)
  else if (typeof child === 'object' && child !== null) nodes.push(child)
  else if (typeof child === 'string' || typeof child === 'number') nodes.push({ text: String(child) })
  return nodes
}

const isList = (child: Child): child is readonly Child[] => Array.isArray(child)
