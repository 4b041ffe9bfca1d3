import type { Storage } from '../options.ts'

/** Forgets with the page. */
export function memoryStorage(): Storage {
  const values = new Map<string, string>()
  return {
    get: (name) => values.get(name) ?? null,
    set: (name, value) => void values.set(name, value),
    remove: (name) => void values.delete(name),
  }
}

type Web = globalThis.Storage

/** The browser's, where it lets us: storage is blocked in some private windows and third-party frames, and merely touching it throws. */
export function browserStorage(kind: 'localStorage' | 'sessionStorage'): Storage {
  try {
    const browser = (globalThis as { readonly localStorage?: Web; readonly sessionStorage?: Web })[kind]
    if (browser === undefined || !('document' in globalThis)) return memoryStorage()
    browser.getItem('pult')
    return {
      get: (name) => browser.getItem(name),
      set: (name, value) => browser.setItem(name, value),
      remove: (name) => browser.removeItem(name),
    }
  } catch {
    return memoryStorage()
  }
}

function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act()
  } catch {
    return otherwise
  }
}

/** A storage that never throws: a full or revoked one loses what it holds, and the client goes on. */
export function forgiving(storage: Storage): Storage {
  return {
    get: (name) => attempt(() => storage.get(name), null),
    set: (name, value) => attempt(() => storage.set(name, value), undefined),
    remove: (name) => attempt(() => storage.remove(name), undefined),
  }
}
