import { beforeEach, describe, expect, test } from 'bun:test'
import { ATTRIBUTES_MAX } from '@pult/protocol'
import { createDesk, dataOf, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor

beforeEach(() => {
  desk = createDesk()
  desk.operator('anna')
  desk.operator('watcher', { status: 'AWAY' })
  desk.group('sales')
  desk.operator('stranger', { groups: ['sales'] })
  ivan = desk.client('ivan')
  ivan.says('Hello')
  desk.does('watcher', 'watchSession', { sessionId: ivan.sessionId, watch: true })
  desk.forget()
})

describe('the card', () => {
  test('[A8] spam, tags and priority are told to the operators alone, and once', () => {
    const { sessionId } = ivan
    for (let time = 0; time < 2; time += 1) {
      desk.does('anna', 'markSpam', { sessionId, spam: true })
      desk.does('anna', 'setTags', { sessionId, tags: ['refund', 'vip', 'refund'] })
      desk.does('anna', 'setPriority', { sessionId, priority: 5 })
    }
    expect(desk.story()).toEqual(Array(3).fill('chatSessionUpdated → anna, watcher'))
    expect(ivan.card).toMatchObject({ markedAsSpam: true, tags: ['refund', 'vip'], priority: 5 })
  })

  test('[A6] in Help the whole group hears of a change, and each may make it', () => {
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('help') })
    desk.forget()
    desk.does('watcher', 'setTags', { sessionId: ivan.sessionId, tags: ['vip'] })
    expect(desk.story()).toEqual(['chatSessionUpdated → boss, anna, watcher'])
  })

  test('[A8] a session of another group does not exist', () => {
    const { sessionId } = ivan
    expect(desk.refuses('stranger', 'markSpam', { sessionId, spam: true })).toBe('session_not_found')
    expect(desk.refuses('stranger', 'addNote', { sessionId, body: 'Hi' })).toBe('session_not_found')
    expect(desk.refuses('stranger', 'watchSession', { sessionId, watch: true })).toBe('session_not_found')
    expect(desk.refuses('stranger', 'takeSession', { sessionId })).toBe('session_not_found')
    expect(desk.refuses('stranger', 'sendMessage', { sessionId, body: 'x' })).toBe('session_not_found')
    expect(desk.refuses('stranger', 'updateClient', { clientId: ivan.clientId, name: 'X' })).toBe(
      'client_not_found',
    )
    expect(desk.refuses('stranger', 'banClient', { clientId: ivan.clientId, banned: true })).toBe(
      'client_not_found',
    )
  })

  test('[A8] notes are told to the operators alone', () => {
    desk.does('anna', 'addNote', { sessionId: ivan.sessionId, body: 'Angry' })
    expect(desk.story()).toEqual(['chatNoteCreated → anna, watcher'])
    expect(desk.log.at(-1)!.fact).toMatchObject({
      type: 'note',
      note: { body: 'Angry', authorName: 'anna', sessionId: ivan.sessionId },
    })
  })

  test('[A6] the page that the client has open is shown to the operators, and once', () => {
    ivan.connects()
    ivan.does('setPage', { url: 'https://shop.test/b', title: 'B' })
    ivan.does('setPage', { url: 'https://shop.test/b', title: 'B' })
    expect(desk.toldTo('anna').filter((name) => name === 'chatSessionUpdated')).toHaveLength(1)
    expect(desk.toldTo('client ivan')).toEqual([])
    expect(ivan.card.page).toEqual({ url: 'https://shop.test/b', title: 'B' })
  })

  test('[E1] a rating goes to the operators and to the client; the last word counts, after the end too', () => {
    const { sessionId } = ivan
    ivan.does('rateSession', { sessionId, score: 3 })
    ivan.does('closeSession', {})
    desk.forget()
    ivan.does('rateSession', { sessionId, score: 5, comment: 'Thanks' })
    ivan.does('rateSession', { sessionId, score: 5, comment: 'Thanks' })
    expect(desk.story()).toEqual(['chatSessionRated → anna, watcher', 'chatSessionRated → client ivan'])
    expect(ivan.session).toMatchObject({ rating: { score: 5, comment: 'Thanks' }, card: { score: 5 } })
    const petr = desk.client('petr')
    petr.says('Hello')
    expect(petr.refuses('rateSession', { sessionId, score: 1 })).toBe('session_not_found')
  })
})

describe('watching', () => {
  test('[A6] who begins to watch is told the card, and then what the operator is told', () => {
    desk.does('boss', 'watchSession', { sessionId: ivan.sessionId, watch: true })
    expect(desk.story()).toEqual(['chatSessionUpdated → boss, anna, watcher'])
    desk.forget()
    ivan.says('Well?')
    expect(desk.story()).toEqual(['chatMessageCreated → boss, anna, watcher, client ivan'])
  })

  test('[A9] who stops is told that it is gone, and nothing more', () => {
    desk.does('watcher', 'watchSession', { sessionId: ivan.sessionId, watch: false })
    desk.does('watcher', 'watchSession', { sessionId: ivan.sessionId, watch: false })
    ivan.says('Well?')
    expect(desk.toldTo('watcher')).toEqual(['chatSessionDeleted'])
  })

  test('[A6] who stops watching a session that waits in their Help goes on seeing it', () => {
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('help') })
    desk.forget()
    desk.does('watcher', 'watchSession', { sessionId: ivan.sessionId, watch: false })
    expect(desk.toldTo('watcher')).toEqual(['chatSessionUpdated'])
  })
})

