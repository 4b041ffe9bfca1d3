import type { MessageId } from '@pult/protocol'
import { describe, expect, test } from 'bun:test'
import type { Kit } from './kit.ts'

/** Messages as they are now, in pages and in searches. */
export function describeMessages(kit: Kit): void {
  describe('messages', () => {
    test('[ST8] are as they were written', async () => {
      const vera = kit.story.talk('Вера')
      const message = kit.story.message(vera, 'Здравствуйте', { key: 'k' })
      await kit.story.append(kit.store)
      expect(await kit.store.message(message.id)).toEqual(message)
    })

    test('[ST8] nothing else is a message: not a note, not another workspace, not a number from the future', async () => {
      const vera = kit.story.talk('Вера')
      const note = kit.story.note(vera, 'между нами')
      const message = kit.story.message(vera, 'раз')
      await kit.story.append(kit.store)
      expect(await kit.store.message(note)).toBeUndefined()
      expect(await kit.store.message(`${message.id.slice(0, -4)}zzzz` as MessageId)).toBeUndefined()
      expect(await kit.store.message(`msg_00000zzzzz${message.id.slice(-4)}` as MessageId)).toBeUndefined()
      expect(await kit.store.message(`msg_0000000000${message.id.slice(-4)}` as MessageId)).toBeUndefined()
      expect(await kit.store.message('msg' as MessageId)).toBeUndefined()
    })

    test('[ST8] are as they are now after an edit and a deletion', async () => {
      const vera = kit.story.talk('Вера')
      const first = kit.story.message(vera, 'раз')
      const second = kit.story.message(vera, 'два')
      const edited = kit.story.edit(kit.story.edit(first, 'рас'), 'раз!')
      await kit.story.append(kit.store)
      const removed = kit.story.remove(second)
      await kit.story.append(kit.store)
      expect(await kit.store.message(first.id)).toEqual(edited)
      expect((await kit.store.message(first.id))?.history?.map(({ body }) => body)).toEqual(['раз', 'рас'])
      expect((await kit.store.messages({ sessionId: vera.sessionId, limit: 5 })).items).toEqual([
        removed,
        edited,
      ])
    })

    test('[ST8] are read by the other side, up to a message, and the first time counts', async () => {
      const vera = kit.story.talk('Вера')
      const asked = kit.story.message(vera, 'вопрос')
      const greeted = kit.story.message(vera, 'привет', { by: 'BOT', authorId: 'bot' })
      const answered = kit.story.message(vera, 'ответ', { by: 'OPERATOR' })
      const gleb = kit.story.talk('Глеб')
      const other = kit.story.message(gleb, 'другой')
      const first = kit.story.read(vera, 'CLIENT', greeted)
      const second = kit.story.read(vera, 'CLIENT', answered)
      kit.story.read(vera, 'CLIENT', greeted)
      await kit.story.append(kit.store)
      const readAt = async (id: MessageId): Promise<unknown> => (await kit.store.message(id))?.readAt
      expect(await readAt(greeted.id)).toBe(first)
      expect(await readAt(answered.id)).toBe(second)
      expect(await readAt(asked.id)).toBeNull()
      const third = kit.story.read(vera, 'OPERATOR', answered)
      const late = kit.story.message(vera, 'ещё вопрос')
      await kit.story.append(kit.store)
      expect(await readAt(asked.id)).toBe(third)
      expect(await readAt(late.id)).toBeNull()
      expect(await readAt(other.id)).toBeNull()
      kit.story.edit(asked, 'вопрос?')
      await kit.story.append(kit.store)
      expect(await readAt(asked.id)).toBe(third)
    })

    test('[ST8] quote what they answer as it was and as it is', async () => {
      const vera = kit.story.talk('Вера')
      const asked = kit.story.message(vera, 'вопрос')
      const answer = kit.story.message(vera, 'ответ', { by: 'OPERATOR', replyTo: asked })
      kit.story.edit(asked, 'другой вопрос')
      await kit.story.append(kit.store)
      const now = await kit.store.message(answer.id)
      expect(now?.replyTo?.body).toBe('вопрос')
      expect(now?.replyToMessage?.body).toBe('другой вопрос')
      expect((await kit.store.messages({ chatId: vera.chatId, limit: 1 })).items[0]).toEqual(now)
    })

    test('[ST10] of a chat come newest first through all its sessions, page by page', async () => {
      let vera = kit.story.talk('Вера')
      const gleb = kit.story.talk('Глеб')
      const { chatId } = vera
      const firstSession = vera.sessionId
      for (let index = 0; index < 5; index += 1) {
        kit.story.message(vera, `а${index}`)
        kit.story.message(gleb, 'чужое')
      }
      kit.story.session(vera.sessionId, { status: 'CLOSED' })
      vera = kit.story.nextTalk(vera)
      for (let index = 0; index < 5; index += 1) kit.story.message(vera, `б${index}`)
      await kit.story.append(kit.store)
      const first = await kit.store.messages({ chatId, limit: 4 })
      expect(first.items.map(({ body }) => body)).toEqual(['б4', 'б3', 'б2', 'б1'])
      kit.story.message(vera, 'новое')
      await kit.story.append(kit.store)
      const second = await kit.store.messages({ chatId, limit: 4, after: first.next! })
      expect(second.items.map(({ body }) => body)).toEqual(['б0', 'а4', 'а3', 'а2'])
      const third = await kit.store.messages({ chatId, limit: 4, after: second.next! })
      expect(third.items.map(({ body }) => body)).toEqual(['а1', 'а0'])
      expect(third.next).toBeNull()
      expect(await kit.bodies({ sessionId: firstSession, limit: 2 })).toEqual(['а4', 'а3'])
      const { next } = await kit.store.messages({ sessionId: firstSession, limit: 2 })
      expect(await kit.bodies({ sessionId: firstSession, limit: 9, after: next! })).toEqual([
        'а2',
        'а1',
        'а0',
      ])
      expect(await kit.bodies({ limit: 3 })).toEqual(['новое', 'б4', 'б3'])
      expect(await kit.bodies({ chatId: gleb.chatId, sessionId: firstSession, limit: 3 })).toEqual([])
    })

    test('[ST10] a page that ends exactly has no next one, and a token that we did not make leads nowhere', async () => {
      const vera = kit.story.talk('Вера')
      for (const body of ['раз', 'два']) kit.story.message(vera, body)
      await kit.story.append(kit.store)
      const { chatId } = vera
      expect((await kit.store.messages({ chatId, limit: 2 })).next).toBeNull()
      for (const after of ['', 'x', '..', '-1.-1', 'zzzzzzzzzzzzzzzzzz.1', "'; DROP TABLE messages"]) {
        expect(await kit.store.messages({ chatId, limit: 2, after })).toEqual({ items: [], next: null })
      }
      expect(await kit.bodies({ chatId: `${chatId.slice(0, -4)}zzzz` as never, limit: 2 })).toEqual([])
    })
  })

  describe('search', () => {
    test('[ST12] finds words in Russian and English, whatever their case and ending', async () => {
      const vera = kit.story.talk('Вера')
      for (const body of ['Где мой ЗАКАЗ?', 'Заказов было два', 'My order: delivered', 'придёт завтра']) {
        kit.story.message(vera, body)
      }
      await kit.story.append(kit.store)
      expect(await kit.bodies({ q: 'заказы', limit: 9 })).toEqual(['Заказов было два', 'Где мой ЗАКАЗ?'])
      expect(await kit.bodies({ q: 'orders', limit: 9 })).toEqual(['My order: delivered'])
      expect(await kit.bodies({ q: 'deliver', limit: 9 })).toEqual(['My order: delivered'])
      expect(await kit.bodies({ q: 'придет', limit: 9 })).toEqual(['придёт завтра'])
      expect(await kit.bodies({ q: 'заказ мой', limit: 9 })).toEqual(['Где мой ЗАКАЗ?'])
      expect(await kit.bodies({ q: 'зак*', limit: 9 })).toHaveLength(2)
      expect(await kit.bodies({ q: 'зак', limit: 9 })).toEqual([])
    })

    test('[ST12] what a person types is never syntax', async () => {
      const vera = kit.story.talk('Вера')
      kit.story.message(vera, 'NOT a "quote" AND (more) body:x')
      await kit.story.append(kit.store)
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
        expect(await kit.bodies({ q, limit: 9 })).toEqual([])
      }
      expect(await kit.bodies({ q: 'body:x', limit: 9 })).toHaveLength(1)
      expect(await kit.bodies({ q: '"quote" AND', limit: 9 })).toHaveLength(1)
    })

    test('[ST12] follows edits and deletions', async () => {
      const vera = kit.story.talk('Вера')
      const first = kit.story.message(vera, 'красный')
      const second = kit.story.message(vera, 'зелёный')
      await kit.story.append(kit.store)
      await kit.bodies({ q: 'красный', limit: 9 })
      const edited = kit.story.edit(first, 'синий')
      kit.story.remove(second)
      await kit.story.append(kit.store)
      expect(await kit.bodies({ q: 'красный', limit: 9 })).toEqual([])
      expect(await kit.bodies({ q: 'синий', limit: 9 })).toEqual(['синий'])
      expect(await kit.bodies({ q: 'зеленый', limit: 9 })).toEqual([])
      kit.story.remove(edited)
      await kit.story.append(kit.store)
      expect(await kit.bodies({ q: 'синий', limit: 9 })).toEqual([])
    })

    test('[ST12] finds what is old and what is new in a long log, as it is now, page by page', async () => {
      const talks = [kit.story.talk('Вера'), kit.story.talk('Глеб')]
      const written = []
      for (let index = 0; index < 1_200; index += 1) {
        const word = index % 400 === 7 ? 'редкое' : 'обычное'
        written.push(kit.story.message(talks[index % 2]!, `${word} слово ${index}`))
        if (index % 50 === 49) await kit.story.append(kit.store)
      }
      await kit.story.append(kit.store)
      expect(await kit.bodies({ q: 'редкие', limit: 9 })).toEqual(
        [807, 407, 7].map((n) => `редкое слово ${n}`),
      )
      expect(await kit.bodies({ q: 'обычное 3', limit: 9 })).toEqual(['обычное слово 3'])
      const pages: string[] = []
      for (let after: string | undefined; ;) {
        const page = await kit.store.messages({
          q: 'слов*',
          limit: 170,
          ...(after === undefined ? {} : { after }),
        })
        pages.push(...page.items.map(({ body }) => body))
        if (page.next === null) break
        after = page.next
      }
      expect(pages).toEqual(written.map(({ body }) => body).toReversed())
      kit.story.edit(written[3]!, 'редкое стало')
      kit.story.remove(written[407]!)
      kit.story.edit(written[1_199]!, 'последнее редкое')
      await kit.story.append(kit.store)
      expect(await kit.bodies({ q: 'редкое', limit: 9 })).toEqual([
        'последнее редкое',
        'редкое слово 807',
        'редкое слово 7',
        'редкое стало',
      ])
      expect(await kit.bodies({ q: 'обычное 3', limit: 9 })).toEqual([])
      const { chatId } = talks[0]!
      expect(await kit.bodies({ q: 'редкое', chatId, limit: 9 })).toEqual([])
      expect(await kit.bodies({ q: 'слово 4', chatId, limit: 9 })).toEqual(['обычное слово 4'])
    })

    test('[ST12] keeps to a chat or a session, newest first, page by page', async () => {
      let vera = kit.story.talk('Вера')
      const { chatId, sessionId } = vera
      const gleb = kit.story.talk('Глеб')
      for (let index = 0; index < 6; index += 1) {
        kit.story.message(vera, `слово ${index}`)
        kit.story.message(gleb, `слово чужое`)
      }
      vera = kit.story.nextTalk(vera)
      kit.story.message(vera, 'слово последнее')
      await kit.story.append(kit.store)
      expect(await kit.bodies({ q: 'слово', chatId, limit: 2 })).toEqual(['слово последнее', 'слово 5'])
      expect(await kit.bodies({ q: 'слово', sessionId, limit: 2 })).toEqual(['слово 5', 'слово 4'])
      const { next } = await kit.store.messages({ q: 'слово', sessionId, limit: 2 })
      expect(await kit.bodies({ q: 'слово', sessionId, limit: 9, after: next! })).toHaveLength(4)
      expect(await kit.bodies({ q: 'слово', limit: 50 })).toHaveLength(13)
    })
  })
}
