import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { makeId, tagOf, type ClientActor, type Command } from '@pult/engine'
import { hashLoginToken, makeLoginToken } from '@pult/gateway'
import type { ChannelId, ChatId, ClientId, GroupId, OperatorId, WorkspaceId } from '@pult/protocol'
import { openSqliteStore } from '@pult/storage'
import { done as carriedOut, openBareEngine } from './bare-engine.ts'

/** A workspace made by its own engine before the program starts, because a thousand sign-ins would take a minute of password hashing. */
export interface Seeded {
  readonly operatorTokens: readonly string[]
  readonly channelKey: string
}

const WORKSPACE = 'main' as WorkspaceId
const MONTH_MS = 30 * 24 * 3600 * 1000

export async function seed(
  directory: string,
  wanted: { readonly operators: number; readonly helpSessions: number },
): Promise<Seeded> {
  const store = openSqliteStore({
    directory: join(directory, 'workspaces', WORKSPACE),
    makeEpoch: () => randomBytes(6).toString('hex'),
  })
  const engine = await openBareEngine(WORKSPACE, store)
  const done = (command: Command): Promise<unknown> => carriedOut(engine, command)
  const system = { type: 'SYSTEM' } as const
  const channelKey = randomBytes(18).toString('base64url')
  const names = { name: 'Bench', groupName: 'Bench', channelName: 'Demo' }
  await done({ actor: system, name: 'setUp', data: { ...names, channelKey: 'demo', channelSecret: 'demo' } })
  const admin = { email: 'admin@example.com', name: 'Admin', passwordHash: 'x' }
  const { operatorId: adminId } = (await done({ actor: system, name: 'createFirstAdmin', data: admin })) as {
    operatorId: OperatorId
  }

  const open = async (operatorId: OperatorId): Promise<{ token: string; loginId: string }> => {
    const token = makeLoginToken(WORKSPACE, (count) => randomBytes(count))
    const loginId = `lgn_${randomBytes(8).toString('hex')}`
    const login = {
      id: loginId,
      operatorId,
      tokenHash: hashLoginToken(token),
      openedAtMs: Date.now(),
      expiresAtMs: Date.now() + MONTH_MS,
      clientIp: null,
      device: null,
      displaced: false,
    }
    await done({ actor: system, name: 'openLogin', data: { login } })
    return { token, loginId }
  }

  const { loginId } = await open(adminId)
  const actor = { type: 'OPERATOR', operatorId: adminId, loginId } as const
  const { groupId } = (await done({ actor, name: 'createGroup', data: { name: 'Desk' } })) as {
    groupId: GroupId
  }
  const { channelId } = (await done({
    actor,
    name: 'createChannel',
    data: { messengerType: 'API', name: 'Desk', groupId, bot: { kind: 'NONE' } },
    given: { channelKey, channelSecret: 'secret' },
  })) as { channelId: ChannelId }

  const operatorTokens: string[] = []
  for (let index = 0; index < wanted.operators; index += 1) {
    const data = {
      email: `o${index}@example.com`,
      name: `Operator ${index}`,
      role: 'operator',
      password: 'not used',
      groupIds: [groupId],
    } as const
    const made = (await done({
      actor,
      name: 'createOperator',
      data: { ...data, groupIds: [groupId] },
      given: { passwordHash: 'x' },
    })) as { operatorId: OperatorId }
    operatorTokens.push((await open(made.operatorId)).token)
  }

  const { from } = (await done({
    actor: system,
    name: 'reserveClients',
    data: { count: wanted.helpSessions },
  })) as { from: number }
  const tag = tagOf(WORKSPACE)
  await Promise.all(
    Array.from({ length: wanted.helpSessions }, (_, index) => {
      const client: ClientActor = {
        type: 'CLIENT',
        clientId: makeId('cli', from + index, tag) as ClientId,
        chatId: makeId('cht', from + index, tag) as ChatId,
        channelId,
        origin: { ip: '203.0.113.7', coordinates: null, device: null },
      }
      return done({
        actor: client,
        name: 'sendMessage',
        data: { body: `Здравствуйте, где мой заказ номер ${index}? Жду ответа.` },
      })
    }),
  )
  await engine.stop()
  await store.close()
  return { operatorTokens, channelKey }
}
