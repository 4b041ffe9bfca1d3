import { beforeEach, describe, expect, test } from 'bun:test'
import { TRANSFERS_MAX } from './hand-over.ts'
import { createDesk, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor

describe('out of Help', () => {
  beforeEach(() => {
    desk = createDesk()
    desk.operator('anna', { status: 'AWAY' })
    desk.operator('boris', { status: 'AWAY' })
    ivan = desk.client('ivan')
    ivan.says('Hello')
    desk.forget()
  })

  test('[A4] taken: added to the taker, updated for the others', () => {
    expect(desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })).toEqual({
      sessionId: ivan.sessionId,
    })
    expect(desk.story()).toEqual([
      'chatSessionAdded → anna',
      'chatSessionUpdated → boss, boris',
      'chatSessionUpdated → client ivan',
    ])
  })

  test('[A4] given out as soon as somebody is free', () => {
    desk.does('boris', 'setStatus', { status: 'ONLINE' })
    expect(desk.story()).toEqual([
      'operatorStatusChanged → boss, anna, boris',
      'chatSessionAdded → boris',
      'chatSessionUpdated → boss, anna',
      'chatSessionUpdated → client ivan',
    ])
  })

  test('[A4] taking what one has changes nothing; taking what another has is refused', () => {
    desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })
    desk.forget()
    desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })
    expect(desk.story()).toEqual([])
    expect(desk.refuses('boris', 'takeSession', { sessionId: ivan.sessionId })).toBe('session_held')
  })

  test('[A1] who watches but is not of the group may not take', () => {
    desk.group('sales')
    desk.operator('stranger', { groups: ['sales'] })
    expect(desk.refuses('stranger', 'takeSession', { sessionId: ivan.sessionId })).toBe('session_not_found')
    desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })
    desk.does('anna', 'watchSession', { sessionId: ivan.sessionId, watch: true })
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('sales') })
    desk.does('stranger', 'setStatus', { status: 'AWAY' })
    desk.does('boss', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('sales') })
    expect(ivan.card.botStatus).toBe('HELP')
    expect(desk.refuses('anna', 'takeSession', { sessionId: ivan.sessionId })).toBe('session_not_yours')
  })

  test('[A4] assigned by a supervisor', () => {
    desk.does('boss', 'assignSession', { sessionId: ivan.sessionId, operatorId: desk.id('boris') })
    expect(desk.story()).toEqual([
      'chatSessionAdded → boris',
      'chatSessionUpdated → boss, anna',
      'chatSessionUpdated → client ivan',
    ])
  })

  test('[A6] handed to another group by a supervisor: the old group no longer shows it', () => {
    desk.group('sales')
    desk.operator('seller', { groups: ['sales'], status: 'AWAY' })
    desk.does('boss', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('sales') })
    expect(desk.toldTo('anna')).toEqual(['chatSessionDeleted'])
    expect(desk.toldTo('seller')).toEqual(['chatSessionUpdated', 'operatorNotFound'])
    expect(desk.toldTo('boss').at(-1)).toBe('operatorNotFound')
  })

  test('[A6] handed to a free operator of another group by a supervisor: the old group no longer shows it', () => {
    desk.group('sales')
    desk.operator('seller', { groups: ['sales'] })
    desk.does('boss', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('sales') })
    expect(desk.toldTo('anna')).toEqual(['chatSessionDeleted'])
    expect(desk.toldTo('seller')).toEqual(['chatSessionAdded'])
    expect(desk.toldTo('boss')).toEqual(['chatSessionUpdated'])
  })
})

