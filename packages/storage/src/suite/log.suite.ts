import { type Batch, StorageFault } from '@pult/engine'
import { COMMAND_KEY_MS } from '@pult/protocol'
import { describe, expect, test } from 'bun:test'
import { annaId, channelId, Story } from '../story.fixture.ts'
import { type Kit, replay } from './kit.ts'

/** What the log promises, and what a start gets. */
export function describeLog(kit: Kit): void {
  describe('the log', () => {
    test('[ST1] is empty at first, and says so', async () => {
      expect(kit.store.headSeq()).toBe(0)
      expect(await kit.store.read(0, 10)).toEqual([])
      expect(await kit.store.checkpoint(kit.story.nowMs)).toEqual({ seq: 0, touched: [], keys: [] })
    })

    test('[ST1] gives back what was appended, in order, in pages', async () => {
      const vera = kit.story.talk('Вера')
      for (let index = 0; index < 40; index += 1)
        kit.story.message(vera, `сообщение ${index}`, { key: `k${index}` })
      const { records } = await kit.story.append(kit.store)
      expect(kit.store.headSeq()).toBe(records.length)
      expect(await kit.store.read(0, 1_000)).toEqual(records)
      expect(await kit.store.read(5, 3)).toEqual(records.slice(5, 8))
      expect(await kit.store.read(records.length, 3)).toEqual([])
    })

    test('[ST2] refuses a hole and a repetition, and writes nothing of them', async () => {
      kit.story.talk('Вера')
      const batch = await kit.story.append(kit.store)
      expect(() => kit.store.append(batch)).toThrow('the log goes on with record 4, not 1')
      const later = new Story(7)
      later.talk('Глеб')
      expect(() => kit.store.append(later.batch())).toThrow('the log goes on with record 4, not 8')
      expect(kit.store.headSeq()).toBe(3)
      kit.story.talk('Глеб')
      await kit.story.append(kit.store)
      expect(kit.store.headSeq()).toBe(6)
    })

    test('[ST2] refuses a message that its id does not lead to', async () => {
      const vera = kit.story.talk('Вера')
      const message = kit.story.message(vera, 'раз')
      await kit.story.append(kit.store)
      kit.story.add({ type: 'message', message, tell: [] })
      expect(() => kit.store.append(kit.story.batch())).toThrow('which its id does not lead to')
      expect(kit.store.headSeq()).toBe(4)
    })

    test('[ST3] survives a crash whole, and goes on', async () => {
      const vera = kit.story.talk('Вера')
      kit.story.message(vera, 'до')
      const { records } = await kit.story.append(kit.store)
      const { epoch } = kit.store
      kit.store = await kit.place.crash(kit.store)
      expect(kit.store.epoch).toBe(epoch)
      expect(await kit.store.read(0, 10)).toEqual(records)
      await replay(kit.store, [{ records, touched: [] }])
      kit.story.message(vera, 'после')
      await kit.story.append(kit.store)
      expect(await kit.bodies({ chatId: vera.chatId, limit: 5 })).toEqual(['после', 'до'])
    })

    test('[ST4] a closed store answers nothing more', async () => {
      kit.story.talk('Вера')
      await kit.story.append(kit.store)
      await kit.store.close()
      kit.story.talk('Глеб')
      expect(() => kit.store.append(kit.story.batch())).toThrow(StorageFault)
      expect(() => kit.store.read(0, 1)).toThrow(StorageFault)
      kit.store = await kit.place.open()
      expect(kit.store.headSeq()).toBe(3)
    })
  })

  describe('a start', () => {
    test('[ST5] gets everything alive, and nothing else', async () => {
      const value = { id: channelId } as never
      kit.story.touch({ kind: 'channel', id: channelId, value })
      const login = { id: 'one', operatorId: annaId } as never
      kit.story.touch({ kind: 'login', id: 'one', value: login })
      kit.story.touch({ kind: 'login', id: 'two', value: login })
      const open = kit.story.talk('Вера')
      const closed = kit.story.talk('Глеб')
      await kit.story.append(kit.store)
      kit.story.touch({ kind: 'login', id: 'two', value: null })
      kit.story.session(closed.sessionId, { status: 'CLOSED', botStatus: null })
      await kit.story.append(kit.store)

      const { seq, touched } = await kit.store.checkpoint(kit.story.nowMs)
      expect(seq).toBe(kit.store.headSeq())
      expect(touched.map(({ kind, id }) => `${kind} ${id}`).toSorted()).toEqual(
        [
          `channel ${channelId}`,
          `login one`,
          `client ${open.clientId}`,
          `chat ${open.chatId}`,
          `session ${open.sessionId}`,
        ].toSorted(),
      )
      const session = touched.find(({ kind }) => kind === 'session')
      expect(session?.value).toEqual(await kit.store.session(open.sessionId))
      expect((await kit.store.session(closed.sessionId))?.card.status).toBe('CLOSED')
      expect((await kit.store.chat(closed.chatId))?.clientId).toBe(closed.clientId)
      expect((await kit.store.client(closed.clientId))?.client.name).toBe('Глеб')
    })

    test('[ST6] after a crash the read models are an earlier moment, and the tail of the log brings them on', async () => {
      const batches: Batch[] = []
      const vera = kit.story.talk('Вера')
      batches.push(await kit.story.append(kit.store))
      for (let index = 0; index < 30; index += 1) {
        kit.story.message(vera, `слово ${index}`, { key: `k${index}`, hash: 'h' })
        batches.push(await kit.story.append(kit.store))
      }
      const whole = await answers()
      kit.store = await kit.place.crash(kit.store)
      const { seq } = await kit.store.checkpoint(kit.story.nowMs)
      expect(seq).toBeLessThanOrEqual(kit.store.headSeq())
      await replay(kit.store, batches)
      expect((await kit.store.checkpoint(kit.story.nowMs)).seq).toBe(kit.store.headSeq())
      expect(await answers()).toEqual(whole)

      async function answers(): Promise<unknown> {
        return [
          await kit.store.messages({ chatId: vera.chatId, limit: 50 }),
          await kit.store.messages({ q: 'слово', limit: 50 }),
          await kit.store.sessions({ limit: 50 }),
          await kit.store.session(vera.sessionId),
          await kit.store.key(vera.clientId, 'k7'),
        ]
      }
    })

    test('[ST6] a hole between the read models and what is projected is refused', async () => {
      kit.story.talk('Вера')
      const first = await kit.story.append(kit.store)
      expect(() => kit.store.project(first)).toThrow('the log goes on with record 4, not 1')
      kit.story.talk('Глеб')
      expect(() => kit.store.project(kit.story.batch())).toThrow('only what the log has can be projected')
    })

    test('[ST9] gets the keys of commands younger than a day', async () => {
      const origin = { author: annaId, key: 'old', hash: 'h', reply: { done: 1 } }
      const fact = { type: 'operatorBlocked', operatorId: annaId, at: '', reason: null, tell: [] } as const
      kit.story.add(fact, origin)
      kit.story.nowMs += COMMAND_KEY_MS / 2
      kit.story.add(fact, { ...origin, key: 'young' })
      kit.story.message(kit.story.talk('Вера'), 'слово', { key: 'mine', hash: 'x' })
      await kit.story.append(kit.store)
      const keys = async (nowMs: number): Promise<string[]> =>
        (await kit.store.checkpoint(nowMs)).keys.map(({ key }) => key)
      expect(await keys(kit.story.nowMs)).toEqual(['old', 'young'])
      expect(await keys(kit.story.nowMs + COMMAND_KEY_MS * 0.75)).toEqual(['young'])
    })
  })
}
