import { useEffect, useState } from 'preact/hooks'

/** Less than one notices after the last key, more than there is between two: a long scenario is read once a pause, and not once a letter. */
const PAUSE_MS = 200

/** What a text was when its writer last paused. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
