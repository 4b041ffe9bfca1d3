import { operatorSnapshot } from '../../packages/gateway/src/stream/snapshot.ts'
import type { Check } from '../types.ts'
import type { Observed } from './observed.ts'

/** One part, however large. */
const ONE_PART_BYTES = Infinity

/** [CL1] When all is well again every node stands at the end of the log, has told all of it, and would show everybody the same. */
export function checkNodesAgree({ world, truth }: Observed): Check {
  return {
    name: 'nodes agree',
    onEnd() {
      const { cluster } = world
      if (cluster === undefined) return
      const owners = cluster.members.filter(({ engine }) => engine.lease !== null)
      if (owners.length !== 1)
        return world.broke('G7', `${owners.length} nodes take the turns when all is well again`)
      const seen = new Map<string, { readonly node: string; readonly text: string }>()
      for (const { name, node } of cluster.nodes) {
        const host = node.seat
        if (host === undefined) return world.broke('G7', `${name} is not there`)
        const { state } = host.engine
        if (state.headSeq !== truth.headSeq || host.hub.ring.endSeq !== truth.headSeq) {
          return world.broke(
            'G7',
            `${name} stands at ${state.headSeq} and has told everything up to ${host.hub.ring.endSeq}; the log ends at ${truth.headSeq}`,
          )
        }
        for (const { id } of truth.operators.values()) {
          const parts = operatorSnapshot(state, id, '', host.hub.context, ONE_PART_BYTES)
          const text = inOrder(parts.next().value as string)
          const first = seen.get(id)
          if (first === undefined) seen.set(id, { node: name, text })
          else if (first.text !== text) {
            return world.broke(
              'STATE',
              `${name} and ${first.node} would not show ${id} the same: ${differenceOf(first.text, text)}`,
            )
          }
        }
      }
    },
  }
}

/** Lists by id: in which order a node came to know of them says nothing, and no screen goes by it. */
function inOrder(snapshot: string): string {
  return JSON.stringify(JSON.parse(snapshot), (_name, value: unknown) =>
    Array.isArray(value) ? value.toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1)) : value,
  )
}

function idOf(item: unknown): string {
  return typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : ''
}

/** Where two texts part. */
function differenceOf(one: string, other: string): string {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  const from = Math.max(0, at - 60)
  return `…${one.slice(from, at + 60)}… and …${other.slice(from, at + 60)}…`
}
