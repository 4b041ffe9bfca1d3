import { beforeEach, describe, expect, test } from 'bun:test'
import type { Fact, LogRecord } from '@pult/engine'
import type { MessageId } from '@pult/protocol'
import type { Visitor } from '../../packages/engine/src/testing/desk.ts'
import { changing, watchDesk, type WatchedDesk } from './testing/watched-desk.ts'

/** Every promise is broken here once, in the records of a real engine or in the frames, so that it is known that its check can fail. */

type SessionFact = Extract<Fact, { type: 'session' }>

let watched: WatchedDesk
let ivan: Visitor

beforeEach(() => {
  watched = watchDesk()
  const { desk } = watched
  desk.operator('anna', { capacity: 1 })
  desk.operator('boris', { groups: [] })
  ivan = desk.client('ivan')
  watched.tell()
})

function isSession(why: SessionFact['why']): (record: LogRecord) => boolean {
  return ({ fact }) => fact.type === 'session' && fact.why === why
}
const isMessage = ({ fact }: LogRecord): boolean => fact.type === 'message'

function heartbeat(seq: number, prev: number): object {
  return { action: 'heartbeat', seq, prev, at: '', data: {} }
}

/** A session's fact with something in it changed. */
function withSession(change: (fact: SessionFact) => Partial<SessionFact>): (record: LogRecord) => LogRecord {
  return (record) => {
    const fact = record.fact as SessionFact
    return { ...record, fact: { ...fact, ...change(fact) } }
  }
}

const desk = (): WatchedDesk['desk'] => watched.desk
const lastMessageId = (): MessageId =>
  (watched.desk.log.findLast(isMessage)!.fact as Extract<Fact, { type: 'message' }>).message.id

/** All that is broken, a line each. */
function said(): string {
  const lines = watched.broken.map(({ promise, sentence }) => `${promise}: ${sentence}`)
  return lines.length === 0 ? 'nothing is broken' : lines.join(' · ')
}

test('an ordinary day breaks nothing', () => {
  const { desk } = watched
  ivan.says('Hello')
  desk.says('anna', ivan, 'Good day')
  ivan.does('rateSession', { sessionId: ivan.sessionId, score: 5 })
  desk.does('anna', 'closeSession', { sessionId: ivan.sessionId })
  watched.tell()
  watched.looks()
  expect(said()).toBe('nothing is broken')
})

