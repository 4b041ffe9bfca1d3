import type { Operator } from '@pult/protocol'

const RANK = { ONLINE: 0, AWAY: 1, OFFLINE: 2 } as const

/** Whom a chat can be given to: everybody but its holder and the blocked; who is there first, then by name. */
export function transferTargets(
  operators: Iterable<Operator>,
  holderId: string | null,
  language: string,
): Operator[] {
  const byName = new Intl.Collator(language)
  return [...operators]
    .filter((operator) => !operator.blocked && operator.id !== holderId)
    .toSorted((a, b) => RANK[a.status] - RANK[b.status] || byName.compare(a.name, b.name))
}

/** How many people of a group are there to answer now. */
export function onlineIn(operators: Iterable<Operator>, groupId: string): number {
  let count = 0
  for (const operator of operators)
    if (operator.status === 'ONLINE' && !operator.blocked && operator.groupIds.some((id) => id === groupId))
      count += 1
  return count
}
