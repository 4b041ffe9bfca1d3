import type { ChannelId, GroupId } from '@pult/protocol'
import { changeClient } from './clients.ts'
import { concerned } from './audience.ts'
import { accept, refuse, type Decision, type SystemCommandData } from './commands.ts'
import type { Draft } from './draft.ts'
import { endLogin, openLogin, renewLogin, takeOver } from './logins.ts'
import { changeStatus, newOperator } from './operators.ts'
import { dropPush } from './push-subscriptions.ts'
import { newClient } from './start-session.ts'

type Handlers = {
  readonly [N in keyof SystemCommandData]: (draft: Draft, data: SystemCommandData[N]) => Decision
}

/** What the shell reports. Presence itself is noted before these run; here is what follows from it. */
export const systemHandlers: Handlers = {
  setUp,
  createFirstAdmin,
  reserveClients,
  openLogin,
  renewLogin,
  takeOver,
  endLogin: (draft, data) => {
    const login = draft.state.logins.get(data.loginId)
    if (login !== undefined) endLogin(draft, login, data.reason)
    return accept({}, draft.facts)
  },
  operatorConnected: (draft, data) => {
    const operator = draft.state.operators.get(data.operatorId)
    if (operator?.operator.status === 'OFFLINE' && operator.operator.statusCause === 'CONNECTION_LOST') {
      changeStatus(draft, operator, operator.chosenStatus, 'RECONNECTED')
    }
    return accept({}, draft.facts)
  },
  operatorDisconnected: () => accept(),
  clientConnected,
  clientDisconnected: () => accept(),
  identifyClient,
  dropPush,
  tick: () => accept(),
}

/** A fresh workspace can be used at once: one group, one widget channel with the built-in bot. */
function setUp(draft: Draft, data: SystemCommandData['setUp']): Decision {
  if (draft.state.record !== undefined) return accept()
  draft.add({
    type: 'workspace',
    workspace: { id: draft.state.id, name: data.name, createdAtMs: draft.nowMs, nextClient: 1 },
    tell: [],
  })
  const groupId = draft.id('grp') as GroupId
  draft.add({
    type: 'group',
    group: { group: { id: groupId, name: data.groupName, rev: draft.nextSeq() } },
    tell: [],
  })
  draft.add({
    type: 'channel',
    channel: {
      channel: {
        id: draft.id('chn') as ChannelId,
        name: data.channelName,
        messengerType: 'WIDGET',
        groupId,
        bot: { kind: 'BUILTIN' },
        origins: [],
        channelKey: data.channelKey,
        rev: draft.nextSeq(),
      },
      bot: 'BUILTIN',
      secret: data.channelSecret,
    },
    tell: [],
  })
  return accept({}, draft.facts)
}

/** A block is given once, whatever is killed; what is not used of it is lost, and there are enough. */
function reserveClients(draft: Draft, data: SystemCommandData['reserveClients']): Decision {
  const { record } = draft.state
  if (record === undefined) return refuse('internal')
  const from = record.nextClient
  draft.add({ type: 'workspace', workspace: { ...record, nextClient: from + data.count }, tell: [] })
  return accept({ from }, draft.facts)
}

/** The first admin belongs to every group that is there, so that the first chat reaches somebody. */
function createFirstAdmin(draft: Draft, data: SystemCommandData['createFirstAdmin']): Decision {
  for (const { operator } of draft.state.operators.values()) {
    if (operator.role === 'admin')
      return refuse('not_allowed', { message: 'There is an admin already; sign in.' })
  }
  const record = newOperator(draft, { ...data, role: 'admin', groupIds: [...draft.state.groups.keys()] })
  draft.add({ type: 'operator', operator: record, tell: [{ as: 'operatorUpdated', to: { everyone: true } }] })
  return accept({ operatorId: record.operator.id }, draft.facts)
}

function clientConnected(draft: Draft, data: SystemCommandData['clientConnected']): Decision {
  const sessionId = draft.state.chats.get(data.chatId)?.sessionId
  const session = sessionId == null ? undefined : draft.state.sessions.get(sessionId)
  if (session === undefined || session.clientOnline) return accept()
  const after = draft.sessionAside({
    ...session,
    clientOnline: true,
    card: { ...session.card, clientOnlineAt: draft.at },
  })
  draft.add({
    type: 'session',
    why: 'presence',
    session: after,
    tell: [{ as: 'clientOnline', to: concerned(after) }],
  })
  return accept({}, draft.facts)
}

/** A client vouched for by its site: made if new, brought up to date if known. Nothing changed: nothing is written. */
function identifyClient(draft: Draft, data: SystemCommandData['identifyClient']): Decision {
  const { claims } = data
  const known = [...draft.state.clients.values()].find(
    ({ client }) => client.channel === data.channelId && client.externalId === claims.sub,
  )
  const before =
    known ??
    draft.state.clients.get(data.clientId) ??
    newClient(draft, data.clientId, data.chatId, data.channelId)
  const client = {
    ...before.client,
    externalId: claims.sub,
    name: claims.name ?? before.client.name,
    email: claims.email ?? before.client.email,
    phone: claims.phone ?? before.client.phone,
    language: claims.language ?? before.client.language,
    attributes: { ...before.client.attributes, ...claims.attributes },
  }
  const reply = { clientId: client.id, chatId: client.chatId }
  if (known !== undefined && JSON.stringify(client) === JSON.stringify(before.client)) return accept(reply)
  changeClient(draft, { ...before, client })
  return accept(reply, draft.facts)
}
