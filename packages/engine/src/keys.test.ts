import { beforeEach, describe, expect, test } from 'bun:test'
import { hashOf } from './keys.ts'
import { createDesk, dataOf, errorOf, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor

beforeEach(() => {
  desk = createDesk()
  desk.operator('anna')
  ivan = desk.client('ivan', 'bot')
  ivan.says('Hello')
  ivan.does('callOperator', {})
  desk.forget()
})

/** Runs the same twice: the second must answer the same and write nothing. Returns the answer. */
function twice(ask: () => ReturnType<Visitor['asks']>): unknown {
  const first = dataOf(ask())
  const head = desk.state.headSeq
  expect(dataOf(ask())).toEqual(first)
  expect(desk.state.headSeq).toBe(head)
  return first
}

describe('keys', () => {
  test('[S6] a message with a key is written once and answered alike, by whomever', () => {
    const { sessionId } = ivan
    twice(() => ivan.asks('sendMessage', { body: 'Hi' }, 'k1'))
    twice(() => desk.asks('anna', 'sendMessage', { sessionId, body: 'Hi' }, 'k1'))
    expect(desk.toldTo('anna').filter((name) => name === 'chatMessageCreated')).toHaveLength(2)
  })

  test('[S6] the first message of a session too: no second session', () => {
    const petr = desk.client('petr')
    const reply = twice(() => petr.asks('sendMessage', { body: 'Hi' }, 'k1'))
    expect(reply).toMatchObject({ sessionId: petr.sessionId, chatId: petr.chatId })
    expect(desk.state.open.size).toBe(2)
  })

  test('[S6] a bot’s answer too, and each bot has keys of its own', () => {
    const petr = desk.client('petr', 'bot')
    petr.says('Hello')
    twice(() => desk.botSays(petr, 'Hi', { key: 'k1' }))
    desk.channel('other', { bot: 'BUILTIN' })
    const olga = desk.client('olga', 'other')
    olga.says('Hello')
    dataOf(desk.botSays(olga, 'Something else', { key: 'k1' }))
  })

  test('[S6] a command with several facts, one with none, one of an admin', () => {
    const { sessionId } = ivan
    desk.operator('boris')
    twice(() =>
      desk.asks('anna', 'transferSession', { sessionId, operatorId: desk.id('boris'), note: 'x' }, 'k'),
    )
    twice(() => desk.asks('boris', 'takeSession', { sessionId }, 'k'))
    const reply = twice(() => desk.asks('boss', 'createGroup', { name: 'sales' }, 'k'))
    expect([...desk.state.groups.values()].filter(({ group }) => group.name === 'sales')).toHaveLength(1)
    expect(reply).toHaveProperty('groupId')
  })

  test('[S6] a TERMINAL message with a key is repeated although its session is gone', () => {
    const { sessionId } = ivan
    twice(() => desk.asks('anna', 'sendMessage', { sessionId, body: 'Bye', type: 'TERMINAL' }, 'k'))
  })

  test('[S6] the same key with another body, or for another command, is refused', () => {
    const { sessionId } = ivan
    dataOf(desk.asks('anna', 'sendMessage', { sessionId, body: 'Hi' }, 'k'))
    expect(errorOf(desk.asks('anna', 'sendMessage', { sessionId, body: 'Ho' }, 'k'))).toBe('key_reused')
    expect(errorOf(desk.asks('anna', 'setTags', { sessionId, tags: [] }, 'k'))).toBe('key_reused')
    expect(desk.state.messages.size).toBe(2)
  })

  test('[S6] a key belongs to its author', () => {
    dataOf(ivan.asks('sendMessage', { body: 'Hi' }, 'k'))
    dataOf(desk.asks('anna', 'sendMessage', { sessionId: ivan.sessionId, body: 'Ho' }, 'k'))
    expect(ivan.card.lastMessage!.body).toBe('Ho')
  })

  test('[S6] a refused command is not remembered: it may succeed later', () => {
    const { sessionId } = ivan
    desk.operator('boris')
    expect(errorOf(desk.asks('boris', 'sendMessage', { sessionId, body: 'Hi' }, 'k'))).toBe(
      'session_not_yours',
    )
    desk.does('anna', 'transferSession', { sessionId, operatorId: desk.id('boris') })
    twice(() => desk.asks('boris', 'sendMessage', { sessionId, body: 'Hi' }, 'k'))
  })

  test('[S6] the key stands in the message, so that its author recognises it', () => {
    dataOf(ivan.asks('sendMessage', { body: 'Hi' }, 'k'))
    expect(ivan.card.lastMessage!.key).toBe('k')
  })

  test('[S6] twice in one turn happens once', () => {
    const { operatorId, loginId } = desk.people.get('anna')!
    const command = {
      actor: { type: 'OPERATOR', operatorId, loginId },
      name: 'sendMessage',
      data: { sessionId: ivan.sessionId, body: 'Hi' },
      key: 'k',
    } as const
    const [first, second] = desk.turn([command, command])
    expect(dataOf(second!)).toEqual(dataOf(first!))
    expect(desk.toldTo('anna')).toEqual(['chatMessageCreated'])
  })

  test('[S6] what a key stands for is the command and all of its data', () => {
    const hashes = [
      hashOf('sendMessage', { body: 'Hi' }),
      hashOf('sendMessage', { body: 'Hi ' }),
      hashOf('addNote', { body: 'Hi' }),
      hashOf('sendMessage', { body: 'Hi', seen: null }),
    ]
    expect(new Set(hashes).size).toBe(4)
    expect(hashOf('sendMessage', { body: 'Hi' })).toBe(hashes[0]!)
  })
})
