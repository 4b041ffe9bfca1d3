import { familyOf } from './addresses.ts'
import type { Allowance } from './allowance.ts'
import { failureOf, refusedBy, type OutboundAnswer, type OutboundFailure } from './answer.ts'
import { faultOf } from './fault-of.ts'
import { createLanes } from './lanes.ts'
import { readUpTo } from './read-up-to.ts'
import { onAbort } from './on-abort.ts'
import { createResolver, type Resolve } from './resolver.ts'
import { targetOf, type Target } from './target.ts'

export interface OutboundRequest {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** From the call to the last byte of the answer. */
  readonly timeoutMs: number
  readonly answerBytesMax: number
  readonly signal?: AbortSignal
  /**
   * Told an answer of 2xx while it comes, piece by piece, with its `contentType`; 'enough' ends the reading, and the answer is what came so far. Never called
   * after the request has been answered.
   */
  readonly onText?: (text: string, contentType: string) => 'enough' | undefined
}

/** Asks somebody on the network. Never rejects: a failure is an answer too. */
export type Outbound = (request: OutboundRequest) => Promise<OutboundAnswer>

export interface OutboundOptions {
  readonly allowance: Allowance
  readonly resolve: Resolve
  /** A clock that only goes forward. */
  readonly steadyMs: () => number
  /** Certificates that are trusted instead of the system's, as PEM. */
  readonly ca?: string
}

/**
 * Requests under way to one host, and in all. The runtime makes 256 at once and lets the rest wait, Web Push among them: a host that does
 * not answer holds a few of them, and all hosts together leave room.
 */
export const HOST_AT_ONCE_MAX = 32
const AT_ONCE_MAX = 192
/** Requests that wait for one host: beyond it they would only wait for their own time-out. */
const HOST_WAITING_MAX = 1_000
/** Addresses of one host that are tried while the ones before refuse the connection. */
const ADDRESSES_TRIED_MAX = 3

/** What belongs to the connection, and is not for those who write a request. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'accept-encoding',
])

/**
 * [OB1] Asks for an address that an admin or a client's words made, without becoming a door into the network that the server stands in:
 * the name is resolved here, what it leads to is checked, and the connection goes to the very address that was checked.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const resolve = createResolver(options.resolve, options.steadyMs)
  const lanes = createLanes({
    atOnceEach: HOST_AT_ONCE_MAX,
    atOnce: AT_ONCE_MAX,
    waitingMax: HOST_WAITING_MAX,
  })

  async function addressesOf(target: Target): Promise<readonly string[] | OutboundFailure> {
    let found: readonly string[]
    try {
      found = target.isAddress ? [target.host] : await resolve(target.host)
    } catch {
      found = []
    }
    if (found.length === 0) return failureOf('not_found_host', target.host)
    const verdicts = found.map((address) => options.allowance(target, address))
    const allowed = found.filter((_address, index) => verdicts[index] === null)
    if (allowed.length === 0) return failureOf(verdicts[0] ?? 'blocked_address', target.host)
    // Where a machine has no IPv6, trying it first would cost the time of a request.
    const sorted = allowed.toSorted((one, other) => familyOrder(one) - familyOrder(other))
    return sorted.slice(0, ADDRESSES_TRIED_MAX)
  }

  async function ask(target: Target, request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
    const addresses = await addressesOf(target)
    if ('ok' in addresses) return addresses
    let answer: OutboundAnswer = failureOf('unreachable', target.host)
    for (const address of addresses) {
      answer = await askAt(address, target, request, signal)
      if (answer.ok || answer.code !== 'unreachable') break
    }
    return answer
  }

  async function askAt(
    address: string,
    target: Target,
    request: OutboundRequest,
    signal: AbortSignal,
  ): Promise<OutboundAnswer> {
    const { protocol, host, isAddress, port, authority, path } = target
    const at = familyOf(address) === 'ipv6' ? `[${address}]` : address
    const { ca } = options
    try {
      const response = await fetch(`${protocol}//${at}:${String(port)}${path}`, {
        method: request.method,
        headers: { 'user-agent': 'Pult', ...request.headers, host: authority, 'accept-encoding': 'identity' },
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(protocol === 'https:'
          ? { tls: { ...(isAddress ? {} : { serverName: host }), ...(ca === undefined ? {} : { ca }) } }
          : {}),
        redirect: 'manual',
        // What stands in the environment for this program's own errands must not carry theirs around the check.
        proxy: false,
        // A small answer that unfolds to gigabytes.
        decompress: false,
        signal,
      })
      if (!response.ok) {
        // What it says is of no use, and may have no end.
        await response.body?.cancel()
        return refusedBy(host, response.status, response.headers.get('retry-after'))
      }
      const contentType = (response.headers.get('content-type')?.split(';', 1)[0] ?? '').trim().toLowerCase()
      const { onText } = request
      const body = await readUpTo(
        response.body,
        request.answerBytesMax,
        // Whoever asked may have been answered already: the wait ends with the signal, the reading a moment later.
        onText && ((text) => (signal.aborted ? 'enough' : onText(text, contentType))),
      )
      if (body === null) return failureOf('too_large', host)
      return { ok: true, status: response.status, contentType, body }
    } catch (error) {
      return failureOf(faultOf(error), host)
    }
  }

  return async (request) => {
    const target = targetOf(request.url)
    if ('ok' in target) return target
    const { host } = target
    if (Object.keys(request.headers ?? {}).some((name) => OWN_HEADERS.has(name.toLowerCase()))) {
      return failureOf('bad_request', host, 'A header of the connection cannot be set.')
    }
    const timeout = AbortSignal.timeout(request.timeoutMs)
    const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal])
    const ended = (late: 'timeout' | 'busy'): OutboundFailure =>
      failureOf(request.signal?.aborted === true ? 'stopped' : late, host)
    if (signal.aborted) return ended('timeout')
    const leave = await lanes.enter(`${host}:${String(target.port)}`, (giveUp) => onAbort(signal, giveUp))
    if (leave === null) return ended('busy')
    try {
      const answer = await untilAborted(ask(target, request, signal), signal)
      // However an abort shows in what was under way, it is told as what it was.
      return answer === null || (!answer.ok && signal.aborted) ? ended('timeout') : answer
    } finally {
      leave()
    }
  }
}

/** Null when `signal` comes first: the name service cannot be interrupted. */
function untilAborted<T>(under: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const deaf = onAbort(signal, () => resolve(null))
    under.then(resolve, reject).finally(deaf)
  })
}

function familyOrder(address: string): number {
  return familyOf(address) === 'ipv4' ? 0 : 1
}
