import { useActivityWords } from './activity-words.ts'

export const periods = [1, 7, 30] as const
export type Period = (typeof periods)[number]

/** For how many days, today the last of them. */
export function PeriodChoice(props: { readonly days: Period; readonly onDays: (days: Period) => void }) {
  const own = useActivityWords()
  return (
    <div class="activity-periods" role="group" aria-label={own.say('activity.period')}>
      {periods.map((days) => (
        <button
          key={days}
          type="button"
          class="small"
          aria-pressed={days === props.days}
          onClick={() => props.onDays(days)}
        >
          {days === 1 ? own.say('activity.today') : own.count('activity.days', days)}
        </button>
      ))}
    </div>
  )
}
