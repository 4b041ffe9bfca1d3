import { expect, test } from 'bun:test'
import { PultError, type OperatorClient } from '@pult/client'
import type { ChatSession, Message } from '@pult/protocol'
import { cardOf, messageOf } from '../../../../packages/client/testing/wire-server.ts'
import { entriesOf } from './days.ts'
import { goesOn, nothingAsked, toldBefore, type Earlier } from './earlier.ts'
import { readOn, readSessions } from './read-earlier.ts'

type History = Parameters<typeof readOn>[0]

const chatId = 'cht_1' as ChatSession['chatId']
const shown = { ...cardOf('ses_9'), chatId, clientId: 'cli_1' as ChatSession['clientId'] }

/** A client's past: the messages of each session, oldest first. A session without messages may not be read. */
function pastOf(sessions: { readonly [id: string]: readonly string[] | null }, pageSize = 2): History {
  const cards = Object.keys(sessions)
    .map((id) => ({ ...cardOf(id), chatId }))
    .toReversed()
  const page = <T>(items: readonly T[], after: string | undefined) => {
    const from = Number(after ?? 0)
    const next = from + pageSize < items.length ? String(from + pageSize) : null
    return { items: items.slice(from, from + pageSize), next }
  }
  return {
    sessions: async (query) => page(cards, query?.after),
    sessionMessages: async (id, query) => {
      const ids = sessions[id]
      if (ids === null || ids === undefined)
        throw new PultError({ code: 'session_not_found', message: 'Not here.', temporary: false })
      const messages = ids.map((messageId): Message => messageOf(messageId, { sessionId: id }))
      return page(messages.toReversed(), query?.after)
    },
    sessionNotes: async () => ({ items: [], next: null }),
    sessionActivities: () => Promise.reject(new Error('away')),
  } satisfies Pick<OperatorClient['history'], keyof History>
}
async function upTo(history: History, steps: number): Promise<Earlier> {
  let earlier = nothingAsked
  for (let step = 0; step < steps; step += 1) earlier = await readOn(history, shown, earlier)
  return earlier
}
const linesOf = (earlier: Earlier) =>
  entriesOf(
    toldBefore(earlier, { messages: [messageOf('msg_9')], notes: [], steps: [], pending: [] }),
    false,
  ).map(({ id }) => id)

test('[M20] upwards come the sessions before, the newest first, each page by page', async () => {
  const history = pastOf({ ses_1: ['msg_1'], ses_2: ['msg_2', 'msg_3', 'msg_4'], ses_9: ['msg_9'] })
  expect(linesOf(await upTo(history, 1))).toEqual(['msg_3', 'msg_4', 'msg_9'])
  expect(linesOf(await upTo(history, 2))).toEqual(['msg_2', 'msg_3', 'msg_4', 'msg_9'])
  const all = await upTo(history, 3)
  expect(linesOf(all)).toEqual(['msg_1', 'msg_2', 'msg_3', 'msg_4', 'msg_9'])
  expect(goesOn(all)).toBe(false)
  expect(await readOn(history, shown, all)).toEqual(all)
})

test('[M20] what came later, another chat of the client and what may not be read are passed over', async () => {
  const history = pastOf({ ses_1: ['msg_1'], ses_2: null, ses_9: ['msg_9'], ses_99: ['msg_99'] }, 10)
  const elsewhere = {
    ...history,
    sessions: async () => ({ items: [cardOf('ses_3', { chatId: 'cht_2' })], next: null }),
  }
  expect(goesOn(await readSessions(elsewhere, shown, nothingAsked))).toBe(false)
  const first = await readOn(history, shown, nothingAsked)
  expect([first.chapters.length, goesOn(first)]).toEqual([0, true])
  expect(linesOf(await readOn(history, shown, first))).toEqual(['msg_1', 'msg_9'])
})

test('[M20] a session without a client has nothing before it, and asks nothing', async () => {
  const earlier = await readOn(pastOf({ ses_1: ['msg_1'] }), { ...shown, clientId: null }, nothingAsked)
  expect([earlier.chapters.length, goesOn(earlier)]).toEqual([0, false])
})

test('[M20] any other refusal is told, and nothing that was read is lost by it', async () => {
  const history = pastOf({ ses_1: ['msg_1'], ses_2: ['msg_2'] })
  const before = await upTo(history, 1)
  const away = { ...history, sessionMessages: () => Promise.reject(new Error('away')) }
  expect(await readOn(away, shown, before).catch(String)).toBe('Error: away')
  expect(linesOf(await readOn(history, shown, before))).toEqual(['msg_1', 'msg_2', 'msg_9'])
})
