import { clientCommands, operatorCommands, type OperatorCommandName } from '@pult/protocol'
import { equal } from '../expect.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { nobodys } from './commands-conversation.ts'

/** Commands that ask for a higher role, with data that would do for them. */
const privileged: Partial<Record<OperatorCommandName, Record<string, unknown>>> = {
  assignSession: { sessionId: nobodys('ses'), operatorId: nobodys('opr') },
  logOutOperator: { operatorId: nobodys('opr') },
  setOperatorStatus: { operatorId: nobodys('opr'), status: 'OFFLINE' },
  blockOperator: { operatorId: nobodys('opr'), blocked: true },
  createGroup: { name: 'mine' },
  updateGroup: { groupId: nobodys('grp'), name: 'mine' },
  createOperator: {
    email: 'x@conformance.example',
    name: 'x',
    role: 'admin',
    password: 'long enough',
    groupIds: [],
  },
  updateOperator: { operatorId: nobodys('opr'), role: 'admin' },
  createChannel: { messengerType: 'WIDGET', name: 'mine', groupId: nobodys('grp'), bot: { kind: 'NONE' } },
  updateChannel: { channelId: nobodys('chn'), rotateSecret: true },
}

const RANKS = ['operator', 'supervisor', 'admin'] as const

/** One for each command: nobody below its role may ask for it, by socket or over HTTP. */
export const roleScenarios: readonly Scenario[] = Object.entries(privileged).map(([name, data]) => {
  const { role } = operatorCommands[name as OperatorCommandName]
  const below = RANKS.slice(0, RANKS.indexOf(role))
  return scenario(
    'Commands',
    `${name} is refused with not_allowed to ${below.join(' and ')}`,
    async (pult) => {
      for (const lower of below) {
        const token = await pult.signIn(await pult.operator({ role: lower }))
        const refusal = await pult.as('OPERATOR', token).refused(name, data, 'not_allowed')
        equal('field', refusal.field, 'command')
        const stream = await pult.operatorStream(token)
        equal('the refusal by socket', await stream.refused(name, data, 'not_allowed'), refusal)
      }
    },
  )
})

/** What one flavour may ask for and the other not. */
export const flavourScenarios: readonly Scenario[] = [
  scenario('Commands', 'a client is refused every command of operators', async (pult) => {
    const client = await pult.clientStream(await pult.channel(await pult.group()))
    for (const name of Object.keys(operatorCommands)) {
      if (Object.hasOwn(clientCommands, name)) continue
      equal('field', (await client.refused(name, {}, 'not_allowed')).field, 'command')
    }
  }),

  scenario('Commands', 'an operator is refused every command of clients', async (pult) => {
    const anna = await pult.operatorStream(await pult.operator())
    for (const name of Object.keys(clientCommands)) {
      if (Object.hasOwn(operatorCommands, name)) continue
      equal('field', (await anna.refused(name, {}, 'not_allowed')).field, 'command')
    }
  }),

  scenario('Commands', 'what is on no list is unknown_command, by socket and over HTTP', async (pult) => {
    const token = await pult.signIn(await pult.operator())
    const anna = await pult.operatorStream(token)
    for (const name of ['doTheImpossible', '__proto__', 'constructor', 'toString', 'SendMessage']) {
      equal('field', (await anna.refused(name, {}, 'unknown_command')).field, 'command')
      await pult.as('OPERATOR', token).refused(name, {}, 'unknown_command')
    }
  }),

  scenario(
    'C1',
    'connect, follow and heartbeat are of the stream: over HTTP there are none',
    async (pult) => {
      for (const name of ['connect', 'follow', 'heartbeat'])
        await pult.admin.refused(name, {}, 'unknown_command')
    },
  ),
]
