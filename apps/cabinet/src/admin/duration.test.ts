import { expect, test } from 'bun:test'
import { en } from '../words/en.ts'
import { ru } from '../words/ru.ts'
import { createWords } from '../words/words.ts'
import { durationText, secondsIn } from './duration.ts'

const english = createWords('en', en)
const minutes = (count: number) => count * 60
const russian = createWords('ru', ru)

test('[W2] a duration is said as people say it, and not in seconds', () => {
  const said = [1, 45, 60, 300, 5_400, 3_600, 86_400, 90_061].map((seconds) => durationText(seconds, english))
  expect(said).toEqual(['1 s', '45 s', '1 min', '5 min', '1 h 30 min', '1 h', '1 day', '1 day 1 h 1 min 1 s'])
  expect([300, 5_400, 172_800, 432_000].map((seconds) => durationText(seconds, russian))).toEqual([
    '5 мин',
    '1 ч 30 мин',
    '2 дня',
    '5 дней',
  ])
})

test('[W2] it is taken as people write it, in either language', () => {
  for (const [written, seconds] of [
    ['5', minutes(5)],
    ['5 min', minutes(5)],
    ['5m', minutes(5)],
    [' 5 МИН. ', minutes(5)],
    ['5 минут', minutes(5)],
    ['90', minutes(90)],
    ['1h30', minutes(90)],
    ['1 h 30 min', minutes(90)],
    ['1 ч 30 мин', minutes(90)],
    ['1,5 часа', minutes(90)],
    ['1.5 hours', minutes(90)],
    ['2 min 30', 150],
    ['45 s', 45],
    ['45 сек', 45],
    ['2 дня', 172_800],
    ['1 d 12 h', 129_600],
  ] as const)
    expect(secondsIn(written), written).toBe(seconds)
})

test('[W2] nothing written is no limit; what is no duration is none', () => {
  expect(secondsIn('  ')).toBeNull()
  for (const written of ['soon', '5 parsecs', 'min', '-5', '0', '1:30', '0,2 s', '5 s 5', 'пять минут'])
    expect(secondsIn(written), written).toBeUndefined()
})

test('[W2] what is said is taken for the same', () => {
  for (const seconds of [1, 59, 60, 61, 3_599, 3_661, 86_399, 86_400, 31_536_000])
    for (const words of [english, russian])
      expect(secondsIn(durationText(seconds, words)), String(seconds)).toBe(seconds)
})
