/** What is kept of a session between its events. */
export interface ModelMemory {
  /** Answers since the session came to the bot. */
  readonly turns: number
  /** Of the whole session, summaries too. */
  readonly tokens: number
}

export const NOTHING_SPENT: ModelMemory = { turns: 0, tokens: 0 }

/** Reads what a session remembers; what another kind of bot has left is nothing. */
export function readMemory(memory: unknown): ModelMemory {
  if (typeof memory !== 'object' || memory === null) return NOTHING_SPENT
  const { turns, tokens } = memory as { readonly turns?: unknown; readonly tokens?: unknown }
  return { turns: counted(turns), tokens: counted(tokens) }
}

function counted(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0
}
