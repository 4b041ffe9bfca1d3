import { beforeEach, describe, expect, test } from 'bun:test'
import { botCountsOf, botFailureOf, type BotCount } from './bot-counts.ts'
import { createDesk, dataOf, START_MS, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor

/** What the log says of bots: `what` of the bot as a whole, `node: what` of a step. */
function counted(): string[] {
  return desk.log
    .flatMap((record) => botCountsOf(record))
    .map(({ node, what }) => (node === null ? what : `${node}: ${what}`))
}

const passing = (trail: string[], at: string | null = null, failed: string[] = []) => ({
  answers: [],
  memory: null,
  passed: { version: 4, trail, at, failed },
})

describe('what is counted of bots', () => {
  beforeEach(() => {
    desk = createDesk()
    ivan = desk.client('ivan', 'bot')
    ivan.says('Hello')
  })

  test('[E23] a stay is counted once when it comes and once when it ends, under the hour in which it began', () => {
    dataOf(desk.botSays(ivan, 'Hi!'))
    desk.nowMs += 3 * 3_600_000 + 5
    dataOf(desk.botHandsOver(ivan))
    const hour = { botId: 'BUILTIN', hourMs: START_MS, version: 0, node: null }
    expect(desk.log.flatMap((record) => botCountsOf(record))).toEqual([
      { ...hour, what: 'came' },
      { ...hour, what: 'handedOver' },
    ] satisfies BotCount[])
  })

  test('[E23] it tells who ended it: the bot, the client, a supervisor', () => {
    desk.operator('anna')
    dataOf(desk.botHandsOver(ivan))
    const olga = desk.client('olga', 'bot')
    olga.says('Hello')
    olga.does('callOperator', {})
    const petr = desk.client('petr', 'bot')
    petr.says('Hello')
    desk.does('boss', 'assignSession', {
      sessionId: petr.sessionId,
      operatorId: desk.people.get('anna')!.operatorId,
    })
    expect(counted()).toEqual(['came', 'handedOver', 'came', 'called', 'came', 'taken'])
  })

  test('[E23] what ends with the bot is resolved unless an operator had it; what came back is a stay of its own', () => {
    desk.operator('anna')
    ivan.does('callOperator', {})
    desk.does('anna', 'returnToBot', { sessionId: ivan.sessionId })
    ivan.does('closeSession', {})
    const olga = desk.client('olga', 'bot')
    olga.says('Hello')
    dataOf(desk.bot('botAnswer', olga, { answers: [{ name: 'close' }] }))
    expect(counted()).toEqual(['came', 'called', 'came', 'ended', 'came', 'resolved'])
  })

  test('[E23] a session that its operator closes is no matter of the bot’s', () => {
    desk.operator('anna')
    ivan.does('callOperator', {})
    desk.does('anna', 'closeSession', { sessionId: ivan.sessionId })
    expect(counted()).toEqual(['came', 'called'])
  })

  test('[E23] one that fails says why, one that is slow that it was', () => {
    dataOf(desk.bot('botFail', ivan, { code: 'program_failed', sentence: 'The shop does not answer.' }))
    const olga = desk.client('olga', 'bot')
    olga.says('Hello')
    desk.tick(10_000)
    expect(counted()).toEqual(['came', 'failed', 'came', 'slow'])
    expect(desk.log.flatMap((record) => botFailureOf(record) ?? [])).toMatchObject([
      {
        sessionId: ivan.sessionId,
        what: 'failed',
        code: 'program_failed',
        sentence: 'The shop does not answer.',
        node: null,
      },
      { sessionId: olga.sessionId, what: 'slow', code: null, sentence: null },
    ])
  })

  test('[E23] the steps of a scenario: who came there, whose call failed, and where the stay ended', () => {
    dataOf(desk.bot('botAnswer', ivan, passing(['hello', 'menu'], 'menu')))
    dataOf(desk.bot('botAnswer', ivan, passing(['order', 'sorry'], null, ['order'])))
    expect(ivan.session.bot?.stay?.at).toEqual({ node: 'sorry', version: 4 })
    ivan.does('closeSession', {})
    expect(counted()).toEqual([
      'came',
      'hello: came',
      'menu: came',
      'order: came',
      'sorry: came',
      'order: callFailed',
      'resolved',
      'sorry: resolved',
    ])
  })

  test('[E23] who has left the bot stands nowhere in it any more', () => {
    dataOf(desk.bot('botAnswer', ivan, passing(['menu'], 'menu')))
    desk.operator('anna')
    ivan.does('callOperator', {})
    expect(ivan.session.bot?.stay).toBeUndefined()
    desk.does('anna', 'returnToBot', { sessionId: ivan.sessionId })
    expect(ivan.session.bot?.stay).toMatchObject({ at: null, sinceMs: desk.nowMs })
  })
})
