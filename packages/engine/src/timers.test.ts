import { beforeEach, describe, expect, test } from 'bun:test'
import { createDesk, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor

/** A desk with one group of these limits and a session of anna's in it. */
function deskWith(limits: Parameters<Desk['group']>[1]): void {
  desk = createDesk()
  desk.group('sales', limits)
  desk.channel('shop', { bot: 'NONE', group: 'sales' })
  desk.operator('anna', { groups: ['sales'] })
  ivan = desk.client('ivan', 'shop')
  ivan.says('Hello')
  desk.operator('boris', { groups: ['sales'], status: 'AWAY' })
  desk.forget()
}

describe('the limits of the answers', () => {
  beforeEach(() => deskWith({ timerFirstAnswer: 60, timerNextAnswers: 120 }))

  test('[V3] the first answer is awaited from the assignment on, and told once', () => {
    expect(ivan.card).toMatchObject({
      timerFirstAnswer: 60,
      timerNextAnswers: 120,
      nextAction: 'FIRST_ANSWER',
      nextActionAt: '2026-11-22T12:01:00.000Z',
    })
    desk.tick(59_999)
    expect(desk.story()).toEqual([])
    desk.tick(1)
    expect(desk.story()).toEqual(['timerExpired → anna', 'chatSessionUpdated → anna'])
    desk.forget()
    desk.tick(3_600_000)
    expect(desk.story()).toEqual([])
    expect(ivan.card).toMatchObject({ nextAction: null, nextActionAt: null })
  })

  test('[V3] more words of the client do not start the clock again', () => {
    desk.tick(60_000)
    ivan.says('Anybody?')
    desk.forget()
    desk.tick(3_600_000)
    expect(desk.story()).toEqual([])
  })

  test('[V3] the next answer is awaited from the first unanswered word on; an answer stops it', () => {
    desk.says('anna', ivan, 'Hi')
    expect(ivan.card.nextAction).toBeNull()
    desk.tick(1_000)
    ivan.says('Where is my parcel?')
    desk.tick(1_000)
    ivan.says('Well?')
    expect(ivan.card).toMatchObject({ nextAction: 'NEXT_ANSWER', nextActionAt: '2026-11-22T12:02:01.000Z' })
    desk.says('anna', ivan, 'On its way')
    expect(ivan.card.nextAction).toBeNull()
    ivan.says('Thanks, when?')
    desk.forget()
    desk.tick(120_000)
    expect(desk.story()).toEqual(['timerExpired → anna', 'chatSessionUpdated → anna'])
  })

  test('[V3] who shows the card is told of its countdown as the message starts or stops it', () => {
    desk.says('anna', ivan, 'Hi')
    expect(desk.story()).toEqual(['chatMessageCreated → anna, client ivan', 'chatSessionUpdated → anna'])
    desk.forget()
    ivan.says('Well?')
    expect(desk.story()).toEqual(['chatMessageCreated → anna, client ivan', 'chatSessionUpdated → anna'])
    desk.forget()
    ivan.says('Well??')
    expect(desk.story()).toEqual(['chatMessageCreated → anna, client ivan'])
  })

  test('[V3] a transfer starts the clock of the first answer again, and it fires once more', () => {
    desk.tick(60_000)
    desk.tick(10_000)
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, operatorId: desk.id('boris') })
    expect(ivan.card.nextActionAt).toBe('2026-11-22T12:02:10.000Z')
    desk.forget()
    desk.tick(3_600_000)
    expect(desk.story()).toEqual(['timerExpired → boris', 'chatSessionUpdated → boris'])
  })

  test('[V3] nothing is awaited in Help, with the bot, or after the end', () => {
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('sales') })
    expect(ivan.card).toMatchObject({ botStatus: 'HELP', nextAction: null })
    desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })
    ivan.does('closeSession', {})
    expect(ivan.card).toMatchObject({ nextAction: null, nextActionAt: null })
    desk.forget()
    desk.tick(3_600_000)
    expect(desk.story()).toEqual([])
  })

  test('[V3] the limits of a session are those of the group that it comes to', () => {
    desk.group('calm')
    desk.operator('carl', { groups: ['calm'] })
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('calm') })
    expect(ivan.card).not.toHaveProperty('timerFirstAnswer')
    expect(ivan.card).not.toHaveProperty('timerNextAnswers')
    expect(ivan.card.nextAction).toBeNull()
  })
})

