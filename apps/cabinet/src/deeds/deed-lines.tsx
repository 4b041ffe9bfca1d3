import { useEffect, useState } from 'preact/hooks'
import { hintOf } from '../commands/this-machine.ts'
import { undoDeed } from '../chat/session-commands.ts'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import type { WordKey } from '../words/words.ts'
import type { Deed } from './deed.ts'

export const deedWords = {
  closeSession: 'deed.close',
  transferSession: 'deed.transfer',
  returnToBot: 'deed.return',
} as const satisfies { readonly [Name in Deed['asked']['name']]: WordKey }

/** What was done a moment ago, at the lower edge, with the way back from it. The chat on screen says it itself, in the composer's place. */
export function DeedLines() {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const away = app.place.value.name !== 'desk'
  const waiting = desk.deeds.book.value.filter(
    ({ state, sessionId }) => state === 'waiting' && (away || sessionId !== desk.selectedId.value),
  )
  return (
    <div class="deeds" role="status">
      {waiting.map((deed) => (
        <div key={deed.key} class="deed">
          <span class="grow">
            {words.say(deedWords[deed.asked.name], { name: deed.clientName })} <SecondsLeft deed={deed} />
          </span>
          <button type="button" class="deed-undo" onClick={() => undoDeed({ app, desk }, deed.key)}>
            <Icon name="undo" small />
            {words.say('deed.undo')}
            <kbd class="desk-only" aria-hidden="true">
              {hintOf('undo')}
            </kbd>
          </button>
        </div>
      ))}
    </div>
  )
}

/** How long it can still be taken back. It is not read out: the words before it are, once. */
export function SecondsLeft({ deed }: { readonly deed: Deed }) {
  const words = useWords()
  const [nowMs, setNowMs] = useState(Date.now())
  useEffect(() => {
    // The desk's own clock ticks at full seconds, at which this one would show 5 for only a part of one.
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(1, Math.ceil((deed.dueAtMs - nowMs) / 1000))
  return (
    <span class="digits" aria-hidden="true">
      {words.count('deed.seconds', seconds)}
    </span>
  )
}
/** Seconds change when they do, near enough. */
const TICK_MS = 250