describe('the client', () => {
  test('[A6] changed details come onto the card', () => {
    desk.does('anna', 'updateClient', { clientId: ivan.clientId, name: 'Ivan', phone: '+7 900 000-00-00' })
    expect(desk.story()).toEqual(['chatSessionUpdated → anna, watcher'])
    expect(ivan.card.name).toBe('Ivan')
    expect(desk.state.clients.get(ivan.clientId)!.client).toMatchObject({
      name: 'Ivan',
      phone: '+7 900 000-00-00',
    })
  })

  test('[E18] attributes are changed one by one: what two operators write at once is all there', () => {
    const { clientId } = ivan
    const known = () => desk.state.clients.get(clientId)!.client.attributes
    desk.does('anna', 'updateClient', { clientId, attributes: { plan: 'gold', city: 'Kazan' } })
    desk.does('boss', 'updateClient', { clientId, attributes: { order: '10542' } })
    expect(Object.entries(known())).toEqual([
      ['plan', 'gold'],
      ['city', 'Kazan'],
      ['order', '10542'],
    ])
    desk.does('anna', 'updateClient', { clientId, attributes: { city: null, plan: 'silver', nothing: null } })
    expect(known()).toEqual({ plan: 'silver', order: '10542' })
    desk.does('anna', 'updateClient', { clientId, name: 'Ivan' })
    expect(known()).toEqual({ plan: 'silver', order: '10542' })
  })

  test('[E18] a client never has more attributes than one may be given at once', () => {
    const { clientId } = ivan
    const full = Object.fromEntries(Array.from({ length: ATTRIBUTES_MAX }, (_, index) => [`a${index}`, 'x']))
    desk.does('anna', 'updateClient', { clientId, attributes: full })
    expect(desk.refuses('boss', 'updateClient', { clientId, attributes: { b: 'x' } })).toBe(
      'validation_failed',
    )
    desk.does('boss', 'updateClient', { clientId, attributes: { a0: null, b: 'x' } })
    expect(Object.keys(desk.state.clients.get(clientId)!.client.attributes)).toHaveLength(ATTRIBUTES_MAX)
  })

  test('[E9] a banned client is refused whatever it writes', () => {
    const said = ivan.card.lastMessage!.id
    const { sessionId } = ivan
    desk.does('anna', 'banClient', { clientId: ivan.clientId, banned: true, reason: 'Swears' })
    desk.does('anna', 'banClient', { clientId: ivan.clientId, banned: true })
    expect(desk.story()).toEqual(['chatSessionUpdated → anna, watcher'])
    expect(ivan.card.clientBanned).toBe(true)
    expect(ivan.refuses('sendMessage', { body: 'Why?' })).toBe('client_banned')
    expect(ivan.refuses('editMessage', { messageId: said, body: 'Why?' })).toBe('client_banned')
    expect(ivan.refuses('callOperator', {})).toBe('client_banned')
    expect(ivan.refuses('rateSession', { sessionId, score: 1, comment: 'Why?' })).toBe('client_banned')
    ivan.does('typing', { text: 'Why?' })
    expect(desk.signalled()).toEqual([])
    desk.tick(365 * 24 * 3_600_000)
    expect(ivan.refuses('sendMessage', { body: 'Why?' })).toBe('client_banned')
    desk.does('anna', 'banClient', { clientId: ivan.clientId, banned: false })
    ivan.says('Sorry')
  })

  test('[E9] a ban with an end lifts itself, and who shows the client is told', () => {
    const until = '2026-11-22T13:00:00.000Z'
    desk.does('anna', 'banClient', { clientId: ivan.clientId, banned: true, until })
    desk.tick(3_599_999)
    expect(ivan.refuses('sendMessage', { body: 'Hello' })).toBe('client_banned')
    desk.forget()
    desk.tick(1)
    expect(desk.story()).toEqual(['chatSessionUpdated → anna, watcher'])
    expect(ivan.card.clientBanned).toBe(false)
    ivan.says('Hello')
  })

  test('[E9] a ban that is prolonged does not end at its first end', () => {
    const ban = { clientId: ivan.clientId, banned: true }
    desk.does('anna', 'banClient', { ...ban, until: '2026-11-22T13:00:00.000Z' })
    desk.does('anna', 'banClient', { ...ban, until: '2026-11-22T14:00:00.000Z' })
    desk.tick(3_600_000)
    expect(ivan.card.clientBanned).toBe(true)
    desk.tick(3_600_000)
    expect(ivan.card.clientBanned).toBe(false)
  })

  test('[E9] the end of a ban lies in the future', () => {
    expect(
      desk.refuses('anna', 'banClient', {
        clientId: ivan.clientId,
        banned: true,
        until: '2026-11-22T12:00:00.000Z',
      }),
    ).toBe('validation_failed')
  })

  test('[E9] a client whom the site vouches for is found again and brought up to date', () => {
    const identify = (name: string, suffix: string) => {
      const clientId = `cli_x${suffix}` as typeof ivan.clientId
      const chatId = `cht_x${suffix}` as typeof ivan.chatId
      const claims = { sub: 'user-7', name }
      return dataOf(desk.system('identifyClient', { channelId: ivan.channelId, clientId, chatId, claims }))
    }
    expect(identify('Olga', '1')).toEqual({ clientId: 'cli_x1', chatId: 'cht_x1' })
    const head = desk.state.headSeq
    expect(identify('Olga', '2')).toEqual({ clientId: 'cli_x1', chatId: 'cht_x1' })
    expect(desk.state.headSeq).toBe(head)
    expect(identify('Olga Petrova', '3')).toEqual({ clientId: 'cli_x1', chatId: 'cht_x1' })
    expect(desk.state.clients.get('cli_x1' as typeof ivan.clientId)!.client).toMatchObject({
      name: 'Olga Petrova',
      externalId: 'user-7',
    })
  })
})
