/** What two texts have in common, line by line: how a version of a scenario differs from the one before. */

export interface DiffLine {
  readonly is: 'same' | 'added' | 'gone'
  readonly text: string
}

/** Lines that nobody has to see again, between two changes. */
export interface Skipped {
  readonly is: 'skipped'
  readonly count: number
}

/** Of the square of lines that is compared; a scenario of two thousand lines that was written anew is told as gone and added. */
const CELLS_MAX = 4_000_000

/** Every line of both, in their order, what is gone before what stands in its place. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const old = before.split('\n')
  const now = after.split('\n')
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1
  let tail = 0
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  )
    tail += 1
  return [
    ...same(old.slice(0, head)),
    ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...same(old.slice(old.length - tail)),
  ]
}

const same = (lines: readonly string[]): readonly DiffLine[] => lines.map((text) => ({ is: 'same', text }))

/** By the longest common subsequence. */
function middle(old: readonly string[], now: readonly string[]): DiffLine[] {
  const lines: DiffLine[] = []
  const wide = now.length + 1
  const isTooLarge = (old.length + 1) * wide > CELLS_MAX
  /** How many lines the rests have in common, from each pair of places on. */
  const common = new Uint16Array(isTooLarge ? 0 : (old.length + 1) * wide)
  if (!isTooLarge)
    for (let i = old.length - 1; i >= 0; i -= 1)
      for (let j = now.length - 1; j >= 0; j -= 1)
        common[i * wide + j] =
          old[i] === now[j]
            ? common[(i + 1) * wide + j + 1]! + 1
            : Math.max(common[(i + 1) * wide + j]!, common[i * wide + j + 1]!)
  let i = 0
  let j = 0
  while (i < old.length || j < now.length) {
    const text = old[i]
    if (!isTooLarge && i < old.length && j < now.length && text === now[j]) {
      lines.push({ is: 'same', text: text! })
      i += 1
      j += 1
    } else if (
      i < old.length &&
      (isTooLarge || j === now.length || common[(i + 1) * wide + j]! >= common[i * wide + j + 1]!)
    ) {
      lines.push({ is: 'gone', text: text! })
      i += 1
    } else {
      lines.push({ is: 'added', text: now[j]! })
      j += 1
    }
  }
  return lines
}

/** Changes with a few lines around them; empty where nothing changed. */
export function changesIn(lines: readonly DiffLine[], around = 2): readonly (DiffLine | Skipped)[] {
  const isNear = lines.map(() => false)
  for (const [at, { is }] of lines.entries())
    if (is !== 'same') isNear.fill(true, Math.max(0, at - around), at + around + 1)
  if (!isNear.includes(true)) return []
  const shown: (DiffLine | Skipped)[] = []
  let count = 0
  for (const [at, line] of lines.entries()) {
    if (!isNear[at]) {
      count += 1
      continue
    }
    if (count > 0) shown.push({ is: 'skipped', count })
    count = 0
    shown.push(line)
  }
  return count > 0 ? [...shown, { is: 'skipped', count }] : shown
}
