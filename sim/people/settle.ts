import type { Command, Outcome } from '@pult/engine'
import type { BotId, Channel, GroupId, OperatorId } from '@pult/protocol'
import { COMPANY_SECRET } from '../faults/company-bot.ts'
import type { OperatorPerson } from './operator.ts'
import type { PeopledWorld } from './peopled-world.ts'
import type { VisitorPerson } from './visitor.ts'

const NAMES = ['Anna', 'Boris', 'Vera', 'Gleb', 'Dina', 'Egor']
/** Nobody signs in with a password in a world: hashing one takes the machine's own time. */
const NO_PASSWORD = 'none'
const LOGIN = 'lgn_settling'
/** Of the programs of companies: so many have a chat back that they handed over while nobody was there. */
const TAKES_BACK_SHARE = 0.6

/** Before anything happens: groups, operators, a channel with its bot, and people with their machines. */
export async function settle(
  world: PeopledWorld,
): Promise<{ operators: readonly OperatorPerson[]; visitors: readonly VisitorPerson[] }> {
  const { setting, node, scheduler } = world
  while (node.host === undefined) await new Promise<void>((resolve) => void scheduler.after(1, resolve))
  const { engine } = node.host
  const does = async <T>(command: Command): Promise<T> => {
    const outcome: Outcome = await engine.request(command)
    if (outcome.error !== undefined)
      throw new Error(`the world could not be settled: ${outcome.error.message}`)
    return outcome.data as T
  }

  const system = { type: 'SYSTEM' } as const
  const emails = setting.operators.map((_, index) => `${NAMES[index]!.toLowerCase()}@pult.example`)
  const { operatorId: adminId } = await does<{ operatorId: OperatorId }>({
    actor: system,
    name: 'createFirstAdmin',
    data: { email: emails[0]!, name: NAMES[0]!, passwordHash: NO_PASSWORD },
  })
  const nowMs = node.nowMs()
  await does({
    actor: system,
    name: 'openLogin',
    data: {
      login: {
        id: LOGIN,
        operatorId: adminId,
        tokenHash: LOGIN,
        openedAtMs: nowMs,
        expiresAtMs: nowMs + 60_000,
        clientIp: null,
        device: null,
        displaced: false,
      },
    },
  })
  const admin = { type: 'OPERATOR', operatorId: adminId, loginId: LOGIN } as const
  const groupIds: GroupId[] = [...engine.state.groups.keys()]
  while (groupIds.length < setting.groups) {
    const data = { name: `Group ${groupIds.length + 1}` }
    groupIds.push((await does<{ groupId: GroupId }>({ actor: admin, name: 'createGroup', data })).groupId)
  }
  await does({ actor: admin, name: 'updateGroup', data: { groupId: groupIds[0]!, ...setting.timers } })
  const bot: Channel['bot'] =
    setting.bot === 'WEBHOOK'
      ? {
          kind: 'WEBHOOK',
          botId: (
            await does<{ botId: BotId }>({
              actor: admin,
              name: 'createBot',
              data: {
                kind: 'WEBHOOK',
                name: 'Robo',
                settings: { url: 'https://bot.shop.example/' },
                takesBack: world.random.fork('takes back').chance(TAKES_BACK_SHARE),
                answerWithin: world.random.fork('answers within').between(2, 15),
              },
              given: { botSecret: COMPANY_SECRET },
            })
          ).botId,
        }
      : { kind: setting.bot === 'NONE' ? 'NONE' : 'BUILTIN' }
  for (const channelId of engine.state.channels.keys())
    await does({ actor: admin, name: 'updateChannel', data: { channelId, bot } })

  const operators: OperatorPerson[] = []
  for (const [index, one] of setting.operators.entries()) {
    const name = NAMES[index]!
    const fields = { capacity: one.capacity, groupIds: one.groups.map((group) => groupIds[group]!) }
    const operatorId =
      index === 0
        ? adminId
        : (
            await does<{ operatorId: OperatorId }>({
              actor: admin,
              name: 'createOperator',
              data: { email: emails[index]!, name, role: one.role, password: NO_PASSWORD, ...fields },
              given: { passwordHash: NO_PASSWORD },
            })
          ).operatorId
    if (index === 0) await does({ actor: admin, name: 'updateOperator', data: { operatorId, ...fields } })
    operators.push({
      name,
      operatorId,
      setting: one,
      machines: new Map(),
      tokens: new Map(),
      expiresAtMs: new Map(),
      seats: [],
      random: world.random.fork(name),
      signingIn: 0,
    })
  }
  await does({ actor: system, name: 'endLogin', data: { loginId: LOGIN, reason: 'LOGOUT' } })

  const visitors = Array.from({ length: setting.visitors }, (_, index): VisitorPerson => {
    const name = `client ${index + 1}`
    const random = world.random.fork(name)
    return {
      name,
      random,
      visits: [],
      machine: world.openMachine(`the phone of ${name}`, 'CLIENT', random.fork('phone')),
    }
  })
  return { operators, visitors }
}
