import { useActivityWords } from './activity-words.ts'
import { dayBeginsAt } from './figures.ts'
import { offsetHere } from './use-activity.ts'

/** When the reader's days begin, where that is not at midnight. */
export function DayNote() {
  const own = useActivityWords()
  const at = dayBeginsAt(offsetHere())
  return at === null ? null : <p class="dim activity-lead">{own.say('activity.dayBegins', { at })}</p>
}
