import { beforeEach, describe, expect, test } from 'bun:test'
import { PUSH_SUBSCRIPTIONS_MAX, type OperatorCommandData } from '@pult/protocol'
import { apply, put } from './apply.ts'
import type { Touched } from './ports.ts'
import { createWorkspace } from './state.ts'
import { createDesk, type Desk } from './testing/desk.ts'

let desk: Desk

beforeEach(() => {
  desk = createDesk()
  desk.operator('anna')
  desk.operator('boris')
})

function subscribes(
  who: string,
  browser: string,
  more: Partial<OperatorCommandData['subscribePush']> = {},
): void {
  const endpoint = `https://push.example.com/${browser}`
  desk.does(who, 'subscribePush', {
    endpoint,
    keys: { p256dh: 'key', auth: 'secret' },
    language: 'en',
    ...more,
  })
}

const loginOf = (who: string): string => desk.people.get(who)!.loginId

/** Whose browsers are pushed to, in the order in which they came. */
function pushed(): readonly string[] {
  return [...desk.state.pushSubscriptions.values()].map(({ operatorId, endpoint }) => {
    const who = [...desk.people].find(([, person]) => person.operatorId === operatorId)?.[0]
    return `${who} ${endpoint.split('/').at(-1)}`
  })
}

describe('[E17] the browsers that are pushed to', () => {
  test('[E17] each is kept with its keys, and nobody is told', () => {
    desk.forget()
    subscribes('anna', 'phone', { language: 'ru', preview: false })
    expect([...desk.state.pushSubscriptions.values()]).toEqual([
      {
        id: expect.stringMatching(/^psh_/),
        operatorId: desk.id('anna'),
        loginId: desk.people.get('anna')!.loginId,
        endpoint: 'https://push.example.com/phone',
        keys: { p256dh: 'key', auth: 'secret' },
        language: 'ru',
        preview: false,
      },
    ])
    expect(desk.told).toEqual([])
  })

  test('[E17] the same again changes nothing; with other keys or words it replaces', () => {
    subscribes('anna', 'phone')
    const head = desk.state.headSeq
    subscribes('anna', 'phone')
    subscribes('anna', 'phone', { preview: true })
    expect(desk.state.headSeq).toBe(head)
    subscribes('anna', 'phone', { language: 'ru' })
    expect(pushed()).toEqual(['anna phone'])
    expect([...desk.state.pushSubscriptions.values()][0]?.language).toBe('ru')
  })

  test('[E17] an endpoint is of whoever subscribed last', () => {
    subscribes('anna', 'shared')
    subscribes('boris', 'shared')
    expect(pushed()).toEqual(['boris shared'])
    desk.does('anna', 'unsubscribePush', { endpoint: 'https://push.example.com/shared' })
    expect(pushed()).toEqual(['boris shared'])
    desk.does('boris', 'unsubscribePush', { endpoint: 'https://push.example.com/shared' })
    expect(pushed()).toEqual([])
  })

  test('[E17] above the limit the oldest gives way, of the same operator only', () => {
    subscribes('boris', 'desk')
    for (let index = 0; index <= PUSH_SUBSCRIPTIONS_MAX; index += 1) subscribes('anna', String(index))
    const annas = Array.from({ length: PUSH_SUBSCRIPTIONS_MAX }, (_, index) => `anna ${index + 1}`)
    expect(pushed()).toEqual(['boris desk', ...annas])
    subscribes('anna', '5')
    expect(pushed()).toEqual(['boris desk', ...annas])
  })

  test('[E17] a push service says that a browser is gone', () => {
    subscribes('anna', 'phone')
    const [subscriptionId] = desk.state.pushSubscriptions.keys()
    desk.system('dropPush', { subscriptionId: subscriptionId! })
    expect(pushed()).toEqual([])
    const head = desk.state.headSeq
    desk.system('dropPush', { subscriptionId: subscriptionId! })
    expect(desk.state.headSeq).toBe(head)
  })
})

describe('[E17] [L1] [L2] [L3] a browser is pushed to as long as its login lives', () => {
  const ends: readonly (readonly [string, () => void])[] = [
    ['signing out', () => void desk.system('endLogin', { loginId: loginOf('anna'), reason: 'LOGOUT' })],
    ['a supervisor', () => void desk.does('boss', 'logOutOperator', { operatorId: desk.id('anna') })],
    [
      'a block',
      () => void desk.does('boss', 'blockOperator', { operatorId: desk.id('anna'), blocked: true }),
    ],
    ['a newer login', () => void desk.signsIn('anna')],
    ['its time', () => desk.tick(3651 * 24 * 3600 * 1000)],
  ]

  for (const [name, happens] of ends) {
    test(`[E17] ${name} ends it, in the log as in memory`, () => {
      subscribes('anna', 'phone')
      happens()
      expect(pushed()).toEqual([])
      const replayed = createWorkspace(desk.state.id)
      const touched = new Map<string, Touched>()
      for (const record of desk.log) apply(replayed, record, (entity) => void touched.set(entity.id, entity))
      expect(replayed.pushSubscriptions).toEqual(desk.state.pushSubscriptions)
      const loaded = createWorkspace(desk.state.id)
      for (const entity of touched.values()) put(loaded, entity)
      expect(loaded.pushSubscriptions.size).toBe(0)
    })
  }

  test('[E17] losing the connection does not: that is what pushes are for', () => {
    subscribes('anna', 'phone')
    desk.disconnects('anna')
    desk.tick(3_600_000)
    expect(pushed()).toEqual(['anna phone'])
  })
})
