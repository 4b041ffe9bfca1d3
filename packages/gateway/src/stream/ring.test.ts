import { expect, test } from 'bun:test'
import type { LogRecord } from '@pult/engine'
import type { ChatId } from '@pult/protocol'
import { Ring, RING_CHARS_MAX, RING_RECORDS_MAX } from './ring.ts'

const chat = 'cht_1' as ChatId
const viewer = { flavour: 'CLIENT', chatId: chat } as const

function said(seq: number, body: string): LogRecord {
  const fact = { type: 'message', message: { body }, tell: [{ as: 'chatMessageCreated', to: { chat } }] }
  return { seq, atMs: 0, fact } as unknown as LogRecord
}
function ringOf(count: number, body: string): Ring {
  const ring = new Ring(0)
  for (let seq = 1; seq <= count; seq += 1) ring.push(said(seq, body))
  return ring
}

test('[S8] the ring holds so many records, the newest, and says where it begins', () => {
  const ring = ringOf(RING_RECORDS_MAX + 10, 'Hello')
  expect(ring.startSeq).toBe(10)
  expect([...ring.after(ring.startSeq, viewer)].map(({ seq }) => seq)).toEqual(
    Array.from({ length: RING_RECORDS_MAX }, (_, index) => index + 11),
  )
})

test('[S8] of long messages it holds fewer: memory is bounded by what they say', () => {
  const body = 'x'.repeat(10_000)
  const fitting = Math.floor(RING_CHARS_MAX / body.length)
  const ring = ringOf(fitting * 3, body)
  expect(ring.endSeq - ring.startSeq).toBe(fitting)
  expect([...ring.after(ring.startSeq, viewer)]).toHaveLength(fitting)
})

test('[S8] long messages that it has let go are let go by the memory too', async () => {
  const body = 'x'.repeat(10_000)
  const fitting = Math.floor(RING_CHARS_MAX / body.length)
  const ring = new Ring(0)
  const pushed = Array.from({ length: fitting * 3 }, (_, index) => {
    const record = said(index + 1, body)
    ring.push(record)
    return new WeakRef(record)
  })
  // A weak reference that was just made holds for as long as the job does.
  await Bun.sleep(0)
  Bun.gc(true)
  expect(pushed.filter((record) => record.deref() !== undefined).length).toBeLessThan(fitting * 1.5)
  expect(ring.endSeq).toBe(pushed.length)
})

test('[S8] one message that is larger than all of it leaves it empty, where the log stands', () => {
  const ring = ringOf(3, 'Hello')
  ring.push(said(4, 'x'.repeat(RING_CHARS_MAX + 1)))
  expect([ring.startSeq, ring.endSeq]).toEqual([4, 4])
  ring.push(said(5, 'Hello'))
  expect([...ring.after(4, viewer)].map(({ seq }) => seq)).toEqual([5])
})

test('[S8] an empty ring begins where it ends', () => {
  const ring = new Ring(7)
  expect([ring.startSeq, ring.endSeq]).toEqual([7, 7])
  expect([...ring.after(7, viewer)]).toEqual([])
})
