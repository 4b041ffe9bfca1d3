import { describe, expect, test } from 'bun:test'
import type { WorkspaceId } from '@pult/protocol'
import { createWorkspace } from './state.ts'
import { runTurn } from './turn.ts'
import { createDesk, dataOf, errorOf } from './testing/desk.ts'

const NAMES = {
  name: 'Shop',
  groupName: 'Support',
  channelName: 'Site',
  channelKey: 'key',
  channelSecret: 'secret',
}

const admin = (email: string) =>
  ({
    actor: { type: 'SYSTEM' },
    name: 'createFirstAdmin',
    data: { email, name: 'Boss', passwordHash: 'hash' },
  }) as const

describe('a fresh workspace', () => {
  test('[E13] has one group and one widget channel with the built-in bot, once', () => {
    const state = createWorkspace('wsp_fresh' as WorkspaceId)
    const setUp = { actor: { type: 'SYSTEM' }, name: 'setUp', data: NAMES } as const
    runTurn(state, [setUp], 0)
    const head = state.headSeq
    runTurn(state, [setUp], 1)
    expect(state.headSeq).toBe(head)
    const [group] = [...state.groups.values()]
    expect(group!.group.name).toBe('Support')
    expect([...state.channels.values()]).toMatchObject([
      {
        channel: { name: 'Site', messengerType: 'WIDGET', groupId: group!.group.id, channelKey: 'key' },
        bot: 'BUILTIN',
        secret: 'secret',
      },
    ])
  })

  test('[E13] its first admin is of every group; there is no second first one', () => {
    const state = createWorkspace('wsp_fresh' as WorkspaceId)
    const { outcomes } = runTurn(
      state,
      [{ actor: { type: 'SYSTEM' }, name: 'setUp', data: NAMES }, admin('a@x.test'), admin('b@x.test')],
      0,
    )
    const { operatorId } = dataOf(outcomes[1]!) as { operatorId: string }
    expect(errorOf(outcomes[2]!)).toBe('not_allowed')
    const [record] = [...state.operators.values()]
    expect(record!.operator).toMatchObject({
      id: operatorId,
      role: 'admin',
      status: 'OFFLINE',
      groupIds: [...state.groups.keys()],
    })
    expect(record!.passwordHash).toBe('hash')
  })

  test('[E13] ids name their kind, sort by creation and are of their workspace', () => {
    const desk = createDesk()
    desk.operator('anna')
    const ivan = desk.client('ivan')
    const one = ivan.says('One')
    const two = ivan.says('Two')
    expect(one < two).toBe(true)
    expect(one.startsWith('msg_') && one.endsWith(desk.state.tag)).toBe(true)
    expect(ivan.sessionId.startsWith('ses_')).toBe(true)
  })
})
