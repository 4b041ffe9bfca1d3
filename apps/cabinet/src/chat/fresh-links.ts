import { signal, type ReadonlySignal } from '@preact/signals'
import type { Clock, OperatorClient } from '@pult/client'
import { PAGE_ITEMS_MAX, type Attachment } from '@pult/protocol'

/** Attachments whose links were made anew: a chat may stay open for days, and a link lives for one. */
export interface FreshLinks {
  /** By attachment. */
  readonly known: ReadonlySignal<ReadonlyMap<string, Attachment>>
  /** Reads the session until the attachment is there with a new link. Never rejects; asked again too soon it does nothing. */
  readonly renew: (sessionId: string, attachmentId: string) => Promise<void>
}

/** A link that ends within it is as good as ended: what is opened has to come, too. */
const MARGIN_MS = 60_000
/** A link that is old again at once (a server without a right clock) is not asked for in a circle. */
const AGAIN_MS = 10 * 60_000
/** Far more than what anybody scrolls through; what was said before keeps the link that it has. */
const PAGES_MAX = 20
/** New links at once: a day with a thousand pictures. */
const KNOWN_MAX = 1_000

/** Whether a link has ended, or is about to; `nowMs` of the server's clock. A link that does not say when it ends never has. */
export function hasEnded(url: string, nowMs: number): boolean {
  const expires = /[?&]expires=(\d+)/.exec(url)?.[1]
  return expires !== undefined && Number(expires) * 1000 <= nowMs + MARGIN_MS
}

export function createFreshLinks(ports: {
  readonly client: Pick<OperatorClient, 'history'>
  readonly clock: Pick<Clock, 'nowMs'>
}): FreshLinks {
  const { client, clock } = ports
  const known = signal<ReadonlyMap<string, Attachment>>(new Map())
  /** When each attachment was renewed last, whatever came of it. */
  const renewedAtMs = new Map<string, number>()
  /** One reading of a session at a time: the next attachment of it is mostly there by then. */
  const readings = new Map<string, Promise<void>>()

  function wasRenewed(attachmentId: string): boolean {
    return clock.nowMs() - (renewedAtMs.get(attachmentId) ?? -Infinity) < AGAIN_MS
  }

  async function readUntil(sessionId: string, attachmentId: string): Promise<void> {
    let after: string | undefined
    for (let pages = 0; pages < PAGES_MAX && !wasRenewed(attachmentId); pages += 1) {
      const page = await client.history.sessionMessages(sessionId, {
        limit: PAGE_ITEMS_MAX,
        ...(after === undefined ? {} : { after }),
      })
      const found = page.items.flatMap(({ attachments }) => attachments)
      for (const { id } of found) renewedAtMs.set(id, clock.nowMs())
      const next = new Map([...known.value, ...found.map((one) => [one.id as string, one] as const)])
      known.value = new Map([...next].slice(-KNOWN_MAX))
      if (page.next === null) break
      after = page.next
    }
    renewedAtMs.set(attachmentId, clock.nowMs())
  }

  async function renewAfter(
    before: Promise<void> | undefined,
    sessionId: string,
    attachmentId: string,
  ): Promise<void> {
    await before
    if (wasRenewed(attachmentId)) return
    try {
      await readUntil(sessionId, attachmentId)
    } catch {
      // Without the network there is no file either; it is asked again when it is drawn anew.
    }
  }

  return {
    known,
    async renew(sessionId, attachmentId) {
      const mine = renewAfter(readings.get(sessionId), sessionId, attachmentId)
      readings.set(sessionId, mine)
      await mine
      if (readings.get(sessionId) === mine) readings.delete(sessionId)
    },
  }
}
