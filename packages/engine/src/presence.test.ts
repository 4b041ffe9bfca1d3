import { beforeEach, describe, expect, test } from 'bun:test'
import { createDesk, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor

beforeEach(() => {
  desk = createDesk()
  desk.operator('anna')
  ivan = desk.client('ivan')
})

describe('operators', () => {
  test('[L4] who has been away for less than 10 s still gets sessions', () => {
    desk.disconnects('anna')
    desk.tick(9_999)
    ivan.says('Hello')
    expect(desk.hands('anna')).toEqual(['ivan'])
  })

  test('[L4] after 10 s no new sessions come', () => {
    desk.disconnects('anna')
    desk.tick(10_000)
    ivan.says('Hello')
    expect(ivan.card.botStatus).toBe('HELP')
    expect(desk.statusOf('anna')).toBe('ONLINE SELF')
  })

  test('[L4] a reload within 30 s changes nothing', () => {
    ivan.says('Hello')
    desk.forget()
    desk.disconnects('anna')
    desk.tick(29_999)
    desk.connects('anna', 'tab-2')
    desk.tick(60_000)
    expect(desk.story()).toEqual([])
    expect(desk.hands('anna')).toEqual(['ivan'])
  })

  test('[L4] who comes back while a slow disk holds the turn before was there in time, and keeps their chats', () => {
    ivan.says('Hello')
    desk.operator('boris')
    desk.forget()
    desk.disconnects('anna')
    // The turn that both the grace and the connection wait for begins later.
    desk.nowMs += 31_000
    desk.connects('anna', 'tab-2')
    desk.tick(60_000)
    expect(desk.story()).toEqual([])
    expect(desk.hands('anna')).toEqual(['ivan'])
  })

  test('[L4] after 30 s the operator is offline and the sessions go on', () => {
    ivan.says('Hello')
    desk.operator('boris')
    desk.disconnects('anna')
    desk.tick(30_000)
    expect(desk.story()).toEqual([
      'operatorStatusChanged → boss, anna, boris',
      'chatSessionAdded → boris',
      'chatSessionDeleted → anna',
      'chatSessionUpdated → client ivan',
    ])
    expect(desk.statusOf('anna')).toBe('OFFLINE CONNECTION_LOST')
  })

  test('[L4] who comes back has the status again that was chosen, and Help is given out', () => {
    ivan.says('Hello')
    desk.disconnects('anna')
    desk.tick(30_000)
    expect(ivan.card.botStatus).toBe('HELP')
    desk.forget()
    desk.connects('anna')
    expect(desk.statusOf('anna')).toBe('ONLINE RECONNECTED')
    expect(desk.toldTo('anna')).toEqual(['operatorStatusChanged', 'chatSessionAdded'])
  })

  test('[L4] who is set ONLINE without being there gets nothing by the routing, and what was given by name goes on after the grace', () => {
    desk.disconnects('anna')
    desk.tick(30_000)
    desk.does('boss', 'setOperatorStatus', { operatorId: desk.id('anna'), status: 'ONLINE' })
    expect(desk.statusOf('anna')).toBe('ONLINE SUPERVISOR')
    ivan.says('Hello')
    expect(ivan.card.botStatus).toBe('HELP')
    desk.does('boss', 'assignSession', { sessionId: ivan.sessionId, operatorId: desk.id('anna') })
    expect(desk.hands('anna')).toEqual(['ivan'])
    desk.tick(20_000)
    expect(desk.statusOf('anna')).toBe('OFFLINE CONNECTION_LOST')
    expect(desk.hands('anna')).toEqual([])
    expect(ivan.card.botStatus).toBe('HELP')
  })

  test('[L4] a clock that was wrong by a month for a moment keeps nobody for a month', () => {
    ivan.says('Hello')
    const monthMs = 30 * 24 * 3600 * 1000
    desk.nowMs += monthMs
    desk.disconnects('anna')
    desk.nowMs -= monthMs
    desk.tick(1_000)
    expect(desk.statusOf('anna')).toBe('ONLINE SELF')
    desk.tick(30_000)
    expect(desk.statusOf('anna')).toBe('OFFLINE CONNECTION_LOST')
    expect(ivan.card.botStatus).toBe('HELP')
  })

  test('[L4] AWAY comes back as AWAY, OFFLINE as OFFLINE', () => {
    desk.operator('boris', { status: 'AWAY' })
    desk.operator('carl', { status: 'OFFLINE' })
    for (const name of ['boris', 'carl']) desk.disconnects(name)
    desk.tick(30_000)
    for (const name of ['boris', 'carl']) desk.connects(name)
    expect(desk.statusOf('boris')).toBe('AWAY RECONNECTED')
    expect(desk.statusOf('carl')).toBe('OFFLINE SELF')
  })

  test('[L4] one tab of two that closes is nobody’s absence', () => {
    desk.connects('anna', 'tab-2')
    desk.disconnects('anna', 'tab')
    desk.tick(60_000)
    expect(desk.statusOf('anna')).toBe('ONLINE SELF')
  })

  test('[L4] the grace counts from the last loss, not from the first', () => {
    desk.disconnects('anna')
    desk.tick(20_000)
    desk.connects('anna')
    desk.tick(1_000)
    desk.disconnects('anna')
    desk.tick(29_999)
    expect(desk.statusOf('anna')).toBe('ONLINE SELF')
    desk.tick(1)
    expect(desk.statusOf('anna')).toBe('OFFLINE CONNECTION_LOST')
  })

  test('[A9] an operator who is gone but of the group is told of the session in Help once more', () => {
    ivan.says('Hello')
    desk.forget()
    desk.disconnects('anna')
    desk.tick(30_000)
    expect(desk.toldTo('anna')).toEqual([
      'operatorStatusChanged',
      'chatSessionDeleted',
      'chatSessionUpdated',
      'operatorNotFound',
    ])
  })

  test('[E7] a status is told to everybody, with its cause, once', () => {
    desk.does('anna', 'setStatus', { status: 'AWAY' })
    expect(desk.statusOf('anna')).toBe('AWAY SELF')
    desk.does('boss', 'setOperatorStatus', { operatorId: desk.id('anna'), status: 'OFFLINE' })
    expect(desk.statusOf('anna')).toBe('OFFLINE SUPERVISOR')
    desk.does('anna', 'setStatus', { status: 'OFFLINE' })
    expect(desk.story()).toEqual(['operatorStatusChanged → boss, anna', 'operatorStatusChanged → boss, anna'])
  })

  test('[E7] many sessions handed on at once never exceed capacity', () => {
    const names = Array.from({ length: 12 }, (_, index) => `client${index}`)
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), capacity: 100 })
    for (const name of names) desk.client(name).says('Hello')
    desk.operator('boris', { capacity: 3 })
    desk.operator('carl', { capacity: 4 })
    desk.disconnects('anna')
    desk.tick(30_000)
    expect(desk.hands('boris')).toHaveLength(3)
    expect(desk.hands('carl')).toHaveLength(4)
    expect(desk.state.help.size).toBe(5)
    expect(desk.hands('anna')).toEqual([])
  })
})

