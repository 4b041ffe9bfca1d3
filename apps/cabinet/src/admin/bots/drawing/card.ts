import { exitsOf, printCondition, printWeek, type Flow, type Node, type NodeKind } from '@pult/bots/flow'
import type { FlowWordKey } from '../flow-words.ts'

/** A way out of a card. What it is called is somebody's own words, or ours by their key. */
export interface Port {
  /** As `exitsOf` names it: `next`, `buttons.0.to`. */
  readonly field: string
  readonly to: string | undefined
  readonly name: { readonly said: string } | { readonly key: FlowWordKey }
  /** A scenario is not published before it leads somewhere. */
  readonly isNeeded: boolean
}

/** A node as it is drawn: enough to know its size without a page. */
export interface Card {
  readonly id: string
  /** Null: the card of the ways in. */
  readonly kind: NodeKind | null
  /** Its first words; may be empty. */
  readonly lead: string
  readonly ports: readonly Port[]
}

/** The card from which the scenario is come into; no node can be called so. */
export const WAYS_IN = ''

/** A node is never changed, so its card is the same for as long as it is: what did not change is not drawn again. */
const known = new WeakMap<Node, Card>()

export function cardsOf(flow: Flow): readonly Card[] {
  return Object.entries(flow.nodes).map(([id, node]) => {
    const before = known.get(node)
    if (before?.id === id) return before
    const card = cardOf(id, node)
    known.set(node, card)
    return card
  })
}

export function cardOf(id: string, node: Node): Card {
  return { id, kind: node.kind, lead: leadOf(node), ports: portsOf(node) }
}

/** Where a conversation comes in: its beginning always, the others where they lead somewhere, or may be drawn from. */
export function waysIn(flow: Flow): Card {
  return {
    id: WAYS_IN,
    kind: null,
    lead: '',
    ports: [
      wayIn('start', flow.start, 'draw.in.start'),
      wayIn('otherwise', flow.otherwise, 'draw.in.otherwise'),
      wayIn('returned', flow.returned, 'draw.in.returned'),
      wayIn('operatorUnavailable', flow.operatorUnavailable, 'draw.in.operatorUnavailable'),
      ...(flow.callOperator === undefined
        ? []
        : [wayIn('callOperator.to', flow.callOperator.to, 'draw.in.callOperator')]),
    ],
  }
}

function wayIn(field: string, to: string | undefined, key: FlowWordKey): Port {
  return { field, to, name: { key }, isNeeded: field === 'start' }
}

function leadOf(node: Node): string {
  switch (node.kind) {
    case 'say':
    case 'ask':
      return node.text
    case 'set':
      return node.values.map(({ into, value }) => `${into} = ${value}`).join(', ')
    case 'hours':
      return printWeek(node.week).join(', ')
    case 'http':
      return `${node.method} ${node.url}`
    case 'faq':
      return node.entries.map(({ questions }) => questions[0]).join(' · ')
    case 'handOver':
      return node.summary ?? ''
    case 'close':
      return node.reason ?? ''
    case 'branch':
    case 'jump':
      return ''
  }
}

function portsOf(node: Node): readonly Port[] {
  const exits = new Map(exitsOf(node).map((exit) => [exit.field, exit]))
  const named = (field: string, to: string | undefined, name: Port['name']): Port => ({
    field,
    to,
    name,
    isNeeded: exits.has(field),
  })
  const ours = (field: string, to: string | undefined, key: FlowWordKey) => named(field, to, { key })
  switch (node.kind) {
    case 'say':
      return [
        ...(node.buttons ?? []).map(({ label, to }, index) =>
          named(`buttons.${index}.to`, to, { said: label }),
        ),
        ours('next', node.next, 'draw.out.next'),
      ]
    case 'ask': {
      const options = node.answer.type === 'choice' ? node.answer.options : []
      return [
        ...options.map(({ label, to }, index) => named(`answer.options.${index}.to`, to, { said: label })),
        ...(exits.has('tooMany') ? [ours('tooMany', node.tooMany, 'draw.out.tooMany')] : []),
        ...(exits.has('next') ? [ours('next', node.next, 'draw.out.answered')] : []),
      ]
    }
    case 'branch':
      return [
        ...node.cases.map(({ when, to }, index) =>
          named(`cases.${index}.to`, to, { said: printCondition(when) }),
        ),
        ours('else', node.else, 'draw.out.else'),
      ]
    case 'hours':
      return [ours('open', node.open, 'draw.out.open'), ours('closed', node.closed, 'draw.out.closed')]
    case 'http':
      return [ours('ok', node.ok, 'draw.out.ok'), ours('failed', node.failed, 'draw.out.failed')]
    case 'faq':
      return [
        ours('found', node.found, 'draw.out.found'),
        ours('notFound', node.notFound, 'draw.out.notFound'),
      ]
    case 'set':
    case 'jump':
      return [ours('next', node.next, 'draw.out.next')]
    case 'handOver':
    case 'close':
      return []
  }
}
