import type { Flow, Node } from './flow.ts'
import { own } from './own.ts'
import { entrancesOf, exitsOf } from './parts.ts'

/** A step of a scenario, for somebody who wants to recognise it. */
export interface Step {
  readonly node: string
  readonly kind: Node['kind']
  /** The first words that it says; null: it says nothing of its own. */
  readonly text: string | null
}

/** A line of a table. */
const TEXT_CHARS = 120

/** The steps in the order in which a conversation comes to them; those that nothing leads to come last. */
export function stepsOf(flow: Flow): readonly Step[] {
  const order = new Set<string>()
  // One way in after the other: what begins at the start stands together, what comes back to the bot stands behind it.
  for (const entrance of entrancesOf(flow)) {
    const open = [entrance.to]
    while (open.length > 0) {
      const id = open.shift() ?? ''
      const node = own(flow.nodes, id)
      if (node === undefined || order.has(id)) continue
      order.add(id)
      open.push(...exitsOf(node).map(({ to }) => to))
    }
  }
  for (const id of Object.keys(flow.nodes)) order.add(id)
  return [...order].map((node) => {
    const { kind } = flow.nodes[node]!
    return { node, kind, text: textOf(flow.nodes[node]!) }
  })
}

function textOf(node: Node): string | null {
  const text = node.kind === 'faq' ? node.entries[0]?.questions[0] : 'text' in node ? node.text : undefined
  const line = text?.split('\n').find((one) => one.trim() !== '')
  if (line === undefined) return null
  return line.length > TEXT_CHARS ? `${line.slice(0, TEXT_CHARS).trimEnd()}…` : line.trim()
}
