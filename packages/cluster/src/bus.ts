/**
 * What carries words between nodes: at most once, and in order as long as nothing is lost. Everything that matters is in the journal; whoever misses a word here finds
 * out by numbers and reads it there.
 */
export interface Bus {
  /** To everybody who listens, oneself included. Never waits and never throws: what cannot be carried is lost. */
  publish(subject: string, message: string): void
  /** Returns how to stop. */
  subscribe(subject: string, hear: (message: string) => void): () => void
  /** Whether words are carried now, as far as is known here. */
  isUp(): boolean
  close(): Promise<void>
}

/** What one message may weigh, in UTF-16 units: below what a bus takes by default (1 MB), whatever its characters. */
export const MESSAGE_CHARS_MAX = 256 * 1024
