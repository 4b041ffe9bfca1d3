import { describe, expect, test } from 'bun:test'
import { annaId, borisId, channelId, groupId, otherGroupId, type Talk } from '../story.fixture.ts'
import type { Kit } from './kit.ts'

function ids(talks: readonly (Talk | undefined)[]): string[] {
  return talks.map((talk) => talk!.sessionId).toSorted()
}

/** Lists of sessions. */
export function describeSessions(kit: Kit): void {
  describe('sessions', () => {
    test('[ST13] come by their last change, and keep their place while others change', async () => {
      const talks = ['Аня', 'Боря', 'Вера', 'Глеб', 'Дина'].map((name) => kit.story.talk(name))
      await kit.story.append(kit.store)
      const ids = talks.map(({ sessionId }) => sessionId)
      const first = await kit.store.sessions({ limit: 2 })
      expect(first.items.map(({ card }) => card.id)).toEqual([ids[4]!, ids[3]!])
      kit.story.message(talks[4]!, 'ещё')
      await kit.story.append(kit.store)
      const second = await kit.store.sessions({ limit: 2, after: first.next! })
      expect(second.items.map(({ card }) => card.id)).toEqual([ids[2]!, ids[1]!])
      kit.story.message(talks[0]!, 'первая')
      await kit.story.append(kit.store)
      expect((await kit.sessionIds({}))[0]).toBe(ids[0])
    })

    test('[ST13] are filtered by everything a list is filtered by', async () => {
      const [a, b, c] = ['Аня', 'Боря', 'Вера'].map((name) => kit.story.talk(name))
      kit.story.session(a!.sessionId, { botStatus: 'OPERATOR', operatorId: annaId })
      kit.story.session(b!.sessionId, { status: 'CLOSED', botStatus: null, operatorId: annaId })
      kit.story.session(c!.sessionId, { groupId: otherGroupId })
      await kit.story.append(kit.store)
      expect(await kit.sessionIds({ status: 'ACTIVE' })).toEqual([c!.sessionId, a!.sessionId])
      expect(await kit.sessionIds({ status: 'CLOSED' })).toEqual([b!.sessionId])
      expect(await kit.sessionIds({ botStatus: 'HELP' })).toEqual([c!.sessionId])
      expect(await kit.sessionIds({ operatorId: annaId })).toEqual([b!.sessionId, a!.sessionId])
      expect(await kit.sessionIds({ operatorId: annaId, status: 'ACTIVE' })).toEqual([a!.sessionId])
      expect(await kit.sessionIds({ groupId })).toEqual([b!.sessionId, a!.sessionId])
      expect(await kit.sessionIds({ clientId: b!.clientId })).toEqual([b!.sessionId])
      expect(await kit.sessionIds({ channelId })).toHaveLength(3)
      expect(await kit.sessionIds({ channelId: 'chn_other' as never })).toEqual([])
      expect(await kit.sessionIds({ operatorId: "' OR 1=1 --" as never })).toEqual([])
    })

    test('[ST13] an operator sees what is and was held, what waits in its groups, and what it watches', async () => {
      const [held, passed, waiting, foreign, watched, closed] = ['1', '2', '3', '4', '5', '6'].map((name) =>
        kit.story.talk(name),
      )
      kit.story.session(held!.sessionId, { botStatus: 'OPERATOR', operatorId: annaId })
      // Held between two writings: only the facts tell.
      kit.story.session(passed!.sessionId, { botStatus: 'OPERATOR', operatorId: annaId })
      kit.story.session(passed!.sessionId, { botStatus: 'OPERATOR', operatorId: borisId })
      kit.story.session(foreign!.sessionId, { groupId: otherGroupId })
      kit.story.session(watched!.sessionId, { groupId: otherGroupId, watcherIds: [borisId, annaId] })
      kit.story.session(closed!.sessionId, { status: 'CLOSED', botStatus: 'HELP' })
      await kit.story.append(kit.store)
      const seenBy = { operatorId: annaId, groupIds: [groupId] }
      expect((await kit.sessionIds({ seenBy })).toSorted()).toEqual(ids([held, passed, waiting, watched]))
      expect((await kit.sessionIds({ seenBy: { ...seenBy, groupIds: [] } })).toSorted()).toEqual(
        ids([held, passed, watched]),
      )
      kit.story.session(watched!.sessionId, { watcherIds: [borisId] })
      await kit.story.append(kit.store)
      expect((await kit.sessionIds({ seenBy })).toSorted()).toEqual(ids([held, passed, waiting]))
      expect(await kit.sessionIds({ seenBy, q: '5' })).toEqual([])
      expect(await kit.sessionIds({ seenBy, status: 'ACTIVE', q: '3' })).toEqual([waiting!.sessionId])
    })

    test('[ST12] [ST13] are found by words of their messages and by names, rare and common', async () => {
      const talks = Array.from({ length: 12 }, (_, index) => kit.story.talk(`Клиент ${index}`))
      for (const [index, talk] of talks.entries()) {
        for (let count = 0; count < 60; count += 1) kit.story.message(talk, 'обычное слово')
        if (index === 3) kit.story.message(talk, 'редкость')
      }
      await kit.story.append(kit.store)
      const newestFirst = talks.map(({ sessionId }) => sessionId).toReversed()
      expect(await kit.sessionIds({ q: 'слова' })).toEqual(newestFirst)
      expect(await kit.sessionIds({ q: 'редкости' })).toEqual([talks[3]!.sessionId])
      expect(await kit.sessionIds({ q: 'клиент' })).toEqual(newestFirst)
      expect(await kit.sessionIds({ q: 'клиент 7' })).toEqual([talks[7]!.sessionId])
      expect(await kit.sessionIds({ q: 'слово', clientId: talks[5]!.clientId })).toEqual([
        talks[5]!.sessionId,
      ])
      expect(await kit.sessionIds({ q: 'нигде' })).toEqual([])
      expect(await kit.sessionIds({ q: '"(*' })).toEqual([])
      const first = await kit.store.sessions({ q: 'слово', limit: 5 })
      const second = await kit.store.sessions({ q: 'слово', limit: 50, after: first.next! })
      expect([...first.items, ...second.items].map(({ card }) => card.id)).toEqual(newestFirst)
      kit.story.session(talks[7]!.sessionId, { name: 'Мария' })
      await kit.story.append(kit.store)
      expect(await kit.sessionIds({ q: 'мария' })).toEqual([talks[7]!.sessionId])
      expect(await kit.sessionIds({ q: 'клиент 7' })).toEqual([])
    })
  })
}
