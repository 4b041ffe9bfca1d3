import { expect, test } from 'bun:test'
import { activityWords } from './activity-words.ts'
import { dayBeginsAt, outcomesOf, partsOf, sumOf, topOf, versionsWithSteps, type Counts } from './figures.ts'

const counts = (more: Partial<Counts>): Counts => ({ ...sumOf([]), ...more })

test('[BA1] a chat that came is in one part of its bar and in no other', () => {
  const day = counts({
    came: 20,
    handedOver: 4,
    called: 2,
    taken: 1,
    failed: 1,
    slow: 1,
    resolved: 8,
    ended: 1,
  })
  expect(outcomesOf(day)).toEqual({ resolved: 8, handed: 7, failed: 2, ended: 1, open: 2 })
  expect(partsOf(day)).toEqual([
    { outcome: 'resolved', from: 0, height: 8 },
    { outcome: 'handed', from: 8, height: 7 },
    { outcome: 'failed', from: 15, height: 2 },
    { outcome: 'ended', from: 17, height: 1 },
    { outcome: 'open', from: 18, height: 2 },
  ])
  expect(partsOf(counts({}))).toEqual([])
})

test('[BA1] what was read in the middle of a hand-over is not less than nothing', () => {
  expect(outcomesOf(counts({ came: 1, resolved: 2 })).open).toBe(0)
})

test('[BA1] days are added up, each number by itself', () => {
  expect(sumOf([counts({ came: 3, slow: 1 }), counts({ came: 4, resolved: 2 })])).toEqual(
    counts({ came: 7, slow: 1, resolved: 2 }),
  )
})

test('[BA1] the drawing ends at a round number above its highest bar', () => {
  const tops = [0, 4, 6, 10, 11, 49, 51, 120, 1_000, 3_400].map((came) => topOf([counts({ came })]))
  expect(tops).toEqual([5, 5, 10, 10, 20, 50, 100, 200, 1_000, 5_000])
})

test('[BA1] versions with steps come newest first', () => {
  const steps = [2, 3, 2].map((version) => ({ version })) as never
  expect(versionsWithSteps({ steps })).toEqual([3, 2])
})

test('[BA1] [W4] shares and days are said in the reader’s language', () => {
  const [en, ru] = [activityWords('en'), activityWords('ru')]
  expect([en.share(1, 3), en.share(1, 300), en.share(0, 3), en.share(0, 0)]).toEqual([
    '33%',
    '<1%',
    '0%',
    '–',
  ])
  expect(ru.share(1, 3)).toBe('33\u00a0%')
  expect([en.dayName('2026-11-21'), ru.dayName('2026-11-21')]).toEqual(['21 Nov', '21 нояб.'])
})

test('[BA1] where days do not begin with a whole hour of UTC, it is said when they do', () => {
  // Moscow, New York and Greenwich; India, Nepal, Tehran, Newfoundland and the Marquesas.
  expect([180, -300, 0].map(dayBeginsAt)).toEqual([null, null, null])
  expect([330, 345, 210, -210, -570].map(dayBeginsAt)).toEqual(['00:30', '00:45', '00:30', '00:30', '00:30'])
})
