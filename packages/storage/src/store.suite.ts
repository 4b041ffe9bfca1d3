import { type Batch, StorageFault, type Touched, type WorkspaceStore } from '@pult/engine'
import { COMMAND_KEY_MS, type MessageId } from '@pult/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { annaId, borisId, channelId, groupId, otherGroupId, Story, type Talk } from './story.fixture.ts'

/** A place that outlives a store, as a folder outlives a process. */
export interface Place {
  open(): WorkspaceStore
  /** Leaves the store as a killed process does, and opens the place again. */
  crash(store: WorkspaceStore): WorkspaceStore
  dispose(): void
}

/** What every store does, whatever it is made of. */
export function describeStore(name: string, makePlace: () => Place): void {
  describe(name, () => {
    let place: Place
    let store: WorkspaceStore
    let story: Story

    beforeEach(() => {
      place = makePlace()
      store = place.open()
      story = new Story()
    })
    afterEach(async () => {
      await store.close()
      place.dispose()
    })

    const bodies = async (query: Parameters<WorkspaceStore['messages']>[0]): Promise<string[]> =>
      (await store.messages(query)).items.map(({ body }) => body)
    const sessionIds = async (
      query: Omit<Parameters<WorkspaceStore['sessions']>[0], 'limit'>,
    ): Promise<string[]> => (await store.sessions({ limit: 50, ...query })).items.map(({ card }) => card.id)

    describe('the log', () => {
      test('[ST1] is empty at first, and says so', async () => {
        expect(store.headSeq()).toBe(0)
        expect(await store.read(0, 10)).toEqual([])
        expect(await store.checkpoint(story.nowMs)).toEqual({ seq: 0, touched: [], keys: [] })
      })

      test('[ST1] gives back what was appended, in order, in pages', async () => {
        const vera = story.talk('Вера')
        for (let index = 0; index < 40; index += 1)
          story.message(vera, `сообщение ${index}`, { key: `k${index}` })
        const { records } = await story.append(store)
        expect(store.headSeq()).toBe(records.length)
        expect(await store.read(0, 1_000)).toEqual(records)
        expect(await store.read(5, 3)).toEqual(records.slice(5, 8))
        expect(await store.read(records.length, 3)).toEqual([])
      })

      test('[ST2] refuses a hole and a repetition, and writes nothing of them', async () => {
        story.talk('Вера')
        const batch = await story.append(store)
        expect(() => store.append(batch)).toThrow('the log goes on with record 4, not 1')
        const later = new Story(7)
        later.talk('Глеб')
        expect(() => store.append(later.batch())).toThrow('the log goes on with record 4, not 8')
        expect(store.headSeq()).toBe(3)
        story.talk('Глеб')
        await story.append(store)
        expect(store.headSeq()).toBe(6)
      })

      test('[ST2] refuses a message that its id does not lead to', async () => {
        const vera = story.talk('Вера')
        const message = story.message(vera, 'раз')
        await story.append(store)
        story.add({ type: 'message', message, tell: [] })
        expect(() => store.append(story.batch())).toThrow('which its id does not lead to')
        expect(store.headSeq()).toBe(4)
      })

      test('[ST3] survives a crash whole, and goes on', async () => {
        const vera = story.talk('Вера')
        story.message(vera, 'до')
        const { records } = await story.append(store)
        const { epoch } = store
        store = place.crash(store)
        expect(store.epoch).toBe(epoch)
        expect(await store.read(0, 10)).toEqual(records)
        await replay(store, [{ records, touched: [] }])
        story.message(vera, 'после')
        await story.append(store)
        expect(await bodies({ chatId: vera.chatId, limit: 5 })).toEqual(['после', 'до'])
      })

      test('[ST4] a closed store answers nothing more', async () => {
        story.talk('Вера')
        await story.append(store)
        await store.close()
        story.talk('Глеб')
        expect(() => store.append(story.batch())).toThrow(StorageFault)
        expect(() => store.read(0, 1)).toThrow(StorageFault)
        store = place.open()
        expect(store.headSeq()).toBe(3)
      })
    })

    describe('a start', () => {
      test('[ST5] gets everything alive, and nothing else', async () => {
        const value = { id: channelId } as never
        story.touch({ kind: 'channel', id: channelId, value })
        const login = { id: 'one', operatorId: annaId } as never
        story.touch({ kind: 'login', id: 'one', value: login })
        story.touch({ kind: 'login', id: 'two', value: login })
        const open = story.talk('Вера')
        const closed = story.talk('Глеб')
        await story.append(store)
        story.touch({ kind: 'login', id: 'two', value: null })
        story.session(closed.sessionId, { status: 'CLOSED', botStatus: null })
        await story.append(store)

        const { seq, touched } = await store.checkpoint(story.nowMs)
        expect(seq).toBe(store.headSeq())
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
        expect(session?.value).toEqual(await store.session(open.sessionId))
        expect((await store.session(closed.sessionId))?.card.status).toBe('CLOSED')
        expect((await store.chat(closed.chatId))?.clientId).toBe(closed.clientId)
        expect((await store.client(closed.clientId))?.client.name).toBe('Глеб')
      })

      test('[ST6] after a crash the read models are an earlier moment, and the tail of the log brings them on', async () => {
        const batches: Batch[] = []
        const vera = story.talk('Вера')
        batches.push(await story.append(store))
        for (let index = 0; index < 30; index += 1) {
          story.message(vera, `слово ${index}`, { key: `k${index}`, hash: 'h' })
          batches.push(await story.append(store))
        }
        const whole = await answers()
        store = place.crash(store)
        const { seq } = await store.checkpoint(story.nowMs)
        expect(seq).toBeLessThanOrEqual(store.headSeq())
        await replay(store, batches)
        expect((await store.checkpoint(story.nowMs)).seq).toBe(store.headSeq())
        expect(await answers()).toEqual(whole)

        async function answers(): Promise<unknown> {
          return [
            await store.messages({ chatId: vera.chatId, limit: 50 }),
            await store.messages({ q: 'слово', limit: 50 }),
            await store.sessions({ limit: 50 }),
            await store.session(vera.sessionId),
            await store.key(vera.clientId, 'k7'),
          ]
        }
      })

      test('[ST6] a hole between the read models and what is projected is refused', async () => {
        story.talk('Вера')
        const first = await story.append(store)
        expect(() => store.project(first)).toThrow('the log goes on with record 4, not 1')
        story.talk('Глеб')
        expect(() => store.project(story.batch())).toThrow('only what the log has can be projected')
      })

      test('[ST9] gets the keys of commands younger than a day', async () => {
        const origin = { author: annaId, key: 'old', hash: 'h', reply: { done: 1 } }
        const fact = { type: 'operatorBlocked', operatorId: annaId, at: '', reason: null, tell: [] } as const
        story.add(fact, origin)
        story.nowMs += COMMAND_KEY_MS / 2
        story.add(fact, { ...origin, key: 'young' })
        story.message(story.talk('Вера'), 'слово', { key: 'mine', hash: 'x' })
        await story.append(store)
        const keys = async (nowMs: number): Promise<string[]> =>
          (await store.checkpoint(nowMs)).keys.map(({ key }) => key)
        expect(await keys(story.nowMs)).toEqual(['old', 'young'])
        expect(await keys(story.nowMs + COMMAND_KEY_MS * 0.75)).toEqual(['young'])
      })
    })

    describe('entities', () => {
      test('[ST7] are known by their id, and by that of this workspace only', async () => {
        const vera = story.talk('Вера')
        await story.append(store)
        expect((await store.session(vera.sessionId))?.card.name).toBe('Вера')
        expect(await store.session(foreign(vera.sessionId))).toBeUndefined()
        expect(await store.chat(foreign(vera.chatId))).toBeUndefined()
        expect(await store.client(foreign(vera.clientId))).toBeUndefined()
        expect(await store.session('ses_nonsense' as never)).toBeUndefined()
        expect(await store.client('' as never)).toBeUndefined()
      })

      test('[ST7] come back as they were left, also when they changed many times at once', async () => {
        const vera = story.talk('Вера')
        let last
        for (let index = 0; index < 20; index += 1) last = story.session(vera.sessionId, { priority: index })
        await story.append(store)
        expect(await store.session(vera.sessionId)).toEqual(last)
        last = story.session(vera.sessionId, { name: 'Вера Павловна' })
        await story.append(store)
        expect(await store.session(vera.sessionId)).toEqual(last)
        store = place.crash(store)
      })

      test('[ST7] a client is known by the id that the site gave it, in its channel', async () => {
        const vera = story.talk('Вера', { externalId: 'user-1' })
        story.talk('Глеб')
        await story.append(store)
        expect((await store.clientByExternalId(channelId, 'user-1'))?.client.id).toBe(vera.clientId)
        expect(await store.clientByExternalId(channelId, 'user-2')).toBeUndefined()
        expect(await store.clientByExternalId('chn_other' as never, 'user-1')).toBeUndefined()
      })
    })

    describe('keys', () => {
      test('[S6] [ST9] a message is found by its author and key, for ever', async () => {
        const vera = story.talk('Вера')
        const message = story.message(vera, 'раз', { key: 'k1', hash: 'h1' })
        const reply = story.message(vera, 'два', { by: 'OPERATOR', key: 'k1', hash: 'h2' })
        await story.append(store)
        const expectKeys = async (): Promise<void> => {
          expect(await store.key(vera.clientId, 'k1')).toMatchObject({
            author: vera.clientId,
            key: 'k1',
            hash: 'h1',
            forever: true,
            reply: { messageId: message.id, sessionId: vera.sessionId, chatId: vera.chatId },
          })
          expect(await store.key(annaId, 'k1')).toMatchObject({ hash: 'h2', reply: { messageId: reply.id } })
          expect(await store.key(vera.clientId, 'k2')).toBeUndefined()
          expect(await store.key(borisId, 'k1')).toBeUndefined()
        }
        await expectKeys()
        await store.checkpoint(story.nowMs)
        await expectKeys()
        story.nowMs += 30 * COMMAND_KEY_MS
        story.message(vera, 'месяц спустя')
        await story.append(store)
        await expectKeys()
      })

      test('[S6] [ST9] a command is found by its author and key, for a day at least and not for ever', async () => {
        const vera = story.talk('Вера')
        const origin = { author: annaId, key: 'c1', hash: 'h', reply: { sessionId: vera.sessionId } }
        const { seq, atMs } = story.add(
          { type: 'operatorBlocked', operatorId: annaId, at: '', reason: null, tell: [] },
          origin,
        )
        await story.append(store)
        expect(await store.key(annaId, 'c1')).toEqual({ ...origin, seq, atMs, forever: false })
        story.nowMs += COMMAND_KEY_MS
        story.message(vera, 'на другой день')
        await story.append(store)
        await store.checkpoint(story.nowMs)
        expect(await store.key(annaId, 'c1')).toEqual({ ...origin, seq, atMs, forever: false })
        story.nowMs += 2 * COMMAND_KEY_MS
        story.message(vera, 'потом')
        await story.append(store)
        await store.checkpoint(story.nowMs)
        expect(await store.key(annaId, 'c1')).toBeUndefined()
      })
    })

    describe('messages', () => {
      test('[ST8] are as they were written', async () => {
        const vera = story.talk('Вера')
        const message = story.message(vera, 'Здравствуйте', { key: 'k' })
        await story.append(store)
        expect(await store.message(message.id)).toEqual(message)
      })

      test('[ST8] nothing else is a message: not a note, not another workspace, not a number from the future', async () => {
        const vera = story.talk('Вера')
        const note = story.note(vera, 'между нами')
        const message = story.message(vera, 'раз')
        await story.append(store)
        expect(await store.message(note)).toBeUndefined()
        expect(await store.message(`${message.id.slice(0, -4)}zzzz` as MessageId)).toBeUndefined()
        expect(await store.message(`msg_00000zzzzz${message.id.slice(-4)}` as MessageId)).toBeUndefined()
        expect(await store.message(`msg_0000000000${message.id.slice(-4)}` as MessageId)).toBeUndefined()
        expect(await store.message('msg' as MessageId)).toBeUndefined()
      })

      test('[ST8] are as they are now after an edit and a deletion', async () => {
        const vera = story.talk('Вера')
        const first = story.message(vera, 'раз')
        const second = story.message(vera, 'два')
        const edited = story.edit(story.edit(first, 'рас'), 'раз!')
        await story.append(store)
        const removed = story.remove(second)
        await story.append(store)
        expect(await store.message(first.id)).toEqual(edited)
        expect((await store.message(first.id))?.history?.map(({ body }) => body)).toEqual(['раз', 'рас'])
        expect((await store.messages({ sessionId: vera.sessionId, limit: 5 })).items).toEqual([
          removed,
          edited,
        ])
      })

      test('[ST8] are read by the other side, up to a message, and the first time counts', async () => {
        const vera = story.talk('Вера')
        const asked = story.message(vera, 'вопрос')
        const greeted = story.message(vera, 'привет', { by: 'BOT', authorId: 'bot' })
        const answered = story.message(vera, 'ответ', { by: 'OPERATOR' })
        const gleb = story.talk('Глеб')
        const other = story.message(gleb, 'другой')
        const first = story.read(vera, 'CLIENT', greeted)
        const second = story.read(vera, 'CLIENT', answered)
        story.read(vera, 'CLIENT', greeted)
        await story.append(store)
        const readAt = async (id: MessageId): Promise<unknown> => (await store.message(id))?.readAt
        expect(await readAt(greeted.id)).toBe(first)
        expect(await readAt(answered.id)).toBe(second)
        expect(await readAt(asked.id)).toBeNull()
        const third = story.read(vera, 'OPERATOR', answered)
        const late = story.message(vera, 'ещё вопрос')
        await story.append(store)
        expect(await readAt(asked.id)).toBe(third)
        expect(await readAt(late.id)).toBeNull()
        expect(await readAt(other.id)).toBeNull()
        story.edit(asked, 'вопрос?')
        await story.append(store)
        expect(await readAt(asked.id)).toBe(third)
      })

      test('[ST8] quote what they answer as it was and as it is', async () => {
        const vera = story.talk('Вера')
        const asked = story.message(vera, 'вопрос')
        const answer = story.message(vera, 'ответ', { by: 'OPERATOR', replyTo: asked })
        story.edit(asked, 'другой вопрос')
        await story.append(store)
        const now = await store.message(answer.id)
        expect(now?.replyTo?.body).toBe('вопрос')
        expect(now?.replyToMessage?.body).toBe('другой вопрос')
        expect((await store.messages({ chatId: vera.chatId, limit: 1 })).items[0]).toEqual(now)
      })

      test('[ST10] of a chat come newest first through all its sessions, page by page', async () => {
        let vera = story.talk('Вера')
        const gleb = story.talk('Глеб')
        const { chatId } = vera
        const firstSession = vera.sessionId
        for (let index = 0; index < 5; index += 1) {
          story.message(vera, `а${index}`)
          story.message(gleb, 'чужое')
        }
        story.session(vera.sessionId, { status: 'CLOSED' })
        vera = story.nextTalk(vera)
        for (let index = 0; index < 5; index += 1) story.message(vera, `б${index}`)
        await story.append(store)
        const first = await store.messages({ chatId, limit: 4 })
        expect(first.items.map(({ body }) => body)).toEqual(['б4', 'б3', 'б2', 'б1'])
        story.message(vera, 'новое')
        await story.append(store)
        const second = await store.messages({ chatId, limit: 4, after: first.next! })
        expect(second.items.map(({ body }) => body)).toEqual(['б0', 'а4', 'а3', 'а2'])
        const third = await store.messages({ chatId, limit: 4, after: second.next! })
        expect(third.items.map(({ body }) => body)).toEqual(['а1', 'а0'])
        expect(third.next).toBeNull()
        expect(await bodies({ sessionId: firstSession, limit: 2 })).toEqual(['а4', 'а3'])
        const { next } = await store.messages({ sessionId: firstSession, limit: 2 })
        expect(await bodies({ sessionId: firstSession, limit: 9, after: next! })).toEqual(['а2', 'а1', 'а0'])
        expect(await bodies({ limit: 3 })).toEqual(['новое', 'б4', 'б3'])
        expect(await bodies({ chatId: gleb.chatId, sessionId: firstSession, limit: 3 })).toEqual([])
      })

      test('[ST10] a page that ends exactly has no next one, and a token that we did not make leads nowhere', async () => {
        const vera = story.talk('Вера')
        for (const body of ['раз', 'два']) story.message(vera, body)
        await story.append(store)
        const { chatId } = vera
        expect((await store.messages({ chatId, limit: 2 })).next).toBeNull()
        for (const after of ['', 'x', '..', '-1.-1', 'zzzzzzzzzzzzzzzzzz.1', "'; DROP TABLE messages"]) {
          expect(await store.messages({ chatId, limit: 2, after })).toEqual({ items: [], next: null })
        }
        expect(await bodies({ chatId: `${chatId.slice(0, -4)}zzzz` as never, limit: 2 })).toEqual([])
      })
    })

    describe('search', () => {
      test('[ST12] finds words in Russian and English, whatever their case and ending', async () => {
        const vera = story.talk('Вера')
        for (const body of ['Где мой ЗАКАЗ?', 'Заказов было два', 'My order: delivered', 'придёт завтра']) {
          story.message(vera, body)
        }
        await story.append(store)
        expect(await bodies({ q: 'заказы', limit: 9 })).toEqual(['Заказов было два', 'Где мой ЗАКАЗ?'])
        expect(await bodies({ q: 'orders', limit: 9 })).toEqual(['My order: delivered'])
        expect(await bodies({ q: 'deliver', limit: 9 })).toEqual(['My order: delivered'])
        expect(await bodies({ q: 'придет', limit: 9 })).toEqual(['придёт завтра'])
        expect(await bodies({ q: 'заказ мой', limit: 9 })).toEqual(['Где мой ЗАКАЗ?'])
        expect(await bodies({ q: 'зак*', limit: 9 })).toHaveLength(2)
        expect(await bodies({ q: 'зак', limit: 9 })).toEqual([])
      })

      test('[ST12] what a person types is never syntax', async () => {
        const vera = story.talk('Вера')
        story.message(vera, 'NOT a "quote" AND (more) body:x')
        await story.append(store)
        for (const q of [
          '"',
          '(',
          '* *',
          '',
          '   ',
          '-',
          'zzz OR quote',
          'NEAR(a b)',
          '\u{E000}1',
          "'; DROP",
        ]) {
          expect(await bodies({ q, limit: 9 })).toEqual([])
        }
        expect(await bodies({ q: 'body:x', limit: 9 })).toHaveLength(1)
        expect(await bodies({ q: '"quote" AND', limit: 9 })).toHaveLength(1)
      })

      test('[ST12] follows edits and deletions', async () => {
        const vera = story.talk('Вера')
        const first = story.message(vera, 'красный')
        const second = story.message(vera, 'зелёный')
        await story.append(store)
        await bodies({ q: 'красный', limit: 9 })
        const edited = story.edit(first, 'синий')
        story.remove(second)
        await story.append(store)
        expect(await bodies({ q: 'красный', limit: 9 })).toEqual([])
        expect(await bodies({ q: 'синий', limit: 9 })).toEqual(['синий'])
        expect(await bodies({ q: 'зеленый', limit: 9 })).toEqual([])
        story.remove(edited)
        await story.append(store)
        expect(await bodies({ q: 'синий', limit: 9 })).toEqual([])
      })

      test('[ST12] keeps to a chat or a session, newest first, page by page', async () => {
        let vera = story.talk('Вера')
        const { chatId, sessionId } = vera
        const gleb = story.talk('Глеб')
        for (let index = 0; index < 6; index += 1) {
          story.message(vera, `слово ${index}`)
          story.message(gleb, `слово чужое`)
        }
        vera = story.nextTalk(vera)
        story.message(vera, 'слово последнее')
        await story.append(store)
        expect(await bodies({ q: 'слово', chatId, limit: 2 })).toEqual(['слово последнее', 'слово 5'])
        expect(await bodies({ q: 'слово', sessionId, limit: 2 })).toEqual(['слово 5', 'слово 4'])
        const { next } = await store.messages({ q: 'слово', sessionId, limit: 2 })
        expect(await bodies({ q: 'слово', sessionId, limit: 9, after: next! })).toHaveLength(4)
        expect(await bodies({ q: 'слово', limit: 50 })).toHaveLength(13)
      })
    })

    describe('notes', () => {
      test('[ST10] of a session come newest first', async () => {
        const vera = story.talk('Вера')
        const gleb = story.talk('Глеб')
        for (let index = 0; index < 3; index += 1) {
          story.note(vera, `з${index}`)
          story.note(gleb, 'чужая')
        }
        await story.append(store)
        const first = await store.notes(vera.sessionId, undefined, 2)
        expect(first.items.map(({ body }) => body)).toEqual(['з2', 'з1'])
        const second = await store.notes(vera.sessionId, first.next!, 2)
        expect(second.items.map(({ body }) => body)).toEqual(['з0'])
        expect(second.next).toBeNull()
      })
    })

    describe('sessions', () => {
      test('[ST13] come by their last change, and keep their place while others change', async () => {
        const talks = ['Аня', 'Боря', 'Вера', 'Глеб', 'Дина'].map((name) => story.talk(name))
        await story.append(store)
        const ids = talks.map(({ sessionId }) => sessionId)
        const first = await store.sessions({ limit: 2 })
        expect(first.items.map(({ card }) => card.id)).toEqual([ids[4]!, ids[3]!])
        story.message(talks[4]!, 'ещё')
        await story.append(store)
        const second = await store.sessions({ limit: 2, after: first.next! })
        expect(second.items.map(({ card }) => card.id)).toEqual([ids[2]!, ids[1]!])
        story.message(talks[0]!, 'первая')
        await story.append(store)
        expect((await sessionIds({}))[0]).toBe(ids[0])
      })

      test('[ST13] are filtered by everything a list is filtered by', async () => {
        const [a, b, c] = ['Аня', 'Боря', 'Вера'].map((name) => story.talk(name))
        story.session(a!.sessionId, { botStatus: 'OPERATOR', operatorId: annaId })
        story.session(b!.sessionId, { status: 'CLOSED', botStatus: null, operatorId: annaId })
        story.session(c!.sessionId, { groupId: otherGroupId })
        await story.append(store)
        expect(await sessionIds({ status: 'ACTIVE' })).toEqual([c!.sessionId, a!.sessionId])
        expect(await sessionIds({ status: 'CLOSED' })).toEqual([b!.sessionId])
        expect(await sessionIds({ botStatus: 'HELP' })).toEqual([c!.sessionId])
        expect(await sessionIds({ operatorId: annaId })).toEqual([b!.sessionId, a!.sessionId])
        expect(await sessionIds({ operatorId: annaId, status: 'ACTIVE' })).toEqual([a!.sessionId])
        expect(await sessionIds({ groupId })).toEqual([b!.sessionId, a!.sessionId])
        expect(await sessionIds({ clientId: b!.clientId })).toEqual([b!.sessionId])
        expect(await sessionIds({ channelId })).toHaveLength(3)
        expect(await sessionIds({ channelId: 'chn_other' as never })).toEqual([])
        expect(await sessionIds({ operatorId: "' OR 1=1 --" as never })).toEqual([])
      })

      test('[ST13] an operator sees what is and was held, what waits in its groups, and what it watches', async () => {
        const [held, passed, waiting, foreign, watched, closed] = ['1', '2', '3', '4', '5', '6'].map((name) =>
          story.talk(name),
        )
        story.session(held!.sessionId, { botStatus: 'OPERATOR', operatorId: annaId })
        // Held between two writings: only the facts tell.
        story.session(passed!.sessionId, { botStatus: 'OPERATOR', operatorId: annaId })
        story.session(passed!.sessionId, { botStatus: 'OPERATOR', operatorId: borisId })
        story.session(foreign!.sessionId, { groupId: otherGroupId })
        story.session(watched!.sessionId, { groupId: otherGroupId, watcherIds: [borisId, annaId] })
        story.session(closed!.sessionId, { status: 'CLOSED', botStatus: 'HELP' })
        await story.append(store)
        const seenBy = { operatorId: annaId, groupIds: [groupId] }
        expect((await sessionIds({ seenBy })).toSorted()).toEqual(ids([held, passed, waiting, watched]))
        expect((await sessionIds({ seenBy: { ...seenBy, groupIds: [] } })).toSorted()).toEqual(
          ids([held, passed, watched]),
        )
        story.session(watched!.sessionId, { watcherIds: [borisId] })
        await story.append(store)
        expect((await sessionIds({ seenBy })).toSorted()).toEqual(ids([held, passed, waiting]))
        expect(await sessionIds({ seenBy, q: '5' })).toEqual([])
        expect(await sessionIds({ seenBy, status: 'ACTIVE', q: '3' })).toEqual([waiting!.sessionId])
      })

      test('[ST12] [ST13] are found by words of their messages and by names, rare and common', async () => {
        const talks = Array.from({ length: 12 }, (_, index) => story.talk(`Клиент ${index}`))
        for (const [index, talk] of talks.entries()) {
          for (let count = 0; count < 60; count += 1) story.message(talk, 'обычное слово')
          if (index === 3) story.message(talk, 'редкость')
        }
        await story.append(store)
        const newestFirst = talks.map(({ sessionId }) => sessionId).toReversed()
        expect(await sessionIds({ q: 'слова' })).toEqual(newestFirst)
        expect(await sessionIds({ q: 'редкости' })).toEqual([talks[3]!.sessionId])
        expect(await sessionIds({ q: 'клиент' })).toEqual(newestFirst)
        expect(await sessionIds({ q: 'клиент 7' })).toEqual([talks[7]!.sessionId])
        expect(await sessionIds({ q: 'слово', clientId: talks[5]!.clientId })).toEqual([talks[5]!.sessionId])
        expect(await sessionIds({ q: 'нигде' })).toEqual([])
        expect(await sessionIds({ q: '"(*' })).toEqual([])
        const first = await store.sessions({ q: 'слово', limit: 5 })
        const second = await store.sessions({ q: 'слово', limit: 50, after: first.next! })
        expect([...first.items, ...second.items].map(({ card }) => card.id)).toEqual(newestFirst)
        story.session(talks[7]!.sessionId, { name: 'Мария' })
        await story.append(store)
        expect(await sessionIds({ q: 'мария' })).toEqual([talks[7]!.sessionId])
        expect(await sessionIds({ q: 'клиент 7' })).toEqual([])
      })
    })
  })
}

/** The same number in another workspace. */
function foreign<T extends string>(id: T): T {
  return `${id.slice(0, -4)}zzzz` as T
}

function ids(talks: readonly (Talk | undefined)[]): string[] {
  return talks.map((talk) => talk!.sessionId).toSorted()
}

/** What the engine does at a start: everything after the checkpoint is taken in again. */
export async function replay(store: WorkspaceStore, batches: readonly Batch[]): Promise<void> {
  const { seq } = await store.checkpoint(0)
  let from = seq
  for (;;) {
    const records = await store.read(from, 7)
    if (records.length === 0) return
    const last = records.at(-1)!.seq
    const touched: Touched[] = batches
      .filter((batch) => (batch.records.at(-1)?.seq ?? 0) <= last && (batch.records.at(-1)?.seq ?? 0) > from)
      .flatMap((batch) => batch.touched)
    await store.project({ records, touched })
    from = last
  }
}
