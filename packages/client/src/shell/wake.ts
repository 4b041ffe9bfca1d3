/**
 * Calls back when a sleeping page or a lost network is back, and when the network goes: a socket is told nothing of that, and would be
 * believed for half a minute while words go nowhere. Elsewhere than in a page: never.
 */
export function onPageWaking(callback: () => void): () => void {
  if (!('document' in globalThis)) return () => {}
  const whenVisible = () => {
    if (document.visibilityState === 'visible') callback()
  }
  addEventListener('online', callback)
  addEventListener('offline', callback)
  addEventListener('pageshow', callback)
  document.addEventListener('visibilitychange', whenVisible)
  return () => {
    removeEventListener('online', callback)
    removeEventListener('offline', callback)
    removeEventListener('pageshow', callback)
    document.removeEventListener('visibilitychange', whenVisible)
  }
}
