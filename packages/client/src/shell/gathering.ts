import type { Clock } from '../options.ts'

/**
 * Hands over what comes, in its order: at once where nothing was handed over for `everyMs`, else all that has come until they are over. Nothing is
 * lost, and whatever looks at everything at each handing over does so as often as the clock goes and not as often as something comes.
 */
export function createGathering<Item>(
  clock: Clock,
  everyMs: number,
  hand: (items: readonly Item[]) => void,
): (item: Item) => void {
  let gathered: Item[] = []
  let nextMs = Number.NEGATIVE_INFINITY

  function handOver(): void {
    const items = gathered
    gathered = []
    nextMs = clock.nowMs() + everyMs
    hand(items)
  }
  return (item) => {
    gathered.push(item)
    if (gathered.length > 1) return
    const inMs = nextMs - clock.nowMs()
    if (inMs > 0) clock.after(inMs, handOver)
    else handOver()
  }
}
