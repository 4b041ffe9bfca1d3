import { closeBand, closeCodes } from '@pult/protocol'
import type { Refusal } from '../pult-error.ts'
import type { Stop, StopName, TerminalEvent } from '../state.ts'
import { stay, type Effect, type Link, type Memory, type Step } from './link.ts'
import { pauseMs, retryDelayMs } from './retry.ts'

/** A connection that lived so long was good: the next loss counts as the first. Below it, a server that greets and drops is backed off from. */
export const STABLE_MS = 10_000
/** Getting a token is one or two HTTP requests. */
const AUTHORIZE_MS_MAX = 20_000

/** How a lost connection is taken up again; the bands of the close codes, and the pause if the server named one. */
export interface Loss {
  readonly band: 'reconnect' | 'restart' | 'renew' | 'wait'
  readonly retryMs?: number | undefined
}

/** On to the next try, by the band. `effects` come first. */
export function lose(
  link: Link,
  loss: Loss,
  nowMs: number,
  random: () => number,
  effects: readonly Effect[] = [],
): Step {
  // Who was greeted and then heard nothing has waited longer than any pause: another one on top of it would only keep a person away for longer.
  const isFirst =
    link.name === 'live'
      ? nowMs - link.sinceMs >= STABLE_MS
      : link.name === 'replaying' && nowMs >= link.deadlineMs
  const attempt = isFirst ? 0 : link.memory.attempt
  const memory: Memory = {
    ...link.memory,
    attempt: attempt + 1,
    retryMs: null,
    position: loss.band === 'restart' ? null : link.memory.position,
  }
  if (loss.band === 'renew' && !memory.renewed) {
    const next = authorizing({ ...link, memory: { ...memory, renewed: true } }, true, nowMs)
    return { link: next.link, effects: [...effects, ...next.effects] }
  }
  const retryMs = loss.retryMs ?? link.memory.retryMs
  const patient = loss.band === 'wait' || loss.retryMs !== undefined
  const delayMs = patient ? pauseMs(retryMs, random) : retryDelayMs(attempt, random)
  return {
    link: {
      name: 'waiting',
      sinceMs: nowMs,
      memory,
      deadlineMs: nowMs + delayMs,
      renew: loss.band === 'renew',
      patient,
    },
    effects,
  }
}

/** Whatever socket there was is closed. `sinceMs`: since when the stream is gone. */
export function authorizing(link: Link, renew: boolean, nowMs: number, sinceMs = nowMs): Step {
  return {
    link: {
      name: 'authorizing',
      sinceMs,
      memory: link.memory,
      deadlineMs: nowMs + AUTHORIZE_MS_MAX,
      renew,
    },
    effects: [{ type: 'authorize', renew }],
  }
}

function stop(link: Link, because: Stop, nowMs: number, effects: readonly Effect[] = []): Step {
  return { link: { name: 'stopped', sinceMs: nowMs, memory: link.memory, stop: because }, effects }
}

/** The server, or the network (1006), closed the socket. */
export function onClosed(link: Link, code: number, nowMs: number, random: () => number): Step {
  if (link.name === 'idle' || link.name === 'stopped' || link.name === 'waiting') return stay(link)
  const band = closeBand(code)
  if (band === 'stop') return stop(link, stopOf(code, link.memory.terminal), nowMs)
  const rename: readonly Effect[] = code === closeCodes.sameInstance ? [{ type: 'rename' }] : []
  return lose(link, { band }, nowMs, random, rename)
}

/** A refused `connect` or `follow`. What is temporary is tried again; an expired token is renewed; the rest needs a person. */
export function onRefused(link: Link, refusal: Refusal, nowMs: number, random: () => number): Step {
  const close: readonly Effect[] = [{ type: 'close', code: 1000 }]
  if (refusal.code === 'token_expired') return lose(link, { band: 'renew' }, nowMs, random, close)
  // Already connected: our `connect` came twice and its first answer was lost. The connection is of no use, and the person is as welcome as before.
  if (refusal.temporary || refusal.code === 'already_connected') {
    const band = refusal.retryMs === undefined ? 'reconnect' : 'wait'
    return lose(link, { band, retryMs: refusal.retryMs }, nowMs, random, close)
  }
  const name = stopNameOfRefusal[refusal.code] ?? 'refused'
  return stop(link, { ...stopNamed(name, link.memory.terminal), refusal }, nowMs, close)
}

const stopNameOfRefusal: { readonly [Code in Refusal['code']]?: StopName } = {
  not_authenticated: 'notAuthenticated',
  operator_blocked: 'operatorBlocked',
  logged_in_elsewhere: 'loggedInElsewhere',
  logged_out: 'loggedOut',
  frame_too_large: 'frameTooLarge',
}

/** [S9] Which event tells which reason. */
export const eventOfStop: { readonly [Name in StopName]?: TerminalEvent['name'] } = {
  operatorBlocked: 'operatorBlocked',
  loggedInElsewhere: 'chatUserExists',
  loggedOut: 'operatorLoggedOut',
}

function stopOf(code: number, terminal: TerminalEvent | null): Stop {
  return { ...stopNamed(stopNameOfCode(code), terminal), code }
}

/** A stop has the name of its close code. */
function stopNameOfCode(code: number): StopName {
  const [name] = Object.entries(closeCodes).find(([, known]) => known === code) ?? ['refused']
  return name as StopName
}

function stopNamed(name: StopName, terminal: TerminalEvent | null): Stop {
  return terminal !== null && eventOfStop[name] === terminal.name ? { name, event: terminal } : { name }
}
