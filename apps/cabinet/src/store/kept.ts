/** Strings that outlive the page. A browser may block or fill its storage; the cabinet then forgets and goes on. */
export interface Kept {
  read(name: string): string | null
  write(name: string, value: string): void
}

/** Before the name of whatever the cabinet keeps, since a host may hold more than it. */
export const KEPT_PREFIX = 'pult.'

/** Drafts of one operator are not for the next one at the same machine. */
export function seatPrefix(operatorId: string): string {
  return `${KEPT_PREFIX}${operatorId}.`
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
