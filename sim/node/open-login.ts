import { hashLoginToken, makeLoginToken, type WorkspaceHost } from '@pult/gateway'
import type { OperatorId } from '@pult/protocol'
import type { Random } from '../kernel/random.ts'

/** How long a login lives where nothing else is said; short enough that some expire within a world. */
const LOGIN_MS = 20 * 60_000

/** Opens a login as a right password would, by a node's own clock. Undefined: it is refused. */
export async function openLogin(
  { id, engine }: WorkspaceHost,
  openedAtMs: number,
  operatorId: OperatorId,
  random: Random,
  device: string,
  loginMs = LOGIN_MS,
): Promise<string | undefined> {
  const token = makeLoginToken(id, (count) => random.bytes(count))
  const login = {
    id: `lgn_${Buffer.from(random.bytes(8)).toString('hex')}`,
    operatorId,
    tokenHash: hashLoginToken(token),
    openedAtMs,
    expiresAtMs: openedAtMs + loginMs,
    clientIp: '198.51.100.7',
    device,
    displaced: false,
  }
  const outcome = await engine.request({ actor: { type: 'SYSTEM' }, name: 'openLogin', data: { login } })
  return outcome.error === undefined ? token : undefined
}
