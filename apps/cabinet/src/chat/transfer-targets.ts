import type { Group, Operator } from '@pult/protocol'
import { rank } from '../commands/fuzzy.ts'

const RANK = { ONLINE: 0, AWAY: 1, OFFLINE: 2 } as const

/** With `load`, the sessions held now, where it was asked for. */
export type Colleague = Operator & { readonly load?: number }

/** Whom a chat can be given to: everybody but its holder and the blocked; who is there first, who has room before who is full, then by name. */
export function transferTargets<O extends Colleague>(
  operators: Iterable<O>,
  holderId: string | null,
  language: string,
): O[] {
  const byName = new Intl.Collator(language)
  return [...operators]
    .filter((operator) => !operator.blocked && operator.id !== holderId)
    .toSorted(
      (a, b) =>
        RANK[a.status] - RANK[b.status] ||
        Number(isFull(a)) - Number(isFull(b)) ||
        byName.compare(a.name, b.name),
    )
}

/** Has as many chats as may be given to them. A transfer by hand is possible all the same. */
export function isFull({ load, capacity }: Colleague): boolean {
  return load !== undefined && load >= capacity
}

/** How many people of a group are there to answer now. */
export function onlineIn(operators: Iterable<Operator>, groupId: string): number {
  let count = 0
  for (const operator of operators)
    if (operator.status === 'ONLINE' && !operator.blocked && operator.groupIds.some((id) => id === groupId))
      count += 1
  return count
}

/** Those of them that fit a query; of people their groups, skills and languages count too. In their order where nothing is asked. */
export function findTargets<O extends Colleague>(
  query: string,
  targets: readonly O[],
  groups: ReadonlyMap<string, Group>,
): readonly O[] {
  return rank(query, targets, ({ name, groupIds, skills, languages }) => [
    name,
    ...groupIds.map((id) => groups.get(id)?.name ?? ''),
    ...skills,
    ...languages,
  ])
}