describe('clients', () => {
  beforeEach(() => {
    ivan.connects()
    ivan.says('Hello')
    desk.forget()
  })

  test('[E8] gone for 15 s is offline, from the moment of the loss', () => {
    desk.tick(1_000)
    ivan.disconnects()
    desk.tick(14_999)
    expect(desk.story()).toEqual([])
    desk.tick(1)
    expect(desk.story()).toEqual(['clientOffline → anna'])
    expect(ivan.card.clientOfflineAt).toBe('2026-11-22T12:00:01.000Z')
  })

  test('[E8] a reload within 15 s is told to nobody', () => {
    ivan.disconnects()
    desk.tick(14_000)
    ivan.connects('tab-2')
    desk.tick(60_000)
    expect(desk.story()).toEqual([])
  })

  test('[E8] back again is online', () => {
    ivan.disconnects()
    desk.tick(20_000)
    ivan.connects()
    expect(desk.story()).toEqual(['clientOffline → anna', 'clientOnline → anna'])
    expect(ivan.card.clientOnlineAt).toBe('2026-11-22T12:00:20.000Z')
  })

  test('[E8] presence without an open session is told to nobody and kept nowhere', () => {
    ivan.does('closeSession', {})
    desk.forget()
    ivan.disconnects()
    desk.tick(60_000)
    expect(desk.story()).toEqual([])
    expect(desk.state.presence.clients.size).toBe(0)
  })

  test('[E8] a client who leaves and whose session is then closed is kept nowhere', () => {
    ivan.disconnects()
    desk.does('anna', 'closeSession', { sessionId: ivan.sessionId })
    desk.tick(60_000)
    expect(desk.state.presence.clients.size).toBe(0)
  })

  test('[E8] in Help everybody of the group hears of it', () => {
    desk.operator('boris', { status: 'AWAY' })
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('help') })
    desk.forget()
    ivan.disconnects()
    desk.tick(15_000)
    expect(desk.story()).toEqual(['clientOffline → boss, anna, boris'])
  })
})
