import { expect, test } from 'bun:test'
import { includesOperator } from './audience.ts'
import { MembershipAsTold } from './membership.ts'
import { createDesk } from './testing/desk.ts'

test('[A9] who loses a right is told of everything before that, in the same turn too', () => {
  const desk = createDesk()
  desk.operator('anna')
  desk.operator('boris', { role: 'supervisor', status: 'AWAY', groups: [] })
  desk.group('sales')
  const ivan = desk.client('ivan', 'site')
  ivan.says('Hello')
  const { sessionId } = ivan
  const boris = desk.people.get('boris')!
  const membership = new MembershipAsTold(desk.state)
  const from = desk.log.length
  desk.turn([
    desk.order('anna', 'transferSession', { sessionId, groupId: desk.groupId('sales') }),
    desk.order('boss', 'updateOperator', {
      operatorId: boris.operatorId,
      role: 'operator',
      groupIds: [desk.groupId('help')],
    }),
    desk.order('boss', 'setPriority', { sessionId, priority: 1 }),
  ])
  const told = desk.log.slice(from).flatMap((record) => {
    membership.take(record)
    return record.fact.tell
      .filter(({ to }) => includesOperator(membership, to, boris.operatorId, boris.loginId))
      .map(({ as }) => as)
  })
  // It waits in Help of a group that is not his any more: gone with the right, and nothing of it afterwards.
  expect(told).toEqual(['chatSessionUpdated', 'operatorNotFound', 'operatorUpdated', 'chatSessionDeleted'])
  expect(membership.members).toEqual(desk.state.members)
  expect(membership.supervisors).toEqual(desk.state.supervisors)
})
