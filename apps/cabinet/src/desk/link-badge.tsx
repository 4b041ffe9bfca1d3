import { useComputed } from '@preact/signals'
import { useDesk, useWords } from '../parts/context.ts'
import { clockOf } from '../list/countdown.ts'
import type { Link } from './link.ts'

/** The truth about the stream: live, catching up, or since when it is gone, when it is tried again, and how much waits to be sent. */
export function LinkBadge() {
  const desk = useDesk()
  const words = useWords()
  const waiting = useComputed(
    () => desk.state.outbox.value.filter(({ state }) => state === 'queued' || state === 'sending').length,
  ).value
  const now = desk.link.value
  return (
    <div class="link-badge">
      <span
        role="status"
        class={`badge link-${now.name}`}
        title={now.name === 'offline' ? words.say('link.offline.hint') : ''}
      >
        <span class="dot" />
        <Saying link={now} />
      </span>
      {now.name === 'offline' && <Retry retryAtMs={now.retryAtMs} />}
      {waiting > 0 && now.name === 'offline' && <p class="hint">{words.count('link.waiting', waiting)}</p>}
    </div>
  )
}

function Saying({ link }: { readonly link: Link }) {
  const words = useWords()
  switch (link.name) {
    case 'offline':
      return <OfflineFor sinceMs={link.sinceMs} />
    case 'replaying':
      return (
        <>
          {link.taken === 0
            ? words.say('link.replaying')
            : words.say('link.taken', { count: words.number(link.taken) })}
        </>
      )
    case 'live':
    case 'connecting':
      return <>{words.say(`link.${link.name}`)}</>
  }
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

/** Who does not want to wait for the next try presses it. */
function Retry({ retryAtMs }: { readonly retryAtMs: number | null }) {
  const desk = useDesk()
  const words = useWords()
  if (retryAtMs === null) return <p class="hint link-retry">{words.say('link.trying')}</p>
  const seconds = Math.max(0, Math.ceil((retryAtMs - desk.nowMs.value) / 1000))
  return (
    <p class="hint link-retry">
      <span aria-hidden="true">{words.say('link.retry', { time: clockOf(seconds) })}</span>
      {' · '}
      <button type="button" class="plain" onClick={() => desk.client.connect()}>
        {words.say('link.now')}
      </button>
    </p>
  )
}
