/** Strings that outlive the page. A browser may block or fill its storage; the cabinet then forgets and goes on. */
export interface Kept {
  read(name: string): string | null
  write(name: string, value: string): void
}

export function browserKept(prefix: string): Kept {
  return {
    read(name) {
      try {
        return localStorage.getItem(prefix + name)
      } catch {
        return null
      }
    },
    write(name, value) {
      try {
        localStorage.setItem(prefix + name, value)
      } catch {
        // Full or blocked: what is on screen stays right, and only a reload forgets it.
      }
    },
  }
}
