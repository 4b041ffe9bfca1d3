import type { NodeOnWire, Nodes } from '@pult/protocol'

/** What is wrong with the machines, the worst first; none: whoever says that the chat is slow has another reason. */
export type Trouble =
  | { readonly what: 'silent'; readonly node: string; readonly ms: number }
  | { readonly what: 'unread'; readonly node: string; readonly ms: number }
  | { readonly what: 'unowned' }
  | { readonly what: 'behind'; readonly node: string; readonly ms: number; readonly records: number }
  | { readonly what: 'cutOff'; readonly node: string; readonly ms: number }
  | { readonly what: 'cutOffAll'; readonly ms: number }
  | { readonly what: 'slow'; readonly node: string; readonly answerMs: number }
  | { readonly what: 'versions'; readonly versions: readonly string[] }

/** The others take a node for gone after as long. */
const UNREAD_MS = 3_000
/** What a look between two beats and a busy moment explain. */
const BEHIND_MS = 2_000
/** A line that breaks for a moment is mended by itself. */
const CUT_OFF_MS = 3_000
/** Each turn waits for the database once; from here on people feel it. */
const SLOW_MS = 100

export function troublesOf({ nodes, lease, answeredBy, readMs }: Nodes): readonly Trouble[] {
  const live = nodes.filter(({ state }) => state !== 'SILENT')
  const silent = nodes.filter(({ state }) => state === 'SILENT')
  const isUnread = readMs >= UNREAD_MS
  const asked = nodes.find(({ id }) => id === answeredBy)
  const versions = new Set(live.flatMap(({ facts }) => facts?.version ?? []))
  return [
    ...silent.map((node) => ({ what: 'silent' as const, node: nameOf(node), ms: node.heardMs })),
    ...(isUnread && asked !== undefined
      ? [{ what: 'unread' as const, node: nameOf(asked), ms: readMs }]
      : []),
    ...(!isUnread && lease !== null && !live.some(({ id }) => id === lease.owner)
      ? [{ what: 'unowned' as const }]
      : []),
    ...live.flatMap((node) => behindOf(node)),
    ...cutOffOf(live),
    ...live.flatMap((node) => slowOf(node)),
    ...(versions.size > 1 ? [{ what: 'versions' as const, versions: [...versions].toSorted() }] : []),
  ]
}

/** As whoever runs it calls it, where it says so. */
export function nameOf({ id, facts }: Pick<NodeOnWire, 'id' | 'facts'>): string {
  return facts?.name ?? id
}

/** Only what makes people wait is red or amber. */
export function toneOf({ what }: Trouble): 'bad' | 'warn' | 'calm' {
  if (what === 'versions') return 'calm'
  return what === 'silent' || what === 'unread' || what === 'unowned' ? 'bad' : 'warn'
}

function behindOf(node: NodeOnWire): Trouble[] {
  const behind = node.facts?.behind ?? null
  return behind === null || behind.ms < BEHIND_MS ? [] : [{ what: 'behind', node: nameOf(node), ...behind }]
}

/** Where none has it, NATS itself is away, and one sentence says so. */
function cutOffOf(live: readonly NodeOnWire[]): Trouble[] {
  const cutOff = live.flatMap((node) => {
    const bus = node.facts?.bus ?? null
    return bus !== null && bus.isCutOff && bus.sinceMs >= CUT_OFF_MS
      ? [{ what: 'cutOff' as const, node: nameOf(node), ms: bus.sinceMs }]
      : []
  })
  if (cutOff.length < 2 || cutOff.length < live.length) return cutOff
  return [{ what: 'cutOffAll', ms: Math.min(...cutOff.map(({ ms }) => ms)) }]
}

function slowOf(node: NodeOnWire): Trouble[] {
  const answerMs = node.facts?.database?.answerMs ?? 0
  return answerMs < SLOW_MS ? [] : [{ what: 'slow', node: nameOf(node), answerMs }]
}
