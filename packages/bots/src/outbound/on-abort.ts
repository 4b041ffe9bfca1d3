/**
 * Runs something at the first abort of these signals, once, and right away where one is aborted already. Returns how to hear no more, which
 * whoever lives shorter than a signal must call. A listener on each, because `AbortSignal.any` costs as much as the rest of a request.
 */
export function onAbort(signals: readonly AbortSignal[], run: () => void): () => void {
  const stop = (): void => {
    for (const signal of signals) signal.removeEventListener('abort', first)
  }
  const first = (): void => {
    stop()
    run()
  }
  if (signals.some(({ aborted }) => aborted)) run()
  else for (const signal of signals) signal.addEventListener('abort', first)
  return stop
}
