import type { ChatSession } from '@pult/protocol'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import { sayError } from '../store/error-words.ts'

/**
 * The tags of a card as they will be: a change shows at once and is sent at once, one after another, and a refusal takes it back and is
 * said. What a colleague changes shows as soon as none of ours is on its way.
 */
export function useTags(card: ChatSession): {
  readonly tags: readonly string[]
  readonly change: (tags: readonly string[]) => void
} {
  const desk = useDesk()
  const words = useWords()
  const [wanted, setWanted] = useState<{
    readonly tags: readonly string[]
    readonly sinceRev: number
  } | null>(null)
  const sending = useRef<Promise<unknown>>(Promise.resolve())
  const pending = useRef(0)

  useEffect(() => {
    if (wanted !== null && pending.current === 0 && card.rev !== wanted.sinceRev) setWanted(null)
  }, [card.rev, wanted])

  async function send(tags: readonly string[]): Promise<void> {
    try {
      await desk.client.command('setTags', { sessionId: card.id, tags: [...tags] })
      pending.current -= 1
    } catch (error) {
      pending.current -= 1
      if (pending.current === 0) setWanted(null)
      desk.news.say(sayError(words, error))
    }
  }
  return {
    tags: wanted?.tags ?? card.tags,
    change(tags) {
      pending.current += 1
      setWanted({ tags, sinceRev: card.rev })
      sending.current = sending.current.then(() => send(tags))
    },
  }
}
