/** Runs jobs of one key one after another, in the order of the calls, whatever became of the ones before; jobs of different keys do not wait. */
export function createTurns(): <T>(key: string, job: () => Promise<T>) => Promise<T> {
  const lasts = new Map<string, Promise<unknown>>()
  return (key, job) => {
    const before = lasts.get(key)
    const own = before === undefined ? job() : before.then(job, job)
    lasts.set(key, own)
    const forget = (): void => void (lasts.get(key) === own && lasts.delete(key))
    own.then(forget, forget)
    return own
  }
}
