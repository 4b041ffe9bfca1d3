import type { PushPayload } from '@pult/protocol'
import { encryptPush, type ReceiverKeys } from './encrypt.ts'
import { verdictOf, type Verdict } from './verdict.ts'

/** One push to one browser. */
export interface PushLetter {
  readonly endpoint: string
  readonly keys: ReceiverKeys
  readonly payload: PushPayload
  /** Asked before each try: an operator who has come back needs none. */
  readonly isWanted: () => boolean
  /** The browser is not there any more. */
  readonly onGone: () => void
}

/** Since the start. `dropped`: not even tried, because too many waited. */
export interface PushCounts {
  readonly sent: number
  readonly failed: number
  readonly gone: number
  readonly dropped: number
  readonly waiting: number
}

export interface SenderPorts {
  readonly nowMs: () => number
  readonly random: (count: number) => Uint8Array
  /** Runs something once after a while; returns how to stop it. */
  readonly after: (delayMs: number, run: () => void) => () => void
  /** `Authorization` for an endpoint, RFC 8292. */
  readonly authorize: (endpoint: string, nowMs: number) => Promise<string>
  /** [PU1] Asked again at each try: settings may have changed since the browser subscribed. */
  readonly allows: (endpoint: string) => boolean
  readonly onFailure: (sentence: string) => void
  /** Milliseconds until a service is given up. Default: {@link ANSWER_MS_MAX}. */
  readonly answerMs?: number
}

export interface Sender {
  /** Takes a letter and returns at once, whatever becomes of it. */
  readonly send: (letter: PushLetter) => void
  readonly counts: () => PushCounts
  /** Nothing more is sent; returns when nothing is under way. */
  readonly stop: () => Promise<void>
}

/** Letters that wait for their turn or for another try. A group of a hundred with ten sessions at once; more is a storm that helps nobody. */
export const WAITING_MAX = 1_000
/** Requests at once: enough for a hundred a second at a service that takes its time, little beside what chats need. */
const AT_ONCE_MAX = 8
/** A service that answers later than this is as good as away. */
const ANSWER_MS_MAX = 10_000
/** How long a service keeps a push for a browser that is off: what is older is no news. Seconds. */
const TTL_SECONDS = 3_600

/** [PU6] A bounded queue of letters, a few requests at once, a time limit for each, a few tries. Never throws and holds nobody up. */
export function createSender(ports: SenderPorts): Sender {
  const { nowMs, random, onFailure } = ports
  const counts = { sent: 0, failed: 0, gone: 0, dropped: 0 }
  const queue: { readonly letter: PushLetter; readonly tries: number }[] = []
  const resting = new Set<() => void>()
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()

  function pump(): void {
    while (underWay.size < AT_ONCE_MAX && !stopping.signal.aborted) {
      const next = queue.shift()
      if (next === undefined) return
      const trying = attempt(next.letter, next.tries + 1).finally(() => {
        underWay.delete(trying)
        pump()
      })
      underWay.add(trying)
    }
  }

  async function attempt(letter: PushLetter, tries: number): Promise<void> {
    if (!letter.isWanted() || !ports.allows(letter.endpoint)) return
    const { status, retryAfter, reason } = await post(letter)
    if (stopping.signal.aborted) return
    settle(
      letter,
      tries,
      verdictOf(status, retryAfter, tries, nowMs(), () => random(1)[0]! / 256),
      reason,
    )
  }

  function settle(letter: PushLetter, tries: number, verdict: Verdict, reason: string): void {
    if (verdict.name === 'again') {
      const stop = ports.after(verdict.afterMs, () => {
        resting.delete(stop)
        queue.push({ letter, tries })
        pump()
      })
      resting.add(stop)
      return
    }
    counts[verdict.name] += 1
    if (verdict.name === 'gone') letter.onGone()
    // The address itself is a secret of the browser.
    if (verdict.name === 'failed') onFailure(`${new URL(letter.endpoint).host} ${reason}`)
  }

  async function post(letter: PushLetter): Promise<{
    readonly status: number | null
    readonly retryAfter: string | null
    readonly reason: string
  }> {
    const sealed = await seal(letter, random)
    // Keys that nothing can be sealed with will never do: as good as a browser that is gone.
    if (sealed === undefined) return { status: 410, retryAfter: null, reason: '' }
    try {
      const response = await fetch(letter.endpoint, {
        method: 'POST',
        body: sealed,
        // A service that sends us elsewhere would send us anywhere.
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(ports.answerMs ?? ANSWER_MS_MAX)]),
        headers: {
          authorization: await ports.authorize(letter.endpoint, nowMs()),
          'content-type': 'application/octet-stream',
          'content-encoding': 'aes128gcm',
          ttl: String(TTL_SECONDS),
          urgency: 'high',
          // Of what waits for a browser that is off, only the newest of a session is kept.
          topic: topicOf(letter.payload),
        },
      })
      // What it says is of no use, and need not be read to its end.
      await response.body?.cancel()
      const { status } = response
      return { status, retryAfter: response.headers.get('retry-after'), reason: `answered ${status}` }
    } catch (error) {
      const why = error instanceof Error ? error.name : 'an error'
      return { status: null, retryAfter: null, reason: `could not be reached (${why})` }
    }
  }

  return {
    send(letter) {
      if (stopping.signal.aborted) return
      if (queue.length + resting.size >= WAITING_MAX) {
        counts.dropped += 1
        return
      }
      queue.push({ letter, tries: 0 })
      pump()
    },
    counts: () => ({ ...counts, waiting: queue.length + resting.size + underWay.size }),
    async stop() {
      stopping.abort()
      queue.length = 0
      for (const stop of resting) stop()
      resting.clear()
      await Promise.allSettled(underWay)
    },
  }
}

async function seal(
  { keys, payload }: PushLetter,
  random: SenderPorts['random'],
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const own = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  try {
    return await encryptPush(new TextEncoder().encode(JSON.stringify(payload)), keys, own, random(16))
  } catch {
    return undefined
  }
}

/** RFC 8030, section 5.4: at most 32 characters of base64url, which our ids are made of. */
function topicOf({ sessionId }: PushPayload): string {
  return sessionId.slice(0, 32)
}
