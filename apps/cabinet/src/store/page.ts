/** Whether anybody looks at the cabinet. A desk in a process without a page is given one of its own making. */
export interface Page {
  /** On a screen, perhaps beside another window. */
  readonly isVisible: () => boolean
  /** Visible, and what the reader works in: only then something counts as read. Never true while `isVisible` is false. */
  readonly isLookedAt: () => boolean
  /** Calls back whenever one of them may have changed. Returns how to stop that. */
  readonly onLook: (listener: () => void) => () => void
  /** Calls back once, when the next picture is made, and in a page without pictures soon. Returns how not to. */
  readonly nextFrame: (run: () => void) => () => void
}

/** What nobody waits for is done at the latest after so long. */
const IDLE_MS_MAX = 5_000

/** Calls back when the page has nothing better to do. */
export function whenIdle(run: () => void): void {
  // Not every browser says when it is idle; one that does not is asked to paint first.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => run(), { timeout: IDLE_MS_MAX })
  else setTimeout(run)
}

/** A hidden page makes no pictures, but its title counts what is unread. */
const HIDDEN_FRAME_MS = 250

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
  nextFrame(run) {
    // Both, whichever is first: a page may be hidden between the asking and the picture.
    const cancel = () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
    const once = () => {
      cancel()
      run()
    }
    const frame = requestAnimationFrame(once)
    const timer = setTimeout(once, HIDDEN_FRAME_MS)
    return cancel
  },
}
