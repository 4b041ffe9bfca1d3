import {
  BOT_FAILURES_KEPT,
  botCountsOf,
  botFailureOf,
  type BotCount,
  type BotCounts,
  type LogRecord,
} from '@pult/engine'

const NOTHING: BotCounts = {
  came: 0,
  handedOver: 0,
  called: 0,
  taken: 0,
  failed: 0,
  slow: 0,
  resolved: 0,
  ended: 0,
  callFailed: 0,
}

/** What bots did: the records' counts as they are, added up when somebody asks. */
export class MemoryBots {
  readonly #counts: BotCount[] = []
  #failures: LogRecord[] = []
  #seq = 0

  add(record: LogRecord): void {
    // A record that is taken in again after a crash has been counted.
    if (record.seq <= this.#seq) return
    this.#seq = record.seq
    this.#counts.push(...botCountsOf(record))
    const failure = botFailureOf(record)
    if (failure === undefined) return
    const isSame = (one: LogRecord): boolean => botFailureOf(one)?.botId === failure.botId
    const kept = [record, ...this.#failures.filter(isSame)].slice(0, BOT_FAILURES_KEPT)
    this.#failures = [...kept, ...this.#failures.filter((one) => !isSame(one))]
  }

  hours(botId: string, sinceMs: number): { hourMs: number; version: number; counts: BotCounts }[] {
    const found = this.#counts.filter(
      (one) => one.botId === botId && one.node === null && one.hourMs >= sinceMs,
    )
    const groups = summed(found, ({ hourMs, version }) => `${String(hourMs).padStart(16, '0')} ${version}`)
    return groups.map(([{ hourMs, version }, counts]) => ({ hourMs, version, counts }))
  }

  steps(botId: string, sinceMs: number): { node: string; version: number; counts: BotCounts }[] {
    const found = this.#counts.flatMap(({ node, ...one }) =>
      one.botId === botId && node !== null && one.hourMs >= sinceMs ? [{ ...one, node }] : [],
    )
    const groups = summed(found, ({ node, version }) => `${node} ${version}`)
    return groups.map(([{ node, version }, counts]) => ({ node, version, counts }))
  }

  failures(botId: string): readonly LogRecord[] {
    return this.#failures.filter((record) => botFailureOf(record)?.botId === botId)
  }
}

/** By key: the first of each, and the sums. */
function summed<C extends BotCount>(counts: readonly C[], keyOf: (count: C) => string): [C, BotCounts][] {
  const groups = new Map<string, [C, BotCounts]>()
  for (const count of counts) {
    const key = keyOf(count)
    const [first, sums] = groups.get(key) ?? [count, NOTHING]
    groups.set(key, [first, { ...sums, [count.what]: sums[count.what] + 1 }])
  }
  return [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group)
}
