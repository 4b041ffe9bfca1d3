import type { BotCounted, BotCounts } from '@pult/engine'

/** The column of each count: what is written into statements is from here alone. */
export const COLUMN_OF: { readonly [W in BotCounted]: string } = {
  came: 'came',
  handedOver: 'handed_over',
  called: 'called',
  taken: 'taken',
  failed: 'failed',
  slow: 'slow',
  resolved: 'resolved',
  ended: 'ended',
  callFailed: 'call_failed',
}

export const COUNTED = Object.keys(COLUMN_OF) as readonly BotCounted[]

/** In the order of the table, which is of a released schema: a new one goes to the end, by a step of its own. */
export const BOT_COLUMNS: readonly string[] = Object.values(COLUMN_OF)

/** The counts of a row that has every column under the name of its count. */
export function countsOf(row: BotCounts): BotCounts {
  return Object.fromEntries(COUNTED.map((what) => [what, row[what]])) as unknown as BotCounts
}
