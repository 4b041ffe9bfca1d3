import { beforeEach, describe, expect, test } from 'bun:test'
import { createDesk, dataOf, errorOf, START_MS, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor

beforeEach(() => {
  desk = createDesk()
  desk.operator('anna')
  ivan = desk.client('ivan')
  ivan.says('Hello')
  desk.forget()
})

/** The events that one login of an operator was told, whoever the people of the desk go on as. */
function toldToLogin(loginId: string): readonly string[] {
  return desk.log.flatMap(({ fact }) =>
    fact.tell.filter(({ to }) => to.login === loginId).map(({ as }) => as),
  )
}

describe('one login at a time', () => {
  test('[L1] a newer login wins: the older is told and can do nothing more', () => {
    const older = desk.people.get('anna')!.loginId
    const newer = desk.signsIn('anna', { clientIp: '192.0.2.9', device: 'Firefox' })
    expect(toldToLogin(older)).toEqual(['chatUserExists'])
    expect(toldToLogin(newer.id)).toEqual([])
    expect(desk.log.find(({ fact }) => fact.type === 'loginDisplaced')!.fact).toMatchObject({
      login: { id: older, displaced: true },
      by: { clientIp: '192.0.2.9', device: 'Firefox' },
    })
    desk.says('anna', ivan, 'I am here')
    desk.people.get('anna')!.loginId = older
    expect(desk.refuses('anna', 'setStatus', { status: 'AWAY' })).toBe('logged_in_elsewhere')
  })

  test('[L1] it stays the same operator, with the same status and sessions', () => {
    desk.signsIn('anna')
    expect(desk.statusOf('anna')).toBe('ONLINE SELF')
    expect(desk.hands('anna')).toEqual(['ivan'])
  })

  test('[L1] "use here" takes over again, and the other is told', () => {
    const older = desk.people.get('anna')!.loginId
    const newer = desk.signsIn('anna')
    dataOf(desk.system('takeOver', { loginId: older, clientIp: null, device: null }))
    expect(toldToLogin(newer.id)).toEqual(['chatUserExists'])
    expect(desk.refuses('anna', 'setStatus', { status: 'AWAY' })).toBe('logged_in_elsewhere')
    desk.people.get('anna')!.loginId = older
    desk.does('anna', 'setStatus', { status: 'AWAY' })
    const head = desk.state.headSeq
    dataOf(desk.system('takeOver', { loginId: older, clientIp: null, device: null }))
    expect(desk.state.headSeq).toBe(head)
    expect(errorOf(desk.system('takeOver', { loginId: 'nobody', clientIp: null, device: null }))).toBe(
      'logged_out',
    )
  })

  test('[L1] the same browser signs in again: its login goes on under another token', () => {
    const login = desk.state.logins.get(desk.people.get('anna')!.loginId)!
    dataOf(desk.system('renewLogin', { login: { ...login, tokenHash: 'fresh' } }))
    expect(toldToLogin(login.id)).toEqual([])
    expect(desk.state.loginsByHash.get('fresh')).toBe(login.id)
    expect(desk.state.loginsByHash.has(login.tokenHash)).toBe(false)
  })
})

describe('signing out', () => {
  test('[L3] offline, the sessions go on, and the login is told and dead', () => {
    const { loginId } = desk.people.get('anna')!
    desk.system('endLogin', { loginId, reason: 'LOGOUT' })
    expect(desk.statusOf('anna')).toBe('OFFLINE LOGOUT')
    expect(ivan.card.botStatus).toBe('HELP')
    expect(desk.toldTo('anna').at(-1)).toBe('operatorLoggedOut')
    expect(desk.refuses('anna', 'setStatus', { status: 'ONLINE' })).toBe('logged_out')
    const head = desk.state.headSeq
    dataOf(desk.system('endLogin', { loginId, reason: 'LOGOUT' }))
    expect(desk.state.headSeq).toBe(head)
  })

  test('[L3] a displaced login that ends takes nobody offline', () => {
    const older = desk.people.get('anna')!.loginId
    desk.signsIn('anna')
    desk.system('endLogin', { loginId: older, reason: 'LOGOUT' })
    expect(toldToLogin(older)).toEqual(['chatUserExists', 'operatorLoggedOut'])
    expect(desk.statusOf('anna')).toBe('ONLINE SELF')
  })

  test('[L3] forced by a supervisor: every login is told', () => {
    const older = desk.people.get('anna')!.loginId
    const newer = desk.signsIn('anna')
    desk.does('boss', 'logOutOperator', { operatorId: desk.id('anna') })
    expect(desk.statusOf('anna')).toBe('OFFLINE FORCED')
    expect(toldToLogin(older).at(-1)).toBe('operatorLoggedOut')
    expect(toldToLogin(newer.id)).toEqual(['operatorLoggedOut'])
    expect(ivan.card.botStatus).toBe('HELP')
  })

  test('[L3] a new password ends every login that knew the old one', () => {
    const login = desk.people.get('anna')!.loginId
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), password: 'another password' })
    expect(toldToLogin(login)).toEqual(['operatorLoggedOut'])
    expect(desk.refuses('anna', 'setStatus', { status: 'AWAY' })).toBe('logged_out')
  })

  test('[L3] whom a new password signs out is offline, and the sessions go on; who changes their own stays', () => {
    expect(desk.hands('anna')).toEqual(['ivan'])
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), password: 'another password' })
    expect(desk.statusOf('anna')).toBe('OFFLINE FORCED')
    expect(desk.hands('anna')).toEqual([])
    expect(ivan.card.botStatus).toBe('HELP')
    const before = desk.statusOf('boss')
    desk.does('boss', 'updateOperator', { operatorId: desk.id('boss'), password: 'another password' })
    expect(desk.statusOf('boss')).toBe(before)
    desk.does('boss', 'setStatus', { status: 'AWAY' })
  })

  test('[L3] a supervisor has no power over an admin', () => {
    desk.operator('chief', { role: 'supervisor' })
    expect(desk.refuses('chief', 'logOutOperator', { operatorId: desk.id('boss') })).toBe('not_allowed')
    expect(
      desk.refuses('chief', 'setOperatorStatus', { operatorId: desk.id('boss'), status: 'OFFLINE' }),
    ).toBe('not_allowed')
  })

  test('[L3] a login that expires ends by itself, in its time', () => {
    const login = desk.signsIn('anna', { expiresAtMs: START_MS + 3_600_000 })
    desk.tick(3_599_999)
    expect(desk.statusOf('anna')).toBe('ONLINE SELF')
    desk.tick(1)
    expect(desk.statusOf('anna')).toBe('OFFLINE EXPIRED')
    expect(toldToLogin(login.id)).toEqual(['operatorLoggedOut'])
  })

  test('[L3] a login that was renewed does not expire at its first end', () => {
    const login = desk.signsIn('anna', { expiresAtMs: START_MS + 3_600_000 })
    desk.system('renewLogin', { login: { ...login, expiresAtMs: START_MS + 7_200_000 } })
    desk.tick(3_600_000)
    expect(desk.statusOf('anna')).toBe('ONLINE SELF')
    desk.tick(3_600_000)
    expect(desk.statusOf('anna')).toBe('OFFLINE EXPIRED')
  })
})