describe('in the records', () => {
  test('[G1] a log that ends before what was told', () => {
    ivan.says('Hello')
    watched.tell()
    watched.headSeq = 3
    watched.starts()
    expect(said()).toContain('G1: the log ends at 3 after a start')
  })

  test('[G2] a message twice under one key', () => {
    const twice = { ...ivan.order('sendMessage', { body: 'Hello' }, 'key'), key: 'key' }
    watched.desk.turn([twice])
    watched.tell()
    ivan.says('Hello')
    watched.tell(
      changing(isMessage, (record) => {
        const fact = record.fact as Extract<Fact, { type: 'message' }>
        return { ...record, fact: { ...fact, message: { ...fact.message, key: 'key' } } }
      }),
    )
    expect(said()).toContain('G2: the key “key”')
  })

  test('[G3] told before it is durable', () => {
    watched.headSeq = watched.desk.log.length
    ivan.says('Hello')
    watched.tell()
    expect(said()).toContain('G3: people are told of record')
  })

  test('[G4] [A6] an operator who is not told of a message', () => {
    ivan.says('Hello')
    watched.tell(changing(isMessage, (record) => ({ ...record, fact: { ...record.fact, tell: [] } })))
    expect(said()).toContain('G4: operator anna')
  })

  test('[G5] [A9] a colleague who is told of a message', () => {
    ivan.says('Hello')
    const to = { operators: [watched.desk.id('anna'), watched.desk.id('boris')], chat: ivan.chatId }
    watched.tell(
      changing(isMessage, (record) => ({
        ...record,
        fact: { ...record.fact, tell: [{ as: 'chatMessageCreated', to }] },
      })),
    )
    expect(said()).toContain('G5: operator boris')
  })

  test('[G4] [G5] [A9] an operator who is not told what other groups bring and take', () => {
    const { desk } = watched
    ivan.says('Hello')
    desk.client('petr').says('Hello')
    watched.tell()
    const moves = (groupIds: unknown): void => {
      desk.does('boss', 'updateOperator', { operatorId: desk.id('boris'), groupIds } as never)
      watched.tell((records) => records.filter(({ fact }) => fact.type !== 'session'))
    }
    moves([...desk.state.groups.keys()])
    expect(said()).toContain('gives operator boris')
    moves([])
    expect(said()).toContain('takes operator boris')
  })

  test('READ: a mark that says less than the one before it', () => {
    ivan.says('Hello')
    desk().says('anna', ivan, 'Good day')
    const first = lastMessageId()
    desk().says('anna', ivan, 'What is it?')
    ivan.does('markRead', { messageId: lastMessageId() })
    watched.tell()
    expect(said()).toBe('nothing is broken')
    ivan.says('The parcel')
    desk().says('anna', ivan, 'Which one?')
    ivan.does('markRead', { messageId: lastMessageId() })
    watched.tell(
      changing(
        ({ fact }) => fact.type === 'messagesRead' && fact.by === 'CLIENT',
        (record) => ({ ...record, fact: { ...record.fact, upTo: first } as Fact }),
      ),
    )
    expect(said()).toContain('READ: record')
  })

  test('GRACE: [L4] somebody who is online and has not been there for longer than the grace', () => {
    watched.looks()
    watched.passes(20_000)
    expect(said()).toBe('nothing is broken')
    watched.passes(20_000)
    expect(said()).toContain('GRACE: operator')
    expect(said()).toContain('is ONLINE, and has not been there for')
  })

  test('GRACE: [L4] somebody who is offline before the grace is over', () => {
    const comes = (): void => {
      const leaves = watched.connects('anna')
      watched.looks()
      leaves()
      watched.looks()
    }
    comes()
    desk().disconnects('anna')
    watched.passes(20_000)
    // The desk does not hear that she was back.
    comes()
    watched.passes(10_000)
    desk().tick(0)
    watched.tell()
    expect(said()).toContain('GRACE: operator anna')
    expect(said()).toContain('ms after they were there')
  })

  test('[G9] a hand-over under the same baton', () => {
    ivan.says('Hello')
    watched.tell(
      changing(
        isSession('assigned'),
        withSession(({ session }) => ({ session: { ...session, baton: 1 } })),
      ),
    )
    expect(said()).toContain('under the same baton 1')
  })

  test('[G9] [A3] a session that is announced and given to nobody', () => {
    ivan.says('Hello')
    watched.tell((records) => records.filter((record) => !isSession('assigned')(record)))
    ivan.says('Is anybody there?')
    watched.tell()
    expect(said()).toContain('G9: session')
    expect(said()).toContain('its turn ended')
  })

  test('[G9] a bot that speaks while an operator has the session', () => {
    ivan.says('Hello')
    watched.tell()
    ivan.says('Hello?')
    watched.tell(
      changing(isMessage, (record) => {
        const fact = record.fact as Extract<Fact, { type: 'message' }>
        return { ...record, fact: { ...fact, message: { ...fact.message, authorType: 'BOT' } } }
      }),
    )
    expect(said()).toContain('G9: the bot speaks')
  })

  test('ROUTING: more than an operator can hold', () => {
    ivan.says('Hello')
    watched.tell()
    const petr = watched.desk.client('petr')
    petr.says('Hello')
    watched.desk.does('anna', 'takeSession', { sessionId: petr.sessionId })
    watched.tell(
      changing(
        isSession('assigned'),
        withSession(({ decision }) => ({ decision: { ...decision!, rule: 'LEAST_LOADED' } })),
      ),
    )
    expect(said()).toContain('ROUTING: session')
    expect(said()).toContain('has 1 already and can hold 1')
  })

  test('ROUTING: somebody free while a session waits', () => {
    ivan.says('Hello')
    watched.tell((records) =>
      records.map((record) =>
        isSession('assigned')(record)
          ? withSession(({ session }) => ({
              why: 'queued',
              session: { ...session, card: { ...session.card, botStatus: 'HELP', operatorId: null } },
              tell: [
                {
                  as: 'operatorNotFound',
                  to: { group: session.card.groupId, operators: session.card.watcherIds },
                },
              ],
            }))(record)
          : record,
      ),
    )
    expect(said()).toContain('ROUTING: session')
    expect(said()).toContain('anna is free with 0 of 1')
  })

  test('DEADLINE: one that fires twice', () => {
    const { desk } = watched
    desk.group('sales', { timerFirstAnswer: 60 })
    desk.channel('shop', { bot: 'NONE', group: 'sales' })
    desk.operator('vera', { groups: ['sales'] })
    const petr = desk.client('petr', 'shop')
    petr.says('Hello')
    watched.tell()
    desk.tick(60_000)
    const fired = desk.log.findLast(isSession('timer'))!
    watched.tell()
    expect(said()).toBe('nothing is broken')
    // Something else in the place of the record that is told next.
    desk.does('vera', 'setPriority', { sessionId: petr.sessionId, priority: 1 })
    watched.tell((records) => records.map((record) => ({ ...fired, seq: record.seq })))
    expect(said()).toContain('DEADLINE: session')
    expect(said()).toContain('fired before')
  })

  test('[G10] records that are told though the disk has failed', () => {
    watched.disk.health.isBroken = true
    ivan.says('Hello')
    watched.tell()
    expect(said()).toContain('G10: records up to')
  })
})

