/**
 * Two small things that the widget remembers beside what the SDK keeps. A browser that refuses storage (a private window, a
 * sandboxed frame) only forgets them.
 */
export interface Memory {
  /** This visitor has opened the chat on this site before: connect at once, so that answers show on the button. */
  readonly returning: boolean
  rememberVisitor(): void
  /** The panel was open on the page before, in this tab. */
  readonly wasOpen: boolean
  rememberOpen(open: boolean): void
}

export function createMemory(channelKey: string): Memory {
  const name = `pult.widget.${channelKey}`
  return {
    get returning() {
      return attempt(() => localStorage.getItem(name) !== null) ?? false
    },
    rememberVisitor: () => attempt(() => localStorage.setItem(name, '1')),
    get wasOpen() {
      return attempt(() => sessionStorage.getItem(name) !== null) ?? false
    },
    rememberOpen: (open) =>
      attempt(() => (open ? sessionStorage.setItem(name, '1') : sessionStorage.removeItem(name))),
  }
}

function attempt<T>(task: () => T): T | undefined {
  try {
    return task()
  } catch {
    return undefined
  }
}
