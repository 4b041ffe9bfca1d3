import type { BotDay } from '@pult/protocol'
import { useActivityWords, type ActivityWords } from './activity-words.ts'
import { outcomes, outcomesOf, partsOf, sumOf, topOf } from './figures.ts'

/** Of the drawing's own units; it is stretched to its place. */
const STEP = 10
const BAR = 7
const HEIGHT = 100

/** A bar a day, stacked by what became of the chats. `isSmall`: decoration beside numbers that say the same. */
export function DayBars({
  days,
  isSmall = false,
}: {
  readonly days: readonly BotDay[]
  readonly isSmall?: boolean
}) {
  const own = useActivityWords()
  const top = topOf(days)
  const drawing = (
    <svg
      class={`activity-bars${isSmall ? ' small' : ''}`}
      viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      {...(isSmall ? { 'aria-hidden': true } : { role: 'img', 'aria-label': altOf(days, own) })}
    >
      {days.map((day, index) => (
        <g key={day.day}>
          {!isSmall && (
            <rect class="activity-day" x={index * STEP} y={0} width={STEP} height={HEIGHT}>
              <title>{titleOf(day, own)}</title>
            </rect>
          )}
          {day.came === 0 && (
            <rect class="bar-none" x={index * STEP + 1.5} y={HEIGHT - 1} width={BAR} height={1} />
          )}
          {partsOf(day).map(({ outcome, from, height }) => (
            <rect
              key={outcome}
              class={`bar-${outcome}`}
              x={index * STEP + 1.5}
              y={HEIGHT - ((from + height) / top) * HEIGHT}
              width={BAR}
              height={(height / top) * HEIGHT}
            />
          ))}
        </g>
      ))}
    </svg>
  )
  if (isSmall) return drawing
  const middle = days[Math.floor((days.length - 1) / 2)]
  return (
    <figure class="activity-figure">
      <div class="activity-plot">
        <span class="activity-top digits dim" aria-hidden="true">
          {own.number(top)}
        </span>
        {drawing}
      </div>
      <div class="activity-axis dim digits" aria-hidden="true">
        <span>{own.dayName(days[0]?.day ?? '')}</span>
        {days.length > 7 && middle !== undefined && <span>{own.dayName(middle.day)}</span>}
        <span>{own.say('activity.today')}</span>
      </div>
      <Legend days={days} />
      <DayTable days={days} />
    </figure>
  )
}

function Legend({ days }: { readonly days: readonly BotDay[] }) {
  const own = useActivityWords()
  const found = outcomesOf(sumOf(days))
  return (
    <ul class="activity-legend">
      {outcomes
        .filter((outcome) => found[outcome] > 0)
        .map((outcome) => (
          <li key={outcome}>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <rect class={`bar-${outcome}`} width="10" height="10" rx="2" />
            </svg>
            {own.say(`activity.${outcome}`)} <span class="dim digits">{own.number(found[outcome])}</span>
          </li>
        ))}
    </ul>
  )
}

/** The same for who does not see it, or wants the very number. */
function DayTable({ days }: { readonly days: readonly BotDay[] }) {
  const own = useActivityWords()
  const filled = days.filter(({ came }) => came > 0).toReversed()
  if (filled.length === 0) return null
  return (
    <details class="activity-table">
      <summary>{own.say('activity.table')}</summary>
      <div class="activity-scroll" tabIndex={0} role="group" aria-label={own.say('activity.byDay')}>
        <table class="digits">
          <thead>
            <tr>
              <th scope="col">{own.say('activity.day')}</th>
              <th scope="col">{own.say('activity.came')}</th>
              {outcomes.map((outcome) => (
                <th key={outcome} scope="col">
                  {own.say(`activity.${outcome}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {filled.map((day) => (
              <tr key={day.day}>
                <th scope="row">{own.dayName(day.day)}</th>
                <td>{own.number(day.came)}</td>
                {outcomes.map((outcome) => (
                  <td key={outcome}>{own.number(outcomesOf(day)[outcome])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function altOf(days: readonly BotDay[], own: ActivityWords): string {
  const most = Math.max(...days.map(({ came }) => came))
  return own.say('activity.byDay.alt', {
    chats: own.count('activity.chats', sumOf(days).came),
    most: own.number(most),
  })
}

/** "21 Nov: 12 chats. Resolved 7, Handed over 5". */
function titleOf(day: BotDay, own: ActivityWords): string {
  const parts = partsOf(day).map(
    ({ outcome, height }) => `${own.say(`activity.${outcome}`)} ${own.number(height)}`,
  )
  const all = `${own.dayName(day.day)}: ${own.count('activity.chats', day.came)}`
  return parts.length === 0 ? all : `${all}. ${parts.join(', ')}`
}