describe('in the frames', () => {
  const begun = { action: 'reply', id: '1', data: { mode: 'resumed', cursor: 'sim:0' } }

  beforeEach(() => watched.tab('anna, tab 1', 'anna'))

  test('[G3] [S4] a connection that is told with a wrong `prev`', () => {
    watched.writes('anna, tab 1', begun)
    watched.writes('anna, tab 1', heartbeat(5, 0))
    expect(said()).toBe('nothing is broken')
    watched.writes('anna, tab 1', heartbeat(6, 4))
    expect(said()).toContain('with prev 4 on a connection that stands at 5')
  })

  test('[G3] an event whose turn has not ended', () => {
    watched.writes('anna, tab 1', begun)
    watched.headSeq = 9_000
    watched.writes('anna, tab 1', { action: 'groupUpdated', seq: 8_999, prev: 0, at: '', data: {} })
    expect(said()).toContain('G3: anna, tab 1 is told groupUpdated 8999 before its turn has ended')
  })

  test('[G4] [S2] a snapshot that holds what came after its cut', () => {
    const groups = [{ id: 'grp_1', rev: 4 }]
    watched.writes('anna, tab 1', {
      action: 'snapshot',
      data: { cursor: 'sim:3', part: 0, groups, last: false },
    })
    expect(said()).toContain('G4: the snapshot of anna, tab 1 at sim:3 shows grp_1 as record 4 made it')
  })

  test('[G3] [S5] a yes before it is durable', () => {
    watched.writes('anna, tab 1', { action: 'reply', id: '2', data: {}, seq: 9_000 })
    expect(said()).toContain('G3: anna, tab 1 is told yes for record 9000')
  })

  test('[G5] [A8] a client who is shown what is private, or somebody else', () => {
    const client = { id: ivan.clientId, chatId: ivan.chatId }
    const joins = { action: 'reply', id: '1', data: { mode: 'resumed', cursor: 'sim:0', client } }
    watched.writes('client 1', joins)
    expect(said()).toBe('nothing is broken')
    const petr = watched.desk.client('petr')
    watched.writes('client 1', { action: 'typing', data: { chatId: petr.chatId } })
    expect(said()).toContain(`G5: client 1, a client, is shown ${petr.chatId}`)
  })

  test('[G5] an event of somebody else', () => {
    watched.tab('boris, tab 1', 'boris')
    ivan.says('Hello')
    watched.tell()
    const { seq } = watched.desk.log.findLast(isMessage)!
    watched.writes('boris, tab 1', { ...begun, data: { mode: 'resumed', cursor: `sim:${seq - 1}` } })
    watched.writes('boris, tab 1', { action: 'chatMessageCreated', seq, prev: seq - 1, at: '', data: {} })
    expect(said()).toContain(`G5: boris, tab 1 is told chatMessageCreated ${seq}, which is not for them`)
  })

  test('[G5] [L2] something a second and more after a block', () => {
    const { desk, scheduler } = watched
    desk.does('boss', 'blockOperator', { operatorId: desk.id('anna'), blocked: true })
    watched.tell()
    const seq = desk.log.length
    watched.writes('anna, tab 1', { ...begun, data: { mode: 'resumed', cursor: `sim:${seq - 1}` } })
    scheduler.after(1_500, () => undefined)
    scheduler.step()
    watched.writes('anna, tab 1', { action: 'operatorUpdated', seq, prev: seq - 1, at: '', data: {} })
    expect(said()).toContain('G5: anna, tab 1 is told operatorUpdated')
  })

  test('[G6] more than may wait for a reader', () => {
    watched.writes('anna, tab 1', begun, 2 * 1024 * 1024)
    expect(said()).toContain('G6: 2097152 bytes wait for anna, tab 1')
  })

  test('[G10] a refusal for want of room while there is some', () => {
    watched.writes('anna, tab 1', {
      action: 'reply',
      id: '2',
      error: { code: 'storage_full', message: '', temporary: true },
    })
    expect(said()).toContain('G10: anna, tab 1 is refused for want of room')
  })
})
