import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { clockOf } from '../list/countdown.ts'
import { sayError } from '../store/error-words.ts'
import { useAttention } from './attention-context.ts'

/** Asks whether anybody is there, and afterwards says why one is away and how to come back. */
export function IdleNotice() {
  const idle = useAttention().idle.value
  switch (idle.name) {
    case 'here':
      return null
    case 'warned':
      return <Warning untilMs={idle.untilMs} />
    case 'away':
      return <AwayBar sinceMs={idle.sinceMs} />
  }
}

/** Any hand on anything is the answer; the button is what a screen reader offers for it. */
function Warning({ untilMs }: { readonly untilMs: number }) {
  const words = useWords()
  const { idleMinutes } = useAttention().settings.value
  const seconds = Math.max(0, Math.ceil((untilMs - useDesk().nowMs.value) / 1000))
  return (
    <div class="idle-shade">
      <div class="idle-warning" role="alertdialog" aria-labelledby="idle-title">
        <span class="idle-clock" aria-hidden="true">
          {clockOf(seconds)}
        </span>
        <h2 id="idle-title">{words.say('idle.warning')}</h2>
        <p class="dim">{words.count('idle.warning.lead', idleMinutes, { time: clockOf(seconds) })}</p>
        <button type="button" class="primary wide">
          {words.say('idle.here')}
        </button>
      </div>
    </div>
  )
}

function AwayBar({ sinceMs }: { readonly sinceMs: number }) {
  const desk = useDesk()
  const words = useWords()
  return (
    <div class="desk-bar is-warning" role="status">
      <Icon name="away" />
      <span>{words.say('idle.away', { time: words.time(new Date(sinceMs).toISOString()) })}</span>
      <button
        type="button"
        class="primary small"
        onClick={() => {
          desk.client
            .command('setStatus', { status: 'ONLINE' })
            .catch((error: unknown) => desk.news.say(sayError(words, error)))
        }}
      >
        {words.say('idle.back')}
      </button>
    </div>
  )
}
