import { closeCodes, GREETING_MS_MAX, SILENCE_MS_MAX } from '@pult/protocol'
import type { Refusal } from '../pult-error.ts'
import { cursorOf } from './cursor.ts'
import { beating, isListening, stay, type Link, type Step } from './link.ts'
import { authorizing, lose, onRefused } from './losing.ts'

/** After a tunnel or a sleep the socket may be dead without a word; so long it has to prove otherwise. */
export const PROBE_MS = 5_000

/** Somebody wants the stream. A pause is cut short; what is under way goes on. */
export function onConnect(link: Link, nowMs: number): Step {
  if (link.name === 'waiting') return authorizing(link, link.renew, nowMs)
  if (link.name !== 'idle' && link.name !== 'stopped') return stay(link)
  const memory = { ...link.memory, attempt: 0, terminal: null, renewed: false }
  return authorizing({ ...link, memory }, false, nowMs)
}

/** «Use here» [L1]. A login that is connected has won already. */
export function onTakeOver(link: Link, nowMs: number): Step {
  if (link.name === 'replaying' || link.name === 'live') return stay(link)
  return onConnect({ ...link, memory: { ...link.memory, takeover: true } }, nowMs)
}

/** Nobody wants the stream any more. The position stays: the state does too. */
export function onShut(link: Link, nowMs: number): Step {
  const { memory } = link
  return {
    link: { name: 'idle', sinceMs: nowMs, memory: { ...memory, attempt: 0 } },
    effects: [{ type: 'close', code: 1000 }],
  }
}

export function onAuthorized(link: Link, nowMs: number): Step {
  if (link.name !== 'authorizing') return stay(link)
  const { memory } = link
  return {
    link: { name: 'opening', sinceMs: link.sinceMs, memory, deadlineMs: nowMs + GREETING_MS_MAX },
    effects: [{ type: 'open' }],
  }
}

/** No token to be had: now (`temporary`), or for good. */
export function onUnauthorized(link: Link, refusal: Refusal, nowMs: number, random: () => number): Step {
  if (link.name !== 'authorizing') return stay(link)
  // An expired token that could not be renewed is not renewed again: a person signs in.
  const code = refusal.code === 'token_expired' ? 'not_authenticated' : refusal.code
  const step = onRefused(link, { ...refusal, code }, nowMs, random)
  // What had to be renewed has to be renewed still.
  if (step.link.name !== 'waiting') return step
  return { ...step, link: { ...step.link, renew: link.renew } }
}

/** [S1] The socket is open: the first frame is `connect`. */
export function onOpened(
  link: Link,
  who: { readonly token: string | undefined; readonly instance: string },
  nowMs: number,
): Step {
  if (link.name !== 'opening') return stay(link)
  const { position, takeover, sent } = link.memory
  const id = `connect-${sent}`
  const data = {
    ...(who.token === undefined ? {} : { token: who.token }),
    instance: who.instance,
    ...(position === null ? {} : { cursor: cursorOf(position) }),
    ...(takeover ? { takeover: true } : {}),
  }
  return {
    link: {
      name: 'asking',
      sinceMs: link.sinceMs,
      memory: { ...link.memory, sent: sent + 1 },
      deadlineMs: nowMs + GREETING_MS_MAX,
      command: 'connect',
      id,
      silenceMs: SILENCE_MS_MAX,
    },
    effects: [{ type: 'send', frame: { command: 'connect', id, data } }],
  }
}

/** Time has passed. Gives the same link when nothing is due. */
export function onTime(link: Link, nowMs: number, random: () => number): Step {
  if (link.name === 'idle' || link.name === 'stopped' || nowMs < link.deadlineMs) return stay(link)
  if (link.name === 'waiting') return authorizing(link, link.renew, nowMs)
  const band = link.name === 'authorizing' && link.renew ? 'renew' : 'reconnect'
  return lose(link, { band }, nowMs, random, [{ type: 'close', code: closeCodes.silent }])
}

/**
 * The device slept since `sinceMs`. No socket that slept is believed, and no pause is sat out: the stream is taken up anew where it was,
 * and what is on screen is as old as the sleep.
 */
export function onSlept(link: Link, sinceMs: number, nowMs: number): Step {
  if (!isListening(link)) return onWake(link, nowMs)
  return authorizing(link, false, nowMs, sinceMs)
}

/** The browser is awake or on line again: do not sit out a pause, and do not believe an old socket. */
export function onWake(link: Link, nowMs: number): Step {
  if (link.name === 'waiting') return link.patient ? stay(link) : authorizing(link, link.renew, nowMs)
  if (link.name !== 'live' && link.name !== 'replaying') return stay(link)
  return beating({ ...link, deadlineMs: Math.min(link.deadlineMs, nowMs + PROBE_MS) })
}
