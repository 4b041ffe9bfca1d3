/** What lists are filtered by: everything in the row of a session but its news. */
export interface SessionColumns {
  readonly chat: number
  readonly closed_rev: number | null
  readonly status: string
  readonly bot_status: string | null
  readonly operator: string | null
  readonly group_id: string
  readonly client: string | null
  readonly channel: string
  readonly name: string
}

/** Sessions that are remembered: those that are busy now; some hundred bytes each. */
const SESSIONS_MAX = 20_000

/**
 * How sessions stand in the table, as far as the owner wrote them itself, which nobody else does. Taking over only what is surely written is the caller's part, and so is
 * forgetting everything when that is not known.
 */
export class StandingSessions {
  readonly #columns = new Map<number, SessionColumns>()

  has(id: number, columns: SessionColumns): boolean {
    const known = this.#columns.get(id)
    if (known === undefined) return false
    for (const name in columns)
      if (known[name as keyof SessionColumns] !== columns[name as keyof SessionColumns]) return false
    return true
  }

  add(written: readonly (readonly [id: number, columns: SessionColumns])[]): void {
    if (this.#columns.size + written.length > SESSIONS_MAX) this.clear()
    for (const [id, columns] of written) this.#columns.set(id, columns)
  }

  clear(): void {
    this.#columns.clear()
  }
}
