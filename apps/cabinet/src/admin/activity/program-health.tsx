import type { BotEndpoint } from '@pult/protocol'
import { useWords } from '../../parts/context.ts'
import { Fault } from '../../parts/fault.tsx'
import { durationText } from '../duration.ts'
import { useActivityWords, type ActivityWords } from './activity-words.ts'

const tones = { answering: 'good', failing: 'warn', resting: 'bad', probing: 'bad', absent: 'bad' } as const

/** How the program behind a webhook does, in words; since the server started, as it says. */
export function ProgramHealth({
  endpoint,
  title,
}: {
  readonly endpoint: BotEndpoint | null
  readonly title: string
}) {
  const words = useWords()
  const own = useActivityWords()
  if (endpoint === null || (endpoint.lines === null && endpoint.tries === 0 && endpoint.failed === 0))
    return (
      <section class="activity-part activity-program" aria-label={title}>
        <h2>{title}</h2>
        <p class="dim">{own.say('activity.program.unasked')}</p>
      </section>
    )
  const seconds = Math.max(1, Math.ceil(endpoint.restsForMs / 1000))
  return (
    <section class="activity-part activity-program" aria-label={title}>
      <h2>
        {title}{' '}
        <span class={`activity-state ${tones[endpoint.state]}`}>
          <span class="dot" /> {own.say(`activity.program.${endpoint.state}`)}
        </span>
      </h2>
      <p>{own.say(`activity.program.${endpoint.state}.says`, { time: durationText(seconds, words) })}</p>
      <p class="dim digits">{countsOf(endpoint, own).join(' ')}</p>
      {endpoint.lastFailure !== null && (
        <p class="dim">
          {own.say('activity.program.trouble', { at: own.moment(endpoint.lastFailure.at) })}{' '}
          <Fault fault={endpoint.lastFailure} otherwise={own.say('activity.failures.unknown')} />
        </p>
      )}
    </section>
  )
}

function countsOf(endpoint: BotEndpoint, own: ActivityWords): string[] {
  const { lastAnswerAt, lastAnswerMs, answered, failed, repeats, underWay, waiting } = endpoint
  const number = (value: number): string => own.number(value)
  const { lines } = endpoint
  return [
    lines === null || lines === 0 ? '' : own.count('activity.program.lines', lines),
    lastAnswerAt === null || lastAnswerMs === null
      ? ''
      : own.say('activity.program.last', { at: own.time(lastAnswerAt), ms: number(lastAnswerMs) }),
    own.say('activity.program.counts', {
      answered: number(answered),
      failed: number(failed),
      repeats: number(repeats),
    }),
    underWay + waiting === 0
      ? ''
      : own.say('activity.program.waiting', { underWay: number(underWay), waiting: number(waiting) }),
  ].filter((sentence) => sentence !== '')
}
