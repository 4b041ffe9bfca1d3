import type { Words } from '../words/words.ts'

/** From the largest down; what people write for each, in either language. */
const units = [
  { key: 'duration.days', seconds: 86_400, written: /^(?:d|days?|д|дн|день|дня|дней|сут|сутки|суток)$/ },
  { key: 'duration.hours', seconds: 3_600, written: /^(?:h|hrs?|hours?|ч|час|часа|часов)$/ },
  {
    key: 'duration.minutes',
    seconds: 60,
    written: /^(?:m|mins?|minutes?|м|мин|минута|минуту|минуты|минут)$/,
  },
  {
    key: 'duration.seconds',
    seconds: 1,
    written: /^(?:s|secs?|seconds?|с|сек|секунда|секунду|секунды|секунд)$/,
  },
] as const

/** A number alone is minutes: that is how people speak of waiting. */
const MINUTES = 2
/** A number and what it is of, in a row: "1 h 30 min", "1ч30", "1.5 h", "45 сек.". */
const piece = /(\d+(?:[.,]\d+)?)\s*(\p{L}*)\.?\s*/uy

/** "1 h 30 min". Whole seconds, 1 and more. */
export function durationText(seconds: number, words: Pick<Words, 'count'>): string {
  let left = seconds
  return units
    .flatMap(({ key, seconds: size }) => {
      const count = Math.floor(left / size)
      left -= count * size
      return count === 0 ? [] : [words.count(key, count)]
    })
    .join(' ')
}

/**
 * Whole seconds out of what somebody wrote; null where nothing is written, undefined where it is no duration. A number without a unit is
 * of the unit below the one before it, "1 h 30", and of minutes where it stands alone.
 */
export function secondsIn(text: string): number | null | undefined {
  const written = text.trim().toLowerCase()
  if (written === '') return null
  let seconds = 0
  let last = MINUTES - 1
  piece.lastIndex = 0
  while (piece.lastIndex < written.length) {
    const [, amount, name = ''] = piece.exec(written) ?? []
    if (amount === undefined) return undefined
    const at = name === '' ? last + 1 : units.findIndex((unit) => unit.written.test(name))
    const unit = units[at]
    if (unit === undefined) return undefined
    seconds += Number(amount.replace(',', '.')) * unit.seconds
    last = at
  }
  const whole = Math.round(seconds)
  return whole > 0 ? whole : undefined
}
