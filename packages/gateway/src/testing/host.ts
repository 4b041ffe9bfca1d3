import { WorkspaceEngine, type LogRecord, type Signal, type WorkspaceStore } from '@pult/engine'
import type { OperatorId, WorkspaceId } from '@pult/protocol'
import { createLinks } from '../attachments/links.ts'
import { createClientNumbers } from '../client-numbers.ts'
import type { Push } from '../push/index.ts'
import { hashLoginToken, makeLoginToken } from '../sign-in/index.ts'
import { Hub } from '../stream/hub.ts'
import type { OwnedHost } from '../workspaces.ts'
import type { Clock } from './clock.ts'

/** The server's secret in tests. */
export const SECRET = 'a secret of thirty-two characters'

/** An operator of a test. */
export interface Person {
  readonly operatorId: OperatorId
  readonly loginId: string
  readonly token: string
}

/** One workspace at work, as the server wires it, with time from the test. */
export async function openHost(
  id: WorkspaceId,
  store: WorkspaceStore,
  clock: Clock,
  errors: unknown[],
  openPush?: (engine: WorkspaceEngine) => Push,
): Promise<OwnedHost> {
  const listeners: ((records: readonly LogRecord[], signals: readonly Signal[]) => void)[] = []
  const engine = await WorkspaceEngine.open(id, {
    store,
    nowMs: () => clock.nowMs,
    defer: (run) => void setImmediate(run),
    after: (delayMs, run) => clock.after(delayMs, run),
    publish: (records, signals) => {
      for (const listen of listeners) listen(records, signals)
    },
    onFatal: (error) => void errors.push(error),
    onBug: (error) => void errors.push(error),
  })
  const links = createLinks(SECRET, '')
  const hub = new Hub({
    state: () => engine.state,
    context: {
      sign: (attachment) => links.sign(attachment, clock.nowMs),
      operatorName: (operatorId) => engine.state.operators.get(operatorId)?.operator.name,
    },
    later: (delayMs, run) => void setTimeout(run, delayMs),
  })
  listeners.push((records, signals) => hub.publish(records, signals))
  const push = openPush?.(engine)
  if (push !== undefined) listeners.push((records) => push.told(records))
  await engine.request({
    actor: { type: 'SYSTEM' },
    name: 'setUp',
    data: {
      name: id,
      groupName: 'help',
      channelName: 'bot',
      channelKey: `key-bot-${id}`,
      channelSecret: `secret-of-bot-${id}`.padEnd(40, '.'),
    },
  })
  return { id, engine, store, hub, clientNumbers: createClientNumbers(engine), push }
}

/** The boss: an admin in no group, so that nothing is routed there. */
export async function firstAdmin(host: OwnedHost, clock: Clock): Promise<Person> {
  const known = [...host.engine.state.operators.values()].find(({ operator }) => operator.role === 'admin')
  if (known !== undefined) return signIn(host, known.operator.id, `lgn_boss${host.store.headSeq()}`, clock)
  const made = await host.engine.request({
    actor: { type: 'SYSTEM' },
    name: 'createFirstAdmin',
    data: { email: 'boss@shop.test', name: 'boss', passwordHash: 'none' },
  })
  if (made.error !== undefined) throw new Error(made.error.message)
  const boss = await signIn(host, (made.data as { operatorId: OperatorId }).operatorId, 'lgn_boss', clock)
  await host.engine.request({
    actor: { type: 'OPERATOR', operatorId: boss.operatorId, loginId: boss.loginId },
    name: 'updateOperator',
    data: { operatorId: boss.operatorId, groupIds: [] },
  })
  return boss
}

export async function signIn(
  host: OwnedHost,
  operatorId: OperatorId,
  loginId: string,
  clock: Clock,
  forMs = 30 * 24 * 3600 * 1000,
): Promise<Person> {
  const token = makeLoginToken(host.id, (count) => crypto.getRandomValues(new Uint8Array(count)))
  const login = {
    id: loginId,
    operatorId,
    tokenHash: hashLoginToken(token),
    openedAtMs: clock.nowMs,
    expiresAtMs: clock.nowMs + forMs,
    clientIp: '198.51.100.1',
    device: 'Test/1',
    displaced: false,
  }
  const outcome = await host.engine.request({ actor: { type: 'SYSTEM' }, name: 'openLogin', data: { login } })
  if (outcome.error !== undefined) throw new Error(outcome.error.message)
  return { operatorId, loginId, token }
}