describe('from an operator on', () => {
  beforeEach(() => {
    desk = createDesk()
    desk.operator('anna')
    ivan = desk.client('ivan')
    ivan.says('Hello')
    desk.operator('boris', { status: 'AWAY', capacity: 0 })
    desk.group('sales')
    desk.operator('seller', { groups: ['sales'] })
    desk.forget()
  })

  test('[A5] transferred by name, even to a busy colleague: the note first, and the new card names the old operator', () => {
    const reply = desk.does('anna', 'transferSession', {
      sessionId: ivan.sessionId,
      operatorId: desk.id('boris'),
      note: 'A refund',
    })
    expect(reply).toEqual({ sessionId: ivan.sessionId, operatorId: desk.id('boris') })
    expect(desk.story()).toEqual([
      'chatNoteCreated → anna',
      'chatSessionAdded → boris',
      'chatSessionDeleted → anna',
      'chatSessionUpdated → client ivan',
    ])
    expect(ivan.card).toMatchObject({
      operatorId: desk.id('boris'),
      previousOperator: { id: desk.id('anna'), name: 'anna' },
    })
  })

  test('[A5] [A9] who gave a session away and still has a right to Help hears nothing more of it', () => {
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, operatorId: desk.id('boris') })
    desk.forget()
    ivan.says('And?')
    desk.says('boris', ivan, 'A moment')
    expect(desk.toldTo('anna')).toEqual([])
  })

  test('[A5] transferred to a group with somebody free', () => {
    const reply = desk.does('anna', 'transferSession', {
      sessionId: ivan.sessionId,
      groupId: desk.groupId('sales'),
    })
    expect(reply).toEqual({ sessionId: ivan.sessionId, operatorId: desk.id('seller') })
    expect(desk.story()).toEqual([
      'chatSessionAdded → seller',
      'chatSessionDeleted → anna',
      'chatSessionUpdated → client ivan',
    ])
    expect(ivan.card.groupId).toBe(desk.groupId('sales'))
  })

  test('[A5] [A3] transferred to a group with nobody free: its Help hears the card before operatorNotFound', () => {
    desk.does('seller', 'setStatus', { status: 'AWAY' })
    desk.forget()
    const reply = desk.does('anna', 'transferSession', {
      sessionId: ivan.sessionId,
      groupId: desk.groupId('sales'),
    })
    expect(reply).toEqual({ sessionId: ivan.sessionId, operatorId: null })
    expect(desk.story()).toEqual([
      'chatSessionDeleted → anna',
      'chatSessionUpdated → boss, seller',
      'chatSessionUpdated → client ivan',
      'operatorNotFound → boss, seller',
    ])
  })

  test('[E4] a session transferred to a group does not go back to who gave it away, nor to who lost it', () => {
    desk.does('boss', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('help') })
    expect(ivan.card).toMatchObject({ botStatus: 'HELP', previousOperator: { name: 'anna' } })
    desk.does('boris', 'takeSession', { sessionId: ivan.sessionId })
    desk.does('boris', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('help') })
    expect(ivan.card.botStatus).toBe('HELP')
    desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })
    expect(ivan.card.operatorId).toBe(desk.id('anna'))
  })

  test('[E4] a session may be handed on a limited number of times', () => {
    for (let time = 0; time < TRANSFERS_MAX; time += 1) {
      const [from, to] = time % 2 === 0 ? (['anna', 'boris'] as const) : (['boris', 'anna'] as const)
      desk.does(from, 'transferSession', { sessionId: ivan.sessionId, operatorId: desk.id(to) })
    }
    expect(
      desk.refuses('anna', 'transferSession', { sessionId: ivan.sessionId, operatorId: desk.id('boris') }),
    ).toBe('transfer_limit')
  })

  test('[E4] the offline and the blocked are not handed sessions, by name either', () => {
    desk.does('boris', 'setStatus', { status: 'OFFLINE' })
    const transfer = { sessionId: ivan.sessionId, operatorId: desk.id('boris') }
    expect(desk.refuses('anna', 'transferSession', transfer)).toBe('operator_unavailable')
    expect(desk.refuses('boss', 'assignSession', transfer)).toBe('operator_unavailable')
    const nobody = { ...transfer, operatorId: 'opr_nobody' as typeof transfer.operatorId }
    expect(desk.refuses('anna', 'transferSession', nobody)).toBe('operator_not_found')
    const nowhere = { sessionId: ivan.sessionId, groupId: 'grp_x' as ReturnType<Desk['groupId']> }
    expect(desk.refuses('anna', 'transferSession', nowhere)).toBe('group_not_found')
  })

  test('[A5] who gives a session away and watches it goes on seeing it', () => {
    desk.does('anna', 'watchSession', { sessionId: ivan.sessionId, watch: true })
    desk.forget()
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, operatorId: desk.id('boris') })
    expect(desk.toldTo('anna')).toEqual(['chatSessionUpdated'])
    desk.forget()
    ivan.says('And?')
    expect(desk.toldTo('anna')).toEqual(['chatMessageCreated'])
  })

  test('[A5] assigned by a supervisor away from another', () => {
    desk.does('boss', 'assignSession', { sessionId: ivan.sessionId, operatorId: desk.id('boris') })
    expect(desk.story()).toEqual([
      'chatSessionAdded → boris',
      'chatSessionDeleted → anna',
      'chatSessionUpdated → client ivan',
    ])
  })

  test('[A6] only its operator and supervisors hand a session on', () => {
    const transfer = { sessionId: ivan.sessionId, operatorId: desk.id('boris') }
    expect(desk.refuses('boris', 'transferSession', transfer)).toBe('session_not_yours')
    expect(desk.refuses('boris', 'closeSession', transfer)).toBe('session_not_yours')
    expect(desk.refuses('boris', 'returnToBot', transfer)).toBe('session_not_yours')
    expect(desk.refuses('boris', 'sendMessage', { ...transfer, body: 'Hi' })).toBe('session_not_yours')
    expect(desk.refuses('boss', 'sendMessage', { ...transfer, body: 'Hi' })).toBe('session_not_yours')
  })
})
