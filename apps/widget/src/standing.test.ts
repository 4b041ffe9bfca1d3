import { describe, expect, test } from 'bun:test'
import type { Connection, Stop } from '@pult/client'
import { clientSessionSchema, errorTable, type ClientSession, type ErrorCode } from '@pult/protocol'
import * as english from './words/english.ts'
import { permitted, refusalSentence, statusLine, stopSentence } from './standing.ts'

const live: Connection = { name: 'live', sinceMs: 0 }
const waiting: Connection = { name: 'waiting', sinceMs: 0, attempt: 1, retryAtMs: 5 }

function session(more: Record<string, unknown>): ClientSession {
  return clientSessionSchema.parse({
    id: 's1',
    chatId: 'h1',
    status: 'ACTIVE',
    botStatus: 'BOT',
    startedAt: '2026-11-22T10:00:00.000Z',
    closedAt: null,
    operator: null,
    score: null,
    rev: 1,
    ...more,
  })
}
const withOperator = session({ botStatus: 'OPERATOR', operator: { id: 'o1', name: 'Anna' } })
const closed = session({ status: 'CLOSED', botStatus: null })

test('[W2] the line under the title says who holds the session', () => {
  const lines = [null, session({}), session({ botStatus: 'HELP' }), withOperator, closed].map((session) =>
    statusLine({ session }),
  )
  expect(lines).toEqual([
    'We answer right here',
    'The assistant is with you',
    'Looking for an operator…',
    'Anna is with you',
    'The chat has ended',
  ])
})

describe('[W3] what may be asked', () => {
  const cases: readonly (readonly [string, ClientSession | null, Connection, readonly string[]])[] = [
    ['nothing before the first message', null, live, []],
    ['an operator and the end, while the bot talks', session({}), live, ['callOperator', 'endChat']],
    ['only the end, with an operator', withOperator, live, ['endChat']],
    ['nothing while the connection is away', session({}), waiting, []],
    ['a rating after the end', closed, live, ['rate']],
    ['nothing after the rating', session({ status: 'CLOSED', botStatus: null, score: 5 }), live, []],
  ]
  for (const [title, session, connection, expected] of cases)
    test(title, () => {
      const may = permitted({ session, connection })
      expect(Object.keys(may).filter((name) => may[name as keyof typeof may])).toEqual([...expected])
    })
})

test('[E1] every refusal of the table has a sentence, and those a visitor can act on have their own', () => {
  for (const code of Object.keys(errorTable) as ErrorCode[]) expect(refusalSentence(code)).toMatch(/\w+\.$/)
  expect(refusalSentence('rate_limited')).toBe(english.errorTooFast)
  expect(refusalSentence('client_banned')).toBe(english.errorBanned)
  expect(refusalSentence(undefined)).toBe(english.errorElse)
})

const stopped = (code: ErrorCode): Stop => ({
  name: 'refused',
  refusal: { code, message: errorTable[code].message, temporary: false },
})

test('[E2] a stop says what happened', () => {
  expect(stopSentence(stopped('origin_not_allowed'))).toBe(english.stoppedOrigin)
  expect(stopSentence(stopped('channel_not_found'))).toBe(english.stoppedChannel)
  expect(stopSentence(stopped('identity_refused'))).toBe(english.stoppedIdentity)
  expect(stopSentence({ name: 'version', code: 4406 })).toBe(english.stopped)
})
