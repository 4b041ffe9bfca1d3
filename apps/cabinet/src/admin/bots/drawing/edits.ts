/** What can be done to a drawing, each a scenario out of a scenario. Nothing is changed that another step of the history may hold. */
import { exitsOf, WAIT, type Flow, type Node } from '@pult/bots/flow'
import { WAYS_IN } from './card.ts'
import { GRID, snapped, type Places, type Point } from './geometry.ts'

/** Where an exit leads from now on; `to` undefined: nowhere yet. What must lead somewhere (the start) stays when it is led nowhere. */
export function aimed(flow: Flow, id: string, field: string, to: string | undefined): Flow {
  if (id === WAYS_IN) {
    if (field === 'start') return to === undefined || to === WAIT ? flow : { ...flow, start: to }
    return withAt(flow, field.split('.'), to)
  }
  const node = flow.nodes[id]
  return node === undefined ? flow : withNode(flow, id, withAt(node, field.split('.'), to))
}

/** Only exits are set so, and every one of them holds a name or nothing: what has their shape before has it afterwards. */
function withAt<T>(value: T, path: readonly string[], to: string | undefined): T {
  const [key, ...rest] = path
  if (key === undefined || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? withAt(item, rest, to) : item)) as T
  if (rest.length > 0) {
    const inner: unknown = Reflect.get(value, key)
    return inner === undefined ? value : { ...value, [key]: withAt(inner, rest, to) }
  }
  if (to !== undefined) return { ...value, [key]: to }
  const { [key as keyof T]: _, ...others } = value
  return others as T
}

export function withNode(flow: Flow, id: string, node: Node): Flow {
  return { ...flow, nodes: { ...flow.nodes, [id]: node } }
}

/** Every place is written down: what was arranged by itself stays where its reader has seen it. */
export function placed(flow: Flow, places: Places): Flow {
  const layout = Object.keys(flow.nodes).flatMap((node) => {
    const at = places.get(node)
    return at === undefined ? [] : [{ node, x: Math.round(at.x), y: Math.round(at.y) }]
  })
  return layout.length === 0 ? withoutLayout(flow) : { ...flow, layout }
}

/** To be arranged anew. */
export function withoutLayout(flow: Flow): Flow {
  const { layout: _, ...others } = flow
  return others
}

export function moved(flow: Flow, places: Places, id: string, to: Point): Flow {
  return placed(flow, new Map([...places, [id, snapped(to)]]))
}

export function added(flow: Flow, places: Places, id: string, node: Node, at: Point): Flow {
  return placed(withNode(flow, id, node), new Map([...places, [id, snapped(at)]]))
}

/** A copy beside it, with the same exits. Nothing leads to it yet. */
export function duplicated(flow: Flow, places: Places, id: string, copy: string): Flow {
  const node = flow.nodes[id]
  const at = places.get(id)
  if (node === undefined || at === undefined) return flow
  return added(flow, places, copy, node, { x: at.x + 2 * GRID, y: at.y + 2 * GRID })
}

/** What led to it leads nowhere, and is told as unconnected. Where the scenario began with it, it begins with what came next. */
export function removed(flow: Flow, places: Places, id: string): Flow {
  const node = flow.nodes[id]
  if (node === undefined) return flow
  const others = Object.fromEntries(Object.entries(flow.nodes).filter(([name]) => name !== id))
  const next = exitsOf(node).find(({ to }) => to !== undefined && Object.hasOwn(others, to))?.to
  const begun = flow.start === id ? { ...flow, start: next ?? Object.keys(others)[0] ?? flow.start } : flow
  return placed(led({ ...begun, nodes: others }, id, undefined), places)
}

/** Its arrows lead to it by its new name. A name that is taken changes nothing. */
export function renamed(flow: Flow, id: string, name: string): Flow {
  if (id === name || flow.nodes[id] === undefined || Object.hasOwn(flow.nodes, name)) return flow
  const nodes = Object.fromEntries(
    Object.entries(flow.nodes).map(([old, node]) => [old === id ? name : old, node]),
  )
  const layout = flow.layout?.map((one) => (one.node === id ? { ...one, node: name } : one))
  return led({ ...flow, nodes, ...(layout === undefined ? {} : { layout }) }, id, name)
}

/** Every arrow to a node leads elsewhere. */
function led(flow: Flow, from: string, to: string | undefined): Flow {
  let next = flow
  for (const field of ['start', 'otherwise', 'returned', 'operatorUnavailable', 'callOperator.to'])
    if (entranceAt(flow, field) === from) next = aimed(next, WAYS_IN, field, to)
  for (const [id, node] of Object.entries(flow.nodes))
    for (const exit of exitsOf(node)) if (exit.to === from) next = aimed(next, id, exit.field, to)
  return next
}

function entranceAt(flow: Flow, field: string): string | undefined {
  if (field === 'callOperator.to') return flow.callOperator?.to
  return flow[field as 'start' | 'otherwise' | 'returned' | 'operatorUnavailable']
}

/** A name that no node has yet: `question`, `question_2`, … */
export function freeName(flow: Flow, wanted: string): string {
  const base = wanted.replace(/_\d+$/, '')
  if (!Object.hasOwn(flow.nodes, base) && base !== WAIT) return base
  let count = 2
  while (Object.hasOwn(flow.nodes, `${base}_${count}`)) count += 1
  return `${base}_${count}`
}
