/** Runs something when `signal` is aborted, right away where it is already. Returns how to hear no more, which whoever lives shorter than the signal must call. */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  if (signal.aborted) run()
  else signal.addEventListener('abort', run, { once: true })
  return () => signal.removeEventListener('abort', run)
}
