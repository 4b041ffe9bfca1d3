import { signal, type ReadonlySignal } from '@preact/signals'
import type { OperatorClient } from '@pult/client'
import type { HelpGiven, HelpKind, HelpRequest, Message } from '@pult/protocol'

/** What was asked of the model, and what came of it. `error`: it could not be asked. */
export type Asked = { readonly request: HelpRequest } & (
  | { readonly state: 'busy' }
  | { readonly state: 'given'; readonly given: HelpGiven }
  | { readonly state: 'lost'; readonly error: unknown }
)

/** What a model does for an operator in one chat: one thing at a time, and translations of messages, which stand in this page alone. */
export interface Helping {
  readonly now: ReadonlySignal<Asked | null>
  /** Whatever was asked for before is given up. */
  readonly ask: (request: HelpRequest) => void
  readonly drop: () => void
  readonly translations: ReadonlySignal<ReadonlyMap<string, Asked>>
  /** Again: the translation goes. */
  readonly translate: (message: Pick<Message, 'id' | 'body'>, language: string) => void
}

export interface Helper {
  /** What is on offer; nothing until {@link load} has had an answer. */
  readonly kinds: ReadonlySignal<readonly HelpKind[]>
  /** Asks what is on offer. Without an answer what was known stands. */
  readonly load: () => void
  readonly of: (sessionId: string) => Helping
}

/** Settings change seldom, and a chat is opened every minute. */
const LOAD_EVERY_MS = 60_000

export function createHelper(client: Pick<OperatorClient, 'help' | 'history'>, nowMs: () => number): Helper {
  const kinds = signal<readonly HelpKind[]>([])
  let loadedMs = -Infinity
  const known = new Map<string, Helping>()

  async function ask(): Promise<void> {
    try {
      kinds.value = (await client.history.help()).kinds
    } catch {
      // Away: asked again at the next chance.
      loadedMs = -Infinity
    }
  }
  return {
    kinds,
    load() {
      if (nowMs() - loadedMs < LOAD_EVERY_MS) return
      loadedMs = nowMs()
      void ask()
    },
    of(sessionId) {
      const helping =
        known.get(sessionId) ?? createHelping((request, stop) => client.help(sessionId, request, stop))
      known.set(sessionId, helping)
      return helping
    },
  }
}

function createHelping(help: (request: HelpRequest, stop: AbortSignal) => Promise<HelpGiven>): Helping {
  const now = signal<Asked | null>(null)
  const translations = signal<ReadonlyMap<string, Asked>>(new Map())
  let giveUp = new AbortController()

  /** Says each step of it, until it is given up. */
  function run(request: HelpRequest, stop: AbortSignal, tell: (asked: Asked) => void): void {
    const tellIf = (asked: Asked): void => {
      if (!stop.aborted) tell(asked)
    }
    tell({ request, state: 'busy' })
    help(request, stop).then(
      (given) => tellIf({ request, state: 'given', given }),
      (error: unknown) => tellIf({ request, state: 'lost', error }),
    )
  }

  function drop(): void {
    giveUp.abort()
    now.value = null
  }

  const asked = new Map<string, AbortController>()
  function put(messageId: string, translation: Asked | null): void {
    const next = new Map(translations.value)
    if (translation === null) next.delete(messageId)
    else next.set(messageId, translation)
    translations.value = next
  }

  return {
    now,
    translations,
    drop,
    ask(request) {
      drop()
      giveUp = new AbortController()
      run(request, giveUp.signal, (next) => {
        now.value = next
      })
    },
    translate({ id, body }, language) {
      const before = asked.get(id)
      if (before !== undefined) {
        before.abort()
        asked.delete(id)
        return put(id, null)
      }
      const stop = new AbortController()
      asked.set(id, stop)
      run({ kind: 'TRANSLATE', text: body, language }, stop.signal, (next) => put(id, next))
    },
  }
}
