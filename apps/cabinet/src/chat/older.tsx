import { useComputed } from '@preact/signals'
import { useDesk, useWords } from '../parts/context.ts'
import { sayRefusal } from '../store/error-words.ts'

/** The upper end of a chat: earlier messages on demand, or the word that there are none. */
export function Older({ sessionId }: { readonly sessionId: string }) {
  const { state, client } = useDesk()
  const words = useWords()
  const history = useComputed(() => state.histories.value.get(sessionId)).value
  const loaded = useComputed(() => state.messages.value.has(sessionId)).value
  if (history === undefined) return <p class="older dim">{words.say('chat.older.busy')}</p>

  const load = () => {
    // The refusal comes back in the state, which draws it here.
    const loading = loaded ? client.loadOlder(sessionId) : client.openSession(sessionId)
    loading.catch(() => undefined)
  }
  if (history.loading) return <p class="older dim">{words.say('chat.older.busy')}</p>
  if (history.error !== null)
    return (
      <div class="older" role="alert">
        <p>
          {words.say('chat.failed')} {sayRefusal(words, history.error)}
        </p>
        <button type="button" onClick={load}>
          {words.say('app.retry')}
        </button>
      </div>
    )
  if (history.older === null) return <p class="older dim">{words.say('chat.start')}</p>
  return (
    <div class="older">
      <button type="button" onClick={load}>
        {words.say('chat.older')}
      </button>
    </div>
  )
}
