import { useEffect } from 'preact/hooks'
import { PultError } from '@pult/client'
import { useApp } from '../parts/context.ts'
import { Trouble } from '../parts/field.tsx'
import { sayError } from '../store/error-words.ts'
import { Entrance } from './entrance.tsx'

/** As often as a server that starts is worth asking; a network that comes back says so itself. */
const AGAIN_MS = 5_000

/** The cabinet is here and its server is not: it is asked again by itself, until it answers. */
export function OfflinePage({ error }: { readonly error: unknown }) {
  const app = useApp()
  const words = app.words.value
  const isNetwork = error instanceof PultError && error.code === 'network'
  useEffect(() => {
    const again = () => void app.start()
    const timer = setTimeout(again, AGAIN_MS)
    addEventListener('online', again)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', again)
    }
    // Each failure is another error, and the next try is counted from it.
  }, [app, error])
  return (
    <Entrance
      title={words.say(isNetwork ? 'offline.title' : 'app.name')}
      {...(isNetwork ? { lead: words.say('offline') } : {})}
    >
      {!isNetwork && <Trouble text={sayError(words, error)} />}
      <p class="hint" role="status">
        {words.say('offline.again')}
      </p>
      <button type="button" class="primary" autofocus onClick={() => void app.start()}>
        {words.say('app.retry')}
      </button>
    </Entrance>
  )
}
