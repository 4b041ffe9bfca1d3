import { expect, test } from 'bun:test'
import type { EventFrame } from '@pult/protocol'
import type { Asked } from '../load/notebook.ts'
import { openHistory, type History } from './history.ts'

function message(key: string): Asked {
  const outcome = { name: 'open' } as const
  return { actor: 'x', key, command: 'sendMessage', data: {}, chatId: 'c', outcome }
}

function created(seq: number, id: string): EventFrame {
  return { action: 'chatMessageCreated', seq, prev: seq - 1, at: '', data: { id } }
}

function says(history: History, key: string, messageId: string, seq: number): void {
  history.asks(message(key))
  history.hears(message(key), { kind: 'done', data: { messageId }, seq })
}

test('[RT53] one order, seen by everybody: nothing to say', () => {
  const history = openHistory()
  says(history, 'a', 'm1', 4)
  says(history, 'b', 'm2', 7)
  for (const actor of ['one', 'two']) {
    history.sees(actor, created(4, 'm1'))
    history.sees(actor, created(6, 'm2'))
  }
  expect(history.faults()).toEqual([])
  expect([history.newest(), history.looked()]).toEqual([7, 6])
})

test('[RT53] two readers who see different things at one number', () => {
  const history = openHistory()
  history.sees('one', created(4, 'm1'))
  history.sees('two', created(4, 'm2'))
  expect(history.faults()).toEqual([
    'at 4 two saw chatMessageCreated m2, somebody else chatMessageCreated m1',
  ])
  expect(history.faults()).toEqual([])
})

test('[RT53] a message that is told at two numbers', () => {
  const history = openHistory()
  history.sees('one', created(4, 'm1'))
  history.sees('two', created(5, 'm1'))
  expect(history.faults()).toEqual(['message m1 was told at 4 and at 5'])
})

test('[RT53] what was asked after an acknowledgement stands behind it', () => {
  const history = openHistory()
  says(history, 'a', 'm1', 9)
  says(history, 'b', 'm2', 8)
  expect(history.faults()).toEqual(['b was asked when 9 was acknowledged, and stands at 8: before it'])
})

test('[RT53] what is asked again with its key stands where it stood', () => {
  const history = openHistory()
  history.asks(message('a'))
  says(history, 'b', 'm2', 9)
  says(history, 'a', 'm1', 8)
  expect(history.faults()).toEqual([])
})

test('[RT53] a message that is told later than its acknowledgement says', () => {
  const history = openHistory()
  says(history, 'a', 'm1', 9)
  history.sees('one', created(12, 'm1'))
  expect(history.faults()).toEqual(['message m1 was acknowledged at 9 and told at 12'])
})
