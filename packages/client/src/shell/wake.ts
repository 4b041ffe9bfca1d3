const isPage = 'document' in globalThis

/** Elsewhere than in a page: never. */
export const isHidden = (): boolean => isPage && document.hidden

/**
 * Calls back when a sleeping page or a lost network is back, and when the network goes: a socket is told nothing of that, and would be
 * believed for half a minute while words go nowhere. Elsewhere than in a page: never.
 */
export function onPageWaking(callback: () => void): () => void {
  if (!isPage) return () => {}
  const stop = new AbortController()
  const { signal } = stop
  for (const name of ['online', 'offline', 'pageshow']) addEventListener(name, callback, { signal })
  const whenVisible = () => {
    if (!isHidden()) callback()
  }
  document.addEventListener('visibilitychange', whenVisible, { signal })
  return () => stop.abort()
}
