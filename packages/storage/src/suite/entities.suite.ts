import { COMMAND_KEY_MS } from '@pult/protocol'
import { describe, expect, test } from 'bun:test'
import { annaId, borisId, channelId } from '../story.fixture.ts'
import { foreign, type Kit, replay } from './kit.ts'

/** What is found by an id or a key. */
export function describeEntities(kit: Kit): void {
  describe('entities', () => {
    test('[ST7] are known by their id, and by that of this workspace only', async () => {
      const vera = kit.story.talk('Вера')
      await kit.story.append(kit.store)
      expect((await kit.store.session(vera.sessionId))?.card.name).toBe('Вера')
      expect(await kit.store.session(foreign(vera.sessionId))).toBeUndefined()
      expect(await kit.store.chat(foreign(vera.chatId))).toBeUndefined()
      expect(await kit.store.client(foreign(vera.clientId))).toBeUndefined()
      expect(await kit.store.session('ses_nonsense' as never)).toBeUndefined()
      expect(await kit.store.client('' as never)).toBeUndefined()
    })

    test('[ST7] come back as they were left, also when they changed many times at once', async () => {
      const vera = kit.story.talk('Вера')
      let last
      for (let index = 0; index < 20; index += 1)
        last = kit.story.session(vera.sessionId, { priority: index })
      await kit.story.append(kit.store)
      expect(await kit.store.session(vera.sessionId)).toEqual(last)
      last = kit.story.session(vera.sessionId, { name: 'Вера Павловна' })
      await kit.story.append(kit.store)
      expect(await kit.store.session(vera.sessionId)).toEqual(last)
      kit.store = await kit.place.crash(kit.store)
    })

    test('[ST7] a client is known by the id that the site gave it, in its channel', async () => {
      const vera = kit.story.talk('Вера', { externalId: 'user-1' })
      kit.story.talk('Глеб')
      await kit.story.append(kit.store)
      expect((await kit.store.clientByExternalId(channelId, 'user-1'))?.client.id).toBe(vera.clientId)
      expect(await kit.store.clientByExternalId(channelId, 'user-2')).toBeUndefined()
      expect(await kit.store.clientByExternalId('chn_other' as never, 'user-1')).toBeUndefined()
    })
  })

  describe('canned replies', () => {
    test('[ST5] a checkpoint has those that are there, as they are, and none that was deleted', async () => {
      const [kept, gone] = [kit.story.cannedReply('hi', 'Hello!'), kit.story.cannedReply('bye', 'Bye!')]
      await kit.story.append(kit.store)
      const changed = kit.story.cannedReply('hi', 'Hello there!', kept.id)
      kit.story.withoutCannedReply(gone.id)
      await kit.story.append(kit.store)
      const { touched } = await kit.store.checkpoint(kit.story.nowMs)
      const found = touched.filter(({ kind }) => kind === 'cannedReply')
      expect(found.map(({ value }) => value)).toEqual([changed])
    })
  })

  describe('keys', () => {
    test('[S6] [ST9] a message is found by its author and key, for ever', async () => {
      const vera = kit.story.talk('Вера')
      const message = kit.story.message(vera, 'раз', { key: 'k1', hash: 'h1' })
      const reply = kit.story.message(vera, 'два', { by: 'OPERATOR', key: 'k1', hash: 'h2' })
      await kit.story.append(kit.store)
      const expectKeys = async (): Promise<void> => {
        expect(await kit.store.key(vera.clientId, 'k1')).toMatchObject({
          author: vera.clientId,
          key: 'k1',
          hash: 'h1',
          forever: true,
          reply: { messageId: message.id, sessionId: vera.sessionId, chatId: vera.chatId },
        })
        expect(await kit.store.key(annaId, 'k1')).toMatchObject({
          hash: 'h2',
          reply: { messageId: reply.id },
        })
        expect(await kit.store.key(vera.clientId, 'k2')).toBeUndefined()
        expect(await kit.store.key(borisId, 'k1')).toBeUndefined()
      }
      await expectKeys()
      await kit.store.checkpoint(kit.story.nowMs)
      await expectKeys()
      kit.story.nowMs += 30 * COMMAND_KEY_MS
      kit.story.message(vera, 'месяц спустя')
      await kit.story.append(kit.store)
      await expectKeys()
    })

    test('[S6] [ST9] a command is found by its author and key, for a day at least and not for ever', async () => {
      const vera = kit.story.talk('Вера')
      const origin = { author: annaId, key: 'c1', hash: 'h', reply: { sessionId: vera.sessionId } }
      const { seq, atMs } = kit.story.add(
        { type: 'operatorBlocked', operatorId: annaId, at: '', reason: null, tell: [] },
        origin,
      )
      await kit.story.append(kit.store)
      expect(await kit.store.key(annaId, 'c1')).toEqual({ ...origin, seq, atMs, forever: false })
      kit.story.nowMs += COMMAND_KEY_MS
      kit.story.message(vera, 'на другой день')
      await kit.story.append(kit.store)
      await kit.store.checkpoint(kit.story.nowMs)
      expect(await kit.store.key(annaId, 'c1')).toEqual({ ...origin, seq, atMs, forever: false })
      kit.story.nowMs += 2 * COMMAND_KEY_MS
      kit.story.message(vera, 'потом')
      await kit.story.append(kit.store)
      await kit.store.checkpoint(kit.story.nowMs)
      expect(await kit.store.key(annaId, 'c1')).toBeUndefined()
    })
  })

  describe('notes', () => {
    test('[ST10] of a session come newest first', async () => {
      const vera = kit.story.talk('Вера')
      const gleb = kit.story.talk('Глеб')
      for (let index = 0; index < 3; index += 1) {
        kit.story.note(vera, `з${index}`)
        kit.story.note(gleb, 'чужая')
      }
      await kit.story.append(kit.store)
      const first = await kit.store.notes(vera.sessionId, undefined, 2)
      expect(first.items.map(({ body }) => body)).toEqual(['з2', 'з1'])
      const second = await kit.store.notes(vera.sessionId, first.next!, 2)
      expect(second.items.map(({ body }) => body)).toEqual(['з0'])
      expect(second.next).toBeNull()
    })
  })

  describe('activities', () => {
    const steps = ['started', 'queued', 'assigned', 'closed'] as const

    test('[ST10] [ST18] are the steps of a session and nothing else, newest first, durable or not yet', async () => {
      const [vera, gleb] = [kit.story.talk('Вера'), kit.story.talk('Глеб')]
      for (const why of steps) {
        kit.story.session(vera.sessionId, {}, why)
        kit.story.session(vera.sessionId, {}, 'read')
        kit.story.session(gleb.sessionId, {}, why)
        kit.story.message(vera, 'слово')
      }
      await kit.story.append(kit.store)
      const whys = async (after?: string, limit = 50): Promise<unknown> => {
        const page = await kit.store.activities(vera.sessionId, after, limit)
        return [page.items.map(({ fact }) => fact.type === 'session' && fact.why), page.next]
      }
      expect(await whys()).toEqual([steps.toReversed(), null])
      const first = await kit.store.activities(vera.sessionId, undefined, 3)
      expect(
        first.items.every(({ fact }) => fact.type === 'session' && fact.session.card.id === vera.sessionId),
      ).toBe(true)
      expect(await whys(first.next!)).toEqual([['started'], null])
      expect(await kit.store.activities(foreign(vera.sessionId), undefined, 50)).toEqual({
        items: [],
        next: null,
      })
      kit.story.session(vera.sessionId, {}, 'rated')
      await kit.story.append(kit.store)
      expect(await whys(undefined, 1)).toEqual([['rated'], expect.any(String)])
    })

    test('[ST6] [ST18] are the same after a crash', async () => {
      const vera = kit.story.talk('Вера')
      const batches = []
      for (const why of steps) {
        kit.story.session(vera.sessionId, {}, why)
        batches.push(await kit.story.append(kit.store))
      }
      const before = await kit.store.activities(vera.sessionId, undefined, 50)
      kit.store = await kit.place.crash(kit.store)
      await replay(kit.store, batches)
      expect(await kit.store.activities(vera.sessionId, undefined, 50)).toEqual(before)
      expect(before.items).toHaveLength(steps.length)
    })
  })
}
