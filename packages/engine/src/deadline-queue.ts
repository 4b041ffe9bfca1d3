import type { ChatId, OperatorId, SessionId } from '@pult/protocol'

/** Something that happens when its time comes, unless the state has moved on by then: the reader checks. */
export type Deadline =
  | { readonly atMs: number; readonly kind: 'session'; readonly id: SessionId }
  | { readonly atMs: number; readonly kind: 'clientGone'; readonly id: ChatId }
  | { readonly atMs: number; readonly kind: 'operatorGone'; readonly id: OperatorId }
  | { readonly atMs: number; readonly kind: 'login'; readonly id: string }
  | { readonly atMs: number; readonly kind: 'ban'; readonly id: string }

/** A binary heap by time. Entries are never removed early: one that is no longer true is dropped when it comes up. */
export class DeadlineQueue {
  readonly #heap: Deadline[] = []

  get size(): number {
    return this.#heap.length
  }

  /** When the earliest entry is due, or undefined. */
  nextAtMs(): number | undefined {
    return this.#heap[0]?.atMs
  }

  push(deadline: Deadline): void {
    const heap = this.#heap
    let index = heap.length
    heap.push(deadline)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (heap[parent]!.atMs <= deadline.atMs) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = deadline
  }

  /** Takes the earliest entry that is due, or undefined. */
  takeDue(nowMs: number): Deadline | undefined {
    const first = this.#heap[0]
    if (first === undefined || first.atMs > nowMs) return undefined
    const last = this.#heap.pop()!
    if (this.#heap.length > 0) this.#sink(last)
    return first
  }

  #sink(entry: Deadline): void {
    const heap = this.#heap
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]!.atMs < heap[child]!.atMs) child += 1
      if (heap[child]!.atMs >= entry.atMs) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = entry
  }
}
