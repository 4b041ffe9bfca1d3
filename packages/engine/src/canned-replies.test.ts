import { beforeEach, describe, expect, test } from 'bun:test'
import {
  CANNED_PERSONAL_MAX,
  CANNED_SHARED_MAX,
  type CannedReplyId,
  type OperatorCommandData,
} from '@pult/protocol'
import { apply, put } from './apply.ts'
import { mayUse } from './canned-replies.ts'
import type { Touched } from './ports.ts'
import { createWorkspace } from './state.ts'
import { createDesk, dataOf, type Desk } from './testing/desk.ts'

let desk: Desk

beforeEach(() => {
  desk = createDesk()
  desk.group('sales')
  desk.operator('anna')
  desk.operator('seller', { groups: ['sales'] })
  desk.operator('chief', { role: 'supervisor', groups: [] })
})

function makes(who: string, data: Partial<OperatorCommandData['createCannedReply']> = {}): CannedReplyId {
  const made = dataOf(desk.asks(who, 'createCannedReply', { shortcut: 'hi', body: 'Hello!', ...data }))
  return (made as { cannedReplyId: CannedReplyId }).cannedReplyId
}

/** Shortcuts that somebody may use. */
function uses(who: string): readonly string[] {
  const all = [...desk.state.cannedReplies.values()]
  return all.filter((reply) => mayUse(desk.state, reply, desk.id(who))).map(({ shortcut }) => shortcut)
}

describe('[E20] who may use a canned reply', () => {
  test('[E20] one that all share is told to all', () => {
    const id = makes('chief')
    expect(desk.story()).toEqual(['cannedReplyUpdated → boss, anna, seller, chief'])
    expect(desk.state.cannedReplies.get(id)).toMatchObject({
      id,
      shortcut: 'hi',
      title: '',
      body: 'Hello!',
      groupId: null,
      operatorId: null,
      rev: desk.state.headSeq,
    })
  })

  test('[E20] one of a group is told to its members and to supervisors, a personal one to its owner', () => {
    makes('chief', { groupId: desk.groupId('sales') })
    expect(desk.story()).toEqual(['cannedReplyUpdated → boss, seller, chief'])
    desk.forget()
    makes('anna', { personal: true })
    expect(desk.story()).toEqual(['cannedReplyUpdated → anna'])
    expect([uses('anna'), uses('seller'), uses('chief')]).toEqual([['hi'], ['hi'], ['hi']])
    makes('seller', { personal: true, shortcut: 'mine' })
    expect([uses('seller'), uses('chief'), uses('boss')]).toEqual([['hi', 'mine'], ['hi'], ['hi']])
  })

  test('[E20] to whoever may not use it any more it is deleted, and each hears one name', () => {
    const cannedReplyId = makes('chief')
    desk.forget()
    desk.does('chief', 'updateCannedReply', { cannedReplyId, groupId: desk.groupId('sales') })
    expect(desk.story()).toEqual(['cannedReplyUpdated → boss, seller, chief', 'cannedReplyDeleted → anna'])
    desk.forget()
    desk.does('chief', 'updateCannedReply', { cannedReplyId, groupId: desk.groupId('help') })
    expect(desk.story()).toEqual(['cannedReplyUpdated → boss, anna, chief', 'cannedReplyDeleted → seller'])
    desk.forget()
    desk.does('chief', 'deleteCannedReply', { cannedReplyId })
    expect(desk.story()).toEqual(['cannedReplyDeleted → boss, anna, chief'])
    expect(desk.state.cannedReplies.size).toBe(0)
  })
})

