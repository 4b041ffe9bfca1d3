import { useComputed } from '@preact/signals'
import { useDesk, useWords } from '../parts/context.ts'
import { sayRefusal } from '../store/error-words.ts'

/**
 * The upper end of what is loaded. Where there is more, the outline of messages stands there all the time, so that their coming moves
 * nothing; at the very beginning a word says that this is it.
 */
export function Older({ sessionId }: { readonly sessionId: string }) {
  const { state, client } = useDesk()
  const words = useWords()
  const history = useComputed(() => state.histories.value.get(sessionId)).value
  const isLoaded = useComputed(() => (state.messages.value.get(sessionId)?.length ?? 0) > 0).value

  if (history !== undefined && history.error !== null && !history.loading) {
    const load = () => {
      // The refusal comes back in the state, which draws it here.
      const loading = isLoaded ? client.loadOlder(sessionId) : client.openSession(sessionId)
      loading.catch(() => undefined)
    }
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
  }
  if (history === undefined || history.older !== null || (history.loading && !isLoaded))
    return (
      <div class="skeleton">
        <span class="unseen">{words.say('chat.older.busy')}</span>
        <i />
        <i />
        <i />
      </div>
    )
  return <p class="older dim">{words.say('chat.start')}</p>
}
