/** What a bot has spent today. A port: it outlives the program. */
export interface DayLedger {
  readonly spent: () => number
  readonly add: (tokens: number) => void
}

/** A day's tokens, with what is under way: two questions that are asked at once must not both take the last ones. */
export interface Budget {
  /** What is gone or promised. */
  readonly taken: () => number
  /** Promises tokens to a question; returns how to say what it has really cost, once. */
  readonly promise: (tokens: number) => (spent: number) => void
}

export function createBudget(ledger: DayLedger): Budget {
  let promised = 0
  return {
    taken: () => ledger.spent() + promised,
    promise(tokens) {
      promised += tokens
      let isOpen = true
      return (spent) => {
        if (!isOpen) return
        isOpen = false
        promised -= tokens
        if (spent > 0) ledger.add(spent)
      }
    },
  }
}
