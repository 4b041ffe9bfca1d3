import type { BotActivity, BotDay } from '@pult/protocol'

export type Counts = Omit<BotDay, 'day'>

/** What became of the chats that came, each of them once. In the order in which bars are stacked, from the ground up. */
export const outcomes = ['resolved', 'handed', 'failed', 'ended', 'open'] as const
export type Outcome = (typeof outcomes)[number]
export type Outcomes = Readonly<Record<Outcome, number>>

export function outcomesOf(counts: Counts): Outcomes {
  const handed = counts.handedOver + counts.called + counts.taken
  const failed = counts.failed + counts.slow
  const { resolved, ended } = counts
  // A chat that is handed over in the moment of the reading may be in one number and not yet in the other.
  const open = Math.max(0, counts.came - handed - failed - resolved - ended)
  return { resolved, handed, failed, ended, open }
}

export function sumOf(days: readonly Counts[]): Counts {
  const sum = (what: keyof Counts): number => days.reduce((all, counts) => all + counts[what], 0)
  return {
    came: sum('came'),
    handedOver: sum('handedOver'),
    called: sum('called'),
    taken: sum('taken'),
    failed: sum('failed'),
    slow: sum('slow'),
    resolved: sum('resolved'),
    ended: sum('ended'),
  }
}

/** A part of a bar, in the units of the chats: `from` above the ground. */
export interface Part {
  readonly outcome: Outcome
  readonly from: number
  readonly height: number
}

/** The parts of a day's bar; those that are nothing are not there. */
export function partsOf(counts: Counts): readonly Part[] {
  const found = outcomesOf(counts)
  let from = 0
  return outcomes.flatMap((outcome) => {
    const height = found[outcome]
    if (height === 0) return []
    const part = { outcome, from, height }
    from += height
    return [part]
  })
}

/** The top of a drawing: the next round number, so that the highest bar is not the frame and its line can be named. */
export function topOf(days: readonly Counts[]): number {
  const most = Math.max(0, ...days.map(({ came }) => came))
  if (most <= 5) return 5
  const power = 10 ** Math.floor(Math.log10(most))
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= most) ?? most
}

/**
 * When days begin for a reader so many minutes east of Greenwich, as `00:30`; null: at midnight, as days do. Chats are counted by whole hours of UTC, so that of a time zone
 * with half an hour the first part of a day stands under the day before.
 */
export function dayBeginsAt(utcOffset: number): string | null {
  const minutes = ((utcOffset % 60) + 60) % 60
  return minutes === 0 ? null : `00:${minutes}`
}

/** Which versions have steps to show, newest first; the published one also before anybody came. */
export function versionsWithSteps({ steps }: Pick<BotActivity, 'steps'>): readonly number[] {
  return [...new Set(steps.map(({ version }) => version))].toSorted((one, other) => other - one)
}
