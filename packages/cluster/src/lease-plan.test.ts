import type { WorkspaceId } from '@pult/protocol'
import { expect, test } from 'bun:test'
import { planOf, type Standing } from './lease-plan.ts'

/** `a*`: dead; `a~`: draining. Leases as `owner` or `-` by workspace. */
function standing(nodes: string, owners: string): Standing {
  return {
    nodes: nodes.split(' ').map((word) => ({
      id: word.replace(/[*~]/u, ''),
      isLive: !word.endsWith('*'),
      isDraining: word.endsWith('~'),
    })),
    leases: owners.split(' ').map((owner, index) => ({
      workspaceId: `w${index + 1}` as WorkspaceId,
      owner: owner === '-' ? null : owner,
      lease: 7,
    })),
  }
}

test.each([
  // nodes, owners of w1 w2 …, me, takes, gives
  ['a', '-', 'a', 'w1', ''],
  ['a b', '- -', 'a', 'w1', ''],
  ['a b', '- -', 'b', 'w2', ''],
  ['a b c', 'a b -', 'c', 'w3', ''],
  ['a b c', 'a b -', 'a', '', ''],
  // The owner is gone: it goes to who has the fewest.
  ['a* b c', 'a b b', 'c', 'w1', ''],
  ['a* b c', 'a b b', 'b', '', ''],
  ['a* b', 'a a b', 'b', 'w1 w2', ''],
  // Who is about to stop, or is taken for gone, takes nothing.
  ['a~ b', '- -', 'a', '', ''],
  ['a~ b', '- -', 'b', 'w1 w2', ''],
  ['a* b', '-', 'a', '', ''],
  // What a stopping node still has is its own.
  ['a~ b', 'a a', 'b', '', ''],
  // A node has come: one after the other is given, until it is even.
  ['a b', 'a a a', 'a', '', 'w3'],
  ['a b', 'a a b', 'a', '', ''],
  ['a b', 'a a', 'a', '', 'w2'],
  ['a b', 'a a', 'b', '', ''],
  ['a b', 'a', 'a', '', ''],
])('[CL10] %s own %s: %s takes "%s" and gives "%s"', (nodes, owners, me, takes, gives) => {
  const { take, give } = planOf(standing(nodes, owners), me, () => false)
  expect(take.map(({ workspaceId }) => workspaceId).join(' ')).toBe(takes)
  expect(give?.workspaceId ?? '').toBe(gives)
})

test('[CL10] what was left too long is taken by whoever sees it', () => {
  const { take } = planOf(standing('a b', '- -'), 'b', ({ workspaceId }) => workspaceId === 'w1')
  expect(take.map(({ workspaceId }) => workspaceId).join(' ')).toBe('w1 w2')
})

test('[CL10] however nodes come and go, all agree, everything has one taker, and it becomes even', () => {
  let now = standing('a b c d', '- - - - - - - - - -')
  for (let round = 0; round < 12; round += 1) {
    // d is gone after a while.
    if (round === 4) now = { ...now, nodes: standing('a b c d*', '-').nodes }
    const plans = ['a', 'b', 'c', 'd'].map((me) => [me, planOf(now, me, () => false)] as const)
    now = {
      ...now,
      leases: now.leases.map((lease) => {
        const takers = plans.filter(([, { take }]) => take.includes(lease))
        expect(takers.length).toBeLessThanOrEqual(1)
        if (takers[0] !== undefined) return { ...lease, owner: takers[0][0] }
        return plans.some(([, { give }]) => give === lease) ? { ...lease, owner: null } : lease
      }),
    }
  }
  const counts = ['a', 'b', 'c', 'd'].map((id) => now.leases.filter(({ owner }) => owner === id).length)
  expect(counts.toSorted((one, other) => one - other)).toEqual([0, 3, 3, 4])
})
