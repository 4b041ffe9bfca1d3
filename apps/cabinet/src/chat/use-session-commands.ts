import type { ChatSession } from '@pult/protocol'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { sayError } from '../store/error-words.ts'
import type { WordKey } from '../words/words.ts'

/** The actions that ask nothing more. Each says its refusal in the corner; what succeeded is seen in the chat itself. */
export interface SessionCommands {
  take(this: void): void
  returnToBot(this: void): void
  spam(this: void, spam: boolean): void
  unban(this: void): void
  watch(this: void, watch: boolean): void
  /** The chat was given away by our own hand: says so and leaves it, unless something half-written stands there. */
  leave(this: void, said: WordKey): void
}

export function useSessionCommands(card: ChatSession): SessionCommands {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const sessionId = card.id

  function run(asking: Promise<unknown>, done: () => void = () => undefined): void {
    asking.then(done).catch((error: unknown) => desk.news.say(sayError(words, error)))
  }
  function leave(said: WordKey): void {
    // The reply may come before the event or after it; after it the card has gone already and there is nothing to expect.
    if (desk.state.sessions.value.has(sessionId)) desk.news.expectGone(sessionId)
    desk.news.tell(said)
    const unsent = desk.composer(sessionId).text.value !== ''
    if (!unsent && desk.selectedId.value === sessionId) app.go({ name: 'desk', sessionId: null })
  }
  return {
    take: () =>
      run(desk.client.command('takeSession', { sessionId }), () => {
        desk.list.tab.value = 'mine'
        document.getElementById('composer')?.focus()
      }),
    returnToBot: () =>
      run(desk.client.command('returnToBot', { sessionId }), () => leave('act.done.returned')),
    spam: (spam) => run(desk.client.command('markSpam', { sessionId, spam })),
    unban: () => {
      if (card.clientId !== null)
        run(desk.client.command('banClient', { clientId: card.clientId, banned: false }))
    },
    watch: (watch) => run(desk.client.command('watchSession', { sessionId, watch })),
    leave,
  }
}
