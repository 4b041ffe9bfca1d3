import { useRef, useState } from 'preact/hooks'
import { sayError } from '../store/error-words.ts'
import { useWords } from './context.ts'

/** A form's question to the server: one at a time, and its refusal as a sentence. */
export interface Asking {
  readonly busy: boolean
  readonly trouble: string | null
  /** What was thrown last, for a form that says it at the field; null where nothing was. */
  readonly error: unknown
  readonly ask: (asking: () => Promise<unknown>, done?: () => void) => void
}

export function useAsking(): Asking {
  const words = useWords()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const running = useRef(false)

  async function run(asking: () => Promise<unknown>, done: () => void): Promise<void> {
    // A double click is one question; the state alone would let the second one through before it is drawn.
    if (running.current) return
    running.current = true
    setBusy(true)
    setError(null)
    try {
      await asking()
      done()
    } catch (thrown) {
      setError(thrown)
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  return {
    busy,
    trouble: error === null ? null : sayError(words, error),
    error,
    ask: (asking, done = () => undefined) => void run(asking, done),
  }
}
