/** Calls back when a sleeping page or a lost network is back. Elsewhere than in a page: never. */
export function onWaking(callback: () => void): () => void {
  if (!('document' in globalThis)) return () => {}
  const whenVisible = () => {
    if (document.visibilityState === 'visible') callback()
  }
  addEventListener('online', callback)
  addEventListener('pageshow', callback)
  document.addEventListener('visibilitychange', whenVisible)
  return () => {
    removeEventListener('online', callback)
    removeEventListener('pageshow', callback)
    document.removeEventListener('visibilitychange', whenVisible)
  }
}