describe('blocking', () => {
  test('[L2] [S9] told first, then the tokens are dead and the sessions go on', () => {
    desk.operator('boris')
    const { loginId } = desk.people.get('anna')!
    desk.does('boss', 'blockOperator', { operatorId: desk.id('anna'), blocked: true, reason: 'Left us' })
    expect(desk.story().slice(0, 4)).toEqual([
      'operatorStatusChanged → boss, anna, boris',
      'operatorBlocked → anna',
      'operatorUpdated → boss, boris',
      'chatSessionAdded → boris',
    ])
    expect(desk.statusOf('anna')).toBe('OFFLINE BLOCKED')
    expect(desk.state.logins.has(loginId)).toBe(false)
    expect(desk.refuses('anna', 'setStatus', { status: 'ONLINE' })).toBe('operator_blocked')
    expect(() => desk.signsIn('anna')).toThrow('operator_blocked')
    expect(desk.hands('boris')).toEqual(['ivan'])
    desk.forget()
    desk.does('boss', 'blockOperator', { operatorId: desk.id('anna'), blocked: true })
    expect(desk.story()).toEqual([])
  })

  test('[L2] nothing is routed to the blocked, whoever is still connected', () => {
    desk.does('boss', 'blockOperator', { operatorId: desk.id('anna'), blocked: true })
    const petr = desk.client('petr')
    petr.says('Hello')
    expect(petr.card.botStatus).toBe('HELP')
  })

  test('[L2] the blocked cannot be set to anything but OFFLINE, which they are, and are given nothing by name', () => {
    const operatorId = desk.id('anna')
    desk.does('boss', 'blockOperator', { operatorId, blocked: true })
    desk.forget()
    for (const status of ['ONLINE', 'AWAY'] as const)
      expect(desk.refuses('boss', 'setOperatorStatus', { operatorId, status })).toBe('operator_blocked')
    desk.does('boss', 'setOperatorStatus', { operatorId, status: 'OFFLINE' })
    expect(desk.statusOf('anna')).toBe('OFFLINE BLOCKED')
    expect(desk.story()).toEqual([])
    desk.does('boss', 'blockOperator', { operatorId, blocked: false })
    desk.does('boss', 'setOperatorStatus', { operatorId, status: 'AWAY' })
    expect(desk.statusOf('anna')).toBe('AWAY SUPERVISOR')
  })

  test('[L2] unblocking restores sign-in and nothing else', () => {
    desk.does('boss', 'blockOperator', { operatorId: desk.id('anna'), blocked: true })
    desk.does('boss', 'blockOperator', { operatorId: desk.id('anna'), blocked: false })
    expect(desk.refuses('anna', 'setStatus', { status: 'ONLINE' })).toBe('logged_out')
    desk.signsIn('anna')
    expect(desk.statusOf('anna')).toBe('OFFLINE BLOCKED')
    desk.does('anna', 'setStatus', { status: 'ONLINE' })
    expect(desk.hands('anna')).toEqual(['ivan'])
  })

  test('[L2] the last admin can be neither blocked nor made less', () => {
    const operatorId = desk.id('boss')
    expect(desk.refuses('boss', 'blockOperator', { operatorId, blocked: true })).toBe('last_admin')
    expect(desk.refuses('boss', 'updateOperator', { operatorId, role: 'operator' })).toBe('last_admin')
    desk.operator('second', { role: 'admin' })
    desk.does('second', 'blockOperator', { operatorId, blocked: true })
    expect(
      desk.refuses('second', 'updateOperator', { operatorId: desk.id('second'), role: 'operator' }),
    ).toBe('last_admin')
  })
})

test('[E7] the same status for another reason is told, since every screen shows the reason', () => {
  const desk = createDesk()
  desk.operator('anna')
  desk.disconnects('anna')
  desk.tick(31_000)
  expect(desk.statusOf('anna')).toBe('OFFLINE CONNECTION_LOST')
  desk.forget()
  desk.does('boss', 'setOperatorStatus', { operatorId: desk.id('anna'), status: 'OFFLINE' })
  expect(desk.statusOf('anna')).toBe('OFFLINE SUPERVISOR')
  expect(desk.story()).toEqual(['operatorStatusChanged → boss, anna'])
  desk.forget()
  desk.does('boss', 'setOperatorStatus', { operatorId: desk.id('anna'), status: 'OFFLINE' })
  expect(desk.story()).toEqual([])
})
