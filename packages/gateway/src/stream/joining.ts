import type { ClientActor, OperatorActor, SystemCommand } from '@pult/engine'
import { wireError, type Coordinates, type streamCommands } from '@pult/protocol'
import type { z } from 'zod'
import { closeNameOf, type Authenticate, type Authenticated } from '../authenticate.ts'
import { begin, type BeginningServices } from './beginning.ts'
import { isAhead } from './cursor.ts'
import type { Hub } from './hub.ts'
import type { Connection, Joined } from './connection.ts'
import { errorFrame } from './frames.ts'
import type { Viewer } from './ring.ts'

export interface JoiningServices extends BeginningServices {
  readonly authenticate: Authenticate
  readonly locate: (ip: string) => Coordinates | null
}

export type Connect = z.output<typeof streamCommands.connect>

/** [S1] A connection says who it is. Never rejects; returns when the answer is under way. */
export async function connect(
  connection: Connection,
  replyId: string,
  data: Connect,
  services: JoiningServices,
): Promise<void> {
  const { ip, device, cookieToken } = connection.from
  try {
    const who = await services.authenticate({
      flavour: connection.flavour,
      token: data.token ?? cookieToken ?? undefined,
      takeover: data.takeover === true ? { clientIp: ip, device } : undefined,
    })
    if ('code' in who) {
      connection.push(errorFrame(replyId, who))
      connection.end(closeNameOf(who.code))
      return
    }
    // Another node may have told them more than this one has heard of.
    if (isAhead(data.cursor, who.host)) await who.host.engine.caughtUp()
    const clientName = await nameOf(who)
    if (!connection.isEnding) join(connection, who, { replyId, clientName, ...data }, services)
  } catch (error) {
    services.onError(error)
    connection.push(errorFrame(replyId, wireError('internal')))
  }
}

/** A client whose chat is not at hand is known to the store. */
async function nameOf(who: Authenticated): Promise<string> {
  if (who.flavour === 'OPERATOR' || who.host.engine.state.clients.has(who.clientId)) return ''
  return (await who.host.store.client(who.clientId))?.client.name ?? ''
}

function join(
  connection: Connection,
  who: Authenticated,
  asked: { replyId: string; clientName: string; instance: string; cursor?: string | undefined },
  services: JoiningServices,
): void {
  const { host, expiresAtMs } = who
  const { instance, clientName } = asked
  const { viewer, actor } = asViewer(connection, who, services)
  for (const other of host.hub.connectionsOf(viewer)) {
    if (other.joined?.instance === instance && isSameLogin(other.joined.viewer, viewer))
      other.end('sameInstance')
  }
  const joined: Joined = { name: 'joined', host, viewer, actor, instance, expiresAtMs, clientName }
  connection.state = joined
  host.hub.join(connection, viewer)
  host.engine.dispatch(presence(connection, actor, true), () => undefined)
  begin(connection, joined, { replyId: asked.replyId, cursor: asked.cursor }, services)
}

/** The connection has ended, whoever ended it: it counts no more from now on, even where the socket takes its time. */
export function leave(connection: Connection, { host, viewer, actor }: Joined): void {
  host.hub.leave(connection, viewer)
  host.engine.dispatch(presence(connection, actor, false), () => undefined)
}

function asViewer(
  connection: Connection,
  who: Authenticated,
  { locate }: JoiningServices,
): { viewer: Viewer; actor: OperatorActor | ClientActor } {
  if (who.flavour === 'OPERATOR') {
    const { operatorId, loginId } = who
    return {
      viewer: { flavour: 'OPERATOR', operatorId, loginId },
      actor: { type: 'OPERATOR', operatorId, loginId },
    }
  }
  const { clientId, chatId, channelId } = who
  const { ip, device } = connection.from
  const origin = { ip, device, coordinates: locate(ip) }
  return {
    viewer: { flavour: 'CLIENT', chatId },
    actor: { type: 'CLIENT', clientId, chatId, channelId, origin },
  }
}

/** Who is connected here, as the workspace is to be told by a node that it has not heard of. */
export function presenceOf(hub: Hub): SystemCommand[] {
  return [...hub.connections()].flatMap((connection) =>
    connection.joined === undefined ? [] : [presence(connection, connection.joined.actor, true)],
  )
}

function presence(
  connection: Connection,
  actor: OperatorActor | ClientActor,
  isHere: boolean,
): SystemCommand {
  const connectionId = connection.id
  const system = { type: 'SYSTEM' } as const
  if (actor.type === 'OPERATOR') {
    const data = { operatorId: actor.operatorId, connectionId }
    return { actor: system, name: isHere ? 'operatorConnected' : 'operatorDisconnected', data }
  }
  const { chatId, origin } = actor
  return isHere
    ? { actor: system, name: 'clientConnected', data: { chatId, connectionId, origin } }
    : { actor: system, name: 'clientDisconnected', data: { chatId, connectionId } }
}

function isSameLogin(one: Viewer, other: Viewer): boolean {
  if (one.flavour !== other.flavour) return false
  return one.flavour === 'CLIENT' || (other.flavour === 'OPERATOR' && other.loginId === one.loginId)
}
