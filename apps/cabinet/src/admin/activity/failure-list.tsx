import type { BotActivity } from '@pult/protocol'
import { addressOf, type Place } from '../../desk/place.ts'
import { useApp } from '../../parts/context.ts'
import { Fault } from '../../parts/fault.tsx'
import { useActivityWords } from './activity-words.ts'

type Failure = BotActivity['failures'][number]

/** What went wrong last, with the way to the chat that it happened in. */
export function FailureList({ failures }: { readonly failures: readonly Failure[] }) {
  const app = useApp()
  const own = useActivityWords()
  return (
    <section class="activity-part" aria-label={own.say('activity.failures')}>
      <h2>{own.say('activity.failures')}</h2>
      {failures.length === 0 && <p class="dim">{own.say('activity.failures.none')}</p>}
      <ul class="activity-failures">
        {failures.map((failure) => {
          const place: Place = { name: 'desk', sessionId: failure.sessionId }
          return (
            <li key={`${failure.at} ${failure.sessionId}`}>
              <time class="dim" dateTime={failure.at}>
                {own.moment(failure.at)}
              </time>
              <span class="grow">
                <Fault
                  fault={failure}
                  otherwise={own.say(
                    failure.what === 'slow' ? 'activity.failures.slow' : 'activity.failures.unknown',
                  )}
                />
                {failure.node !== null && (
                  <span class="activity-note dim">
                    {own.say('activity.failures.at', { node: failure.node })}
                  </span>
                )}
              </span>
              <a
                href={addressOf(place)}
                onClick={(event) => {
                  event.preventDefault()
                  app.go(place)
                }}
              >
                {own.say('activity.failures.chat')}
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
