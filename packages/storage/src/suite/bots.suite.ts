import { BOT_FAILURES_KEPT, type BotStay, type Fact, type SessionRecord } from '@pult/engine'
import type { BotId } from '@pult/protocol'
import { describe, expect, test } from 'bun:test'
import { START_MS, type Talk } from '../story.fixture.ts'
import { replay, type Kit } from './kit.ts'

const HOUR_MS = 3_600_000
const botId = 'bot_of_orders' as BotId
type SessionFact = Extract<Fact, { type: 'session' }>

function stayAt(sinceMs: number, more: Partial<BotStay> = {}): BotStay {
  return { botId, version: 1, sinceMs, at: null, ...more }
}

/** What bots did. */
export function describeBots(kit: Kit): void {
  /** A session's fact as it comes to a bot, or leaves it. */
  function told(talk: Talk, stay: BotStay, what: 'came' | Partial<SessionFact>): void {
    const session = {
      ...kit.story.session(talk.sessionId, { botStatus: 'BOT' }),
      bot: { memory: null, answerMs: 1, isOfferedBack: false, stay },
    } as SessionRecord
    if (what === 'came') kit.story.add({ type: 'session', why: 'givenToBot', session, tell: [] })
    else kit.story.add({ type: 'session', why: 'switched', session, stay, tell: [], ...what })
  }
  const byBot = { move: { kind: 'HANDED_OVER', by: { type: 'BOT', id: null }, from: null } } as const
  const failing = (sentence: string) => ({ move: { ...byBot.move, reason: 'BOT_FAILED', sentence } })

  describe('bots', () => {
    test('[ST19] stays are counted by hour and version, and not before the time that is asked for', async () => {
      const talk = kit.story.talk('Аня')
      const first = stayAt(START_MS)
      const second = stayAt(START_MS + HOUR_MS, { version: 2 })
      told(talk, first, 'came')
      told(talk, first, 'came')
      told(talk, second, 'came')
      told(talk, first, byBot)
      told(talk, stayAt(START_MS, { botId: null, version: 0 }), 'came')
      await kit.story.append(kit.store)
      expect(await kit.store.botHours(botId, START_MS)).toMatchObject([
        { hourMs: START_MS, version: 1, counts: { came: 2, handedOver: 1, called: 0, resolved: 0 } },
        { hourMs: START_MS + HOUR_MS, version: 2, counts: { came: 1, handedOver: 0 } },
      ])
      expect(await kit.store.botHours(botId, START_MS + 1)).toHaveLength(1)
      expect(await kit.store.botHours('BUILTIN', START_MS)).toMatchObject([{ counts: { came: 1 } }])
      expect(await kit.store.botHours('bot_of_nobody', 0)).toEqual([])
    })

    test('[ST19] steps of a scenario are added up over the hours', async () => {
      const talk = kit.story.talk('Аня')
      for (const sinceMs of [START_MS, START_MS + HOUR_MS]) {
        kit.story.add({
          type: 'botMemory',
          sessionId: talk.sessionId,
          bot: { memory: null, answerMs: 1, isOfferedBack: false, stay: stayAt(sinceMs) },
          passed: { version: 1, trail: ['menu', 'order'], at: null, failed: ['order'] },
          tell: [],
        })
      }
      told(talk, stayAt(START_MS, { at: { node: 'order', version: 1 } }), byBot)
      await kit.story.append(kit.store)
      expect(await kit.store.botSteps(botId, START_MS)).toMatchObject([
        { node: 'menu', version: 1, counts: { came: 2, handedOver: 0, callFailed: 0 } },
        { node: 'order', version: 1, counts: { came: 2, handedOver: 1, callFailed: 2 } },
      ])
      expect(await kit.store.botSteps(botId, START_MS + 1)).toMatchObject([{ counts: { came: 1 } }, {}])
      expect(await kit.store.botHours(botId, START_MS)).toMatchObject([{ counts: { handedOver: 1 } }])
    })

    test('[ST19] the newest failures of each bot are found, and no more', async () => {
      const talk = kit.story.talk('Аня')
      for (let count = 0; count <= BOT_FAILURES_KEPT; count += 1) {
        told(talk, stayAt(START_MS), failing(`the ${count}th`))
      }
      told(talk, stayAt(START_MS, { botId: null }), failing('another bot'))
      await kit.story.append(kit.store)
      const found = await kit.store.botFailures(botId)
      const sentences = found.map(({ fact }) => (fact.type === 'session' ? fact.move?.sentence : undefined))
      expect(sentences).toHaveLength(BOT_FAILURES_KEPT)
      expect([sentences[0], sentences.at(-1)]).toEqual([`the ${BOT_FAILURES_KEPT}th`, 'the 1th'])
      expect(await kit.store.botFailures('BUILTIN')).toHaveLength(1)
    })

    test('[ST19] [ST6] nothing is counted twice by whoever is killed and takes in again', async () => {
      const talk = kit.story.talk('Аня')
      const batches = []
      for (let count = 0; count < 12; count += 1) {
        told(talk, stayAt(START_MS), 'came')
        batches.push(await kit.story.append(kit.store))
        // Some of it is in the read models when the process is killed, some is not.
        if (count === 4) expect(await kit.store.botHours(botId, 0)).toMatchObject([{ counts: { came: 5 } }])
      }
      kit.store = await kit.place.crash(kit.store)
      await replay(kit.store, batches)
      expect(await kit.store.botHours(botId, 0)).toMatchObject([{ counts: { came: 12 } }])
    })
  })
}
