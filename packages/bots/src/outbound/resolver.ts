/** The addresses of a name, none where it has none. Rejects where the name service fails. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** How long an answer of the name service is used again: long enough for a burst, short enough that a moved host is found. */
const KEPT_MS = 10_000
/** Names kept at most; the oldest are asked again. */
const KEPT_MAX = 1_000

/**
 * A thousand sessions of one bot ask for its name at once, and the system answers few questions at a time: a question that is under way is
 * asked once, and its answer serves for {@link KEPT_MS}. Failures are not kept.
 */
export function createResolver(resolve: Resolve, steadyMs: () => number): Resolve {
  const kept = new Map<string, { readonly asked: Promise<readonly string[]>; untilMs: number }>()
  return (host) => {
    const known = kept.get(host)
    if (known !== undefined && steadyMs() < known.untilMs) return known.asked
    const asked = resolve(host)
    const entry = { asked, untilMs: Infinity }
    kept.delete(host)
    kept.set(host, entry)
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_MAX) break
      kept.delete(oldest)
    }
    const keep = (): void => void (entry.untilMs = steadyMs() + KEPT_MS)
    const forget = (): void => void (kept.get(host) === entry && kept.delete(host))
    asked.then(keep, forget)
    return asked
  }
}
