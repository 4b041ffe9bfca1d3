import { signal, type ReadonlySignal } from '@preact/signals'
import type { Page } from '../store/page.ts'

/** Of the tabs of one operator one calls: the one that was looked at last, and when it is closed, another. */
export interface Leader {
  readonly isLeader: ReadonlySignal<boolean>
  stop(): void
}

/** What has to be had of a browser; `name` is shared by the tabs that are one. */
export interface LeaderPorts {
  readonly name: string
  readonly page: Page
  /** Undefined where there are none: over plain http. */
  readonly locks: LockManager | undefined
}

/**
 * A lock is held by one tab, and given on by the browser when that tab dies, however it dies. Whoever is looked at takes it: only that tab knows
 * which chat is in front of the reader. Without locks every tab that is looked at calls, and a hidden one does not.
 */
export function followLeader({ name, page, locks }: LeaderPorts): Leader {
  const isLeader = signal(false)
  if (locks === undefined) {
    const look = () => {
      isLeader.value = page.isVisible()
    }
    look()
    return { isLeader, stop: page.onLook(look) }
  }

  let stopped = false
  let release: (() => void) | undefined

  function ask(steal: boolean): void {
    if (stopped || locks === undefined) return
    locks
      .request(name, steal ? { steal: true } : {}, () => {
        isLeader.value = !stopped
        return new Promise<void>((resolve) => {
          release = resolve
          if (stopped) resolve()
        })
      })
      // Taken by the tab that is looked at: this one waits until that one is gone.
      .catch(() => {
        isLeader.value = false
        ask(false)
      })
  }
  const unwatch = page.onLook(() => {
    if (page.isLookedAt() && !isLeader.peek()) ask(true)
  })
  ask(page.isLookedAt())
  return {
    isLeader,
    stop() {
      stopped = true
      isLeader.value = false
      unwatch()
      release?.()
    },
  }
}
