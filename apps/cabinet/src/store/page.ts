/** Whether anybody looks at the cabinet. A desk in a process without a page is given one of its own making. */
export interface Page {
  /** On a screen, perhaps beside another window. */
  readonly isVisible: () => boolean
  /** Visible, and what the reader works in: only then something counts as read. Never true while `isVisible` is false. */
  readonly isLookedAt: () => boolean
  /** Calls back whenever one of them may have changed. Returns how to stop that. */
  readonly onLook: (listener: () => void) => () => void
}

export const browserPage: Page = {
  isVisible: () => document.visibilityState === 'visible',
  isLookedAt: () => document.visibilityState === 'visible' && document.hasFocus(),
  onLook(listener) {
    document.addEventListener('visibilitychange', listener)
    window.addEventListener('focus', listener)
    window.addEventListener('blur', listener)
    return () => {
      document.removeEventListener('visibilitychange', listener)
      window.removeEventListener('focus', listener)
      window.removeEventListener('blur', listener)
    }
  },
}