describe('[E20] who may change a canned reply', () => {
  test('[E20] shared ones are for supervisors, personal ones for their owner; what one may not use does not exist', () => {
    expect(desk.refuses('anna', 'createCannedReply', { shortcut: 'a', body: 'A' })).toBe('not_allowed')
    const shared = makes('chief')
    const ofSales = makes('chief', { shortcut: 'sale', groupId: desk.groupId('sales') })
    const own = makes('seller', { personal: true })
    const body = 'Changed'
    const code = (who: string, cannedReplyId: CannedReplyId): string =>
      desk.refuses(who, 'updateCannedReply', { cannedReplyId, body })
    expect(code('anna', shared)).toBe('not_allowed')
    expect(code('anna', ofSales)).toBe('canned_reply_not_found')
    expect(code('seller', ofSales)).toBe('not_allowed')
    for (const who of ['anna', 'chief', 'boss']) {
      expect(code(who, own)).toBe('canned_reply_not_found')
      expect(desk.refuses(who, 'deleteCannedReply', { cannedReplyId: own })).toBe('canned_reply_not_found')
    }
    desk.does('seller', 'updateCannedReply', { cannedReplyId: own, body })
    expect(desk.state.cannedReplies.get(own)?.body).toBe(body)
  })

  test('[E20] a shortcut is unique, in any case, among the shared ones and among those of each operator', () => {
    makes('chief', { shortcut: 'Привет' })
    const asks = (who: string, data: Partial<OperatorCommandData['createCannedReply']>): string =>
      desk.refuses(who, 'createCannedReply', { shortcut: 'ПРИВЕТ', body: 'B', ...data })
    expect(asks('boss', {})).toBe('shortcut_taken')
    expect(asks('boss', { groupId: desk.groupId('sales') })).toBe('shortcut_taken')
    makes('anna', { shortcut: 'привет', personal: true })
    makes('seller', { shortcut: 'привет', personal: true })
    expect(asks('anna', { personal: true })).toBe('shortcut_taken')
    const other = makes('anna', { shortcut: 'пока', personal: true })
    expect(desk.refuses('anna', 'updateCannedReply', { cannedReplyId: other, shortcut: 'приВет' })).toBe(
      'shortcut_taken',
    )
    desk.does('anna', 'updateCannedReply', { cannedReplyId: other, shortcut: 'Пока' })
    expect(desk.state.cannedReplies.get(other)?.shortcut).toBe('Пока')
  })

  test('[E20] a group must be there, and a personal one is of none', () => {
    const groupId = 'grp_nobodys' as never
    expect(desk.refuses('chief', 'createCannedReply', { shortcut: 'a', body: 'A', groupId })).toBe(
      'group_not_found',
    )
    const cannedReplyId = makes('chief')
    expect(desk.refuses('chief', 'updateCannedReply', { cannedReplyId, groupId })).toBe('group_not_found')
    const own = makes('chief', { personal: true })
    expect(
      desk.refuses('chief', 'updateCannedReply', { cannedReplyId: own, groupId: desk.groupId('sales') }),
    ).toBe('validation_failed')
  })

  test('[E20] nothing changed, nothing told', () => {
    const cannedReplyId = makes('chief', { title: 'Greeting' })
    const head = desk.state.headSeq
    desk.does('chief', 'updateCannedReply', { cannedReplyId, body: 'Hello!', title: 'Greeting' })
    expect(desk.state.headSeq).toBe(head)
  })

  test('[E20] there is an end to them, and room again when one is deleted', () => {
    const many = (who: string, count: number, personal: boolean): void => {
      const commands = Array.from({ length: count }, (_, index) =>
        desk.order(who, 'createCannedReply', { shortcut: `s${index}`, body: 'B', personal }),
      )
      for (const outcome of desk.turn(commands)) dataOf(outcome)
    }
    many('chief', CANNED_SHARED_MAX, false)
    expect(desk.refuses('chief', 'createCannedReply', { shortcut: 'x', body: 'B' })).toBe(
      'canned_replies_full',
    )
    many('anna', CANNED_PERSONAL_MAX, true)
    expect(desk.refuses('anna', 'createCannedReply', { shortcut: 'x', body: 'B', personal: true })).toBe(
      'canned_replies_full',
    )
    makes('seller', { personal: true })
    const [first] = desk.state.cannedReplies.keys()
    desk.does('chief', 'deleteCannedReply', { cannedReplyId: first! })
    makes('chief', { shortcut: 'x' })
  })
})

test('[E14] the log alone makes them, and so do the read models', () => {
  const kept = makes('chief')
  const gone = makes('anna', { personal: true })
  desk.does('anna', 'deleteCannedReply', { cannedReplyId: gone })
  desk.does('chief', 'updateCannedReply', { cannedReplyId: kept, title: 'Greeting' })
  const replayed = createWorkspace(desk.state.id)
  const touched = new Map<string, Touched>()
  for (const record of desk.log) apply(replayed, record, (entity) => void touched.set(entity.id, entity))
  expect(replayed.cannedReplies).toEqual(desk.state.cannedReplies)
  const loaded = createWorkspace(desk.state.id)
  for (const entity of touched.values()) put(loaded, entity)
  expect(loaded.cannedReplies).toEqual(desk.state.cannedReplies)
})