describe('[E5] a session that is not answered', () => {
  beforeEach(() => deskWith({ reassignAfter: 90 }))

  test('[E5] [A5] goes on to who is free', () => {
    desk.operator('carl', { groups: ['sales'] })
    desk.tick(90_000)
    expect(desk.story()).toEqual([
      'chatSessionAdded → carl',
      'chatSessionDeleted → anna',
      'chatSessionUpdated → client ivan',
    ])
    expect(ivan.card.previousOperator).toEqual({ id: desk.id('anna'), name: 'anna' })
  })

  test('[E5] [A3] or to Help where nobody is, and does not come back to who let it time out', () => {
    desk.tick(90_000)
    expect(desk.story()).toEqual([
      'chatSessionDeleted → anna',
      'chatSessionUpdated → boss, anna, boris',
      'chatSessionUpdated → client ivan',
      'operatorNotFound → boss, anna, boris',
    ])
    desk.does('anna', 'setStatus', { status: 'AWAY' })
    desk.does('anna', 'setStatus', { status: 'ONLINE' })
    expect(ivan.card.botStatus).toBe('HELP')
    desk.does('boris', 'setStatus', { status: 'ONLINE' })
    expect(ivan.card.operatorId).toBe(desk.id('boris'))
  })

  test('[E5] it wanders to each once and then waits in Help', () => {
    desk.does('boris', 'setStatus', { status: 'ONLINE' })
    desk.tick(90_000)
    expect(ivan.card.operatorId).toBe(desk.id('boris'))
    desk.tick(90_000)
    expect(ivan.card.botStatus).toBe('HELP')
    desk.tick(3_600_000)
    expect(ivan.card.botStatus).toBe('HELP')
  })

  test('[E5] an answer keeps it; a later question that waits too long does not', () => {
    desk.says('anna', ivan, 'Hi')
    desk.tick(3_600_000)
    expect(ivan.card.operatorId).toBe(desk.id('anna'))
    ivan.says('And?')
    desk.tick(90_000)
    expect(ivan.card.botStatus).toBe('HELP')
  })

  test('[E5] a limit of the same second as the answer’s fires too', () => {
    deskWith({ timerFirstAnswer: 90, reassignAfter: 90 })
    desk.tick(90_000)
    expect(desk.toldTo('anna')).toContain('timerExpired')
    expect(ivan.card.botStatus).toBe('HELP')
  })
})

describe('[E6] a client who has fallen silent', () => {
  beforeEach(() => deskWith({ closeAfter: 600 }))

  test('[E6] [A6] the session is closed by the timer after the operator’s last word', () => {
    desk.tick(3_600_000)
    expect(ivan.card.status).toBe('ACTIVE')
    desk.says('anna', ivan, 'Hi')
    desk.forget()
    expect(ivan.card.nextAction).toBe('CLOSE')
    desk.tick(600_000)
    expect(desk.story()).toEqual(['chatSessionClosed → anna, client ivan'])
    expect(ivan.session.closing).toEqual({ by: 'TIMER', operatorId: null, reason: 'INACTIVE' })
  })

  test('[E6] a word of the client keeps it open', () => {
    desk.says('anna', ivan, 'Hi')
    desk.tick(599_000)
    ivan.says('Wait')
    desk.tick(3_600_000)
    expect(ivan.card.status).toBe('ACTIVE')
  })

  test('[F1] limits changed meanwhile come with the next card, not with an event that has none', () => {
    desk.says('anna', ivan, 'Hi')
    const before = ivan.card.nextActionAt
    desk.does('boss', 'updateGroup', { groupId: desk.groupId('sales'), closeAfter: 60 })
    ivan.does('rateSession', { sessionId: ivan.sessionId, score: 5 })
    ivan.connects()
    expect(desk.toldTo('anna')).toContain('clientOnline')
    expect(ivan.card.nextActionAt).toBe(before)
    desk.does('anna', 'setPriority', { sessionId: ivan.sessionId, priority: 1 })
    expect(ivan.card.nextActionAt).not.toBe(before)
  })
})
