import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useDesk, useWords } from '../parts/context.ts'
import { clockOf } from '../list/countdown.ts'
import { firstLink, nextLink } from './link.ts'

/** The truth about the stream: live, catching up, or since when it is gone, and how much waits to be sent. */
export function LinkBadge() {
  const desk = useDesk()
  const words = useWords()
  const link = useSignal(firstLink)
  const { connection } = desk.state
  useSignalEffect(() => {
    link.value = nextLink(link.peek(), connection.value)
  })
  const waiting = useComputed(
    () => desk.state.outbox.value.filter(({ state }) => state === 'queued' || state === 'sending').length,
  ).value
  const now = link.value
  return (
    <div class="link-badge">
      <span
        role="status"
        class={`badge link-${now.name}`}
        title={now.name === 'offline' ? words.say('link.offline.hint') : ''}
      >
        <span class="dot" />
        {now.name === 'offline' ? <OfflineFor sinceMs={now.sinceMs} /> : words.say(`link.${now.name}`)}
      </span>
      {waiting > 0 && now.name === 'offline' && <p class="hint">{words.count('link.waiting', waiting)}</p>}
    </div>
  )
}

/** The seconds are not read out again and again: screen readers hear once that the stream is gone. */
function OfflineFor({ sinceMs }: { readonly sinceMs: number }) {
  const words = useWords()
  const seconds = Math.max(0, Math.floor((useDesk().nowMs.value - sinceMs) / 1000))
  return (
    <>
      <span class="unseen">{words.say('link.offline.short')}</span>
      <span aria-hidden="true">{words.say('link.offline', { time: clockOf(seconds) })}</span>
    </>
  )
}
