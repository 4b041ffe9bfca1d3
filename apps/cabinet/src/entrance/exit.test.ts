import { expect, test } from 'bun:test'
import type { Stop, StopName } from '@pult/client'
import { exitOf, exitOfRefusal } from './exit.ts'

const at = '2026-11-22T10:00:00.000Z'
const told = (name: StopName, event: unknown) => exitOf({ name, event } as unknown as Stop)

test('[E1] each terminal event has its page', () => {
  expect(
    told('operatorBlocked', {
      name: 'operatorBlocked',
      data: { operatorId: 'me', blockedAt: at, reason: 'Left' },
    }),
  ).toEqual({
    name: 'blocked',
    reason: 'Left',
  })
  const elsewhere = { operatorId: 'me', loggedInAt: at, clientIp: '203.0.113.9', device: 'Firefox' }
  expect(told('loggedInElsewhere', { name: 'chatUserExists', data: elsewhere })).toEqual({
    name: 'elsewhere',
    at,
    device: 'Firefox',
    clientIp: '203.0.113.9',
  })
  const loggedOut = (reason: string) =>
    told('loggedOut', { name: 'operatorLoggedOut', data: { operatorId: 'me', reason } }).name
  expect(['LOGOUT', 'FORCED', 'EXPIRED'].map(loggedOut)).toEqual(['loggedOut', 'forced', 'expired'])
})

test('[E2] the close alone is enough', () => {
  const names = [
    'operatorBlocked',
    'loggedInElsewhere',
    'loggedOut',
    'notAuthenticated',
    'version',
    'protocolError',
    'frameTooLarge',
    'refused',
  ]
  expect(names.map((name) => exitOf({ name: name as StopName }).name)).toEqual([
    'blocked',
    'elsewhere',
    'loggedOut',
    'expired',
    'version',
    'protocol',
    'protocol',
    'protocol',
  ])
})

function refused(code: string) {
  return exitOf({ name: 'refused', refusal: { code, message: 'x', temporary: false } } as unknown as Stop)
}

test('[E2] a refusal says more than the close that it came with', () => {
  expect(refused('operator_blocked').name).toBe('blocked')
  expect(refused('token_expired').name).toBe('expired')
  expect(refused('origin_not_allowed')).toEqual({ name: 'protocol', message: 'x' })
  expect(exitOfRefusal('network')).toBeNull()
  expect(exitOfRefusal(undefined)).toBeNull()
})
