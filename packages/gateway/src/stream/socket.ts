/** What a connection needs of its socket. */
export interface Socket {
  /** False when the frame could not be taken because too much is waiting already. */
  send(frame: string): boolean
  /** Runs the sends inside in one write. */
  cork(run: () => void): void
  bufferedBytes(): number
  /** Says good-bye behind what waits. */
  close(code: number, reason: string): void
  /** Cuts the line without a word. */
  terminate(): void
}
