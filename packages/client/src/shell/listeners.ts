/** Who wants to know. A listener that throws stops nobody else; its error surfaces as uncaught, since it is the application's. */
export interface Listeners<Arguments extends readonly unknown[]> {
  readonly add: (listener: (...given: Arguments) => void) => () => void
  readonly tell: (...given: Arguments) => void
}

export function createListeners<Arguments extends readonly unknown[]>(): Listeners<Arguments> {
  // Replaced, never changed: who is told is settled when the telling begins, and telling, which is what happens all the time, copies nothing.
  let listeners: readonly { readonly call: (...given: Arguments) => void }[] = []
  return {
    add(call) {
      const entry = { call }
      listeners = [...listeners, entry]
      return () => void (listeners = listeners.filter((one) => one !== entry))
    },
    tell(...given) {
      for (const { call } of listeners) {
        try {
          call(...given)
        } catch (error) {
          surface(error)
        }
      }
    },
  }
}

/** As uncaught: in the console, in the application's error reports. */
export function surface(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
