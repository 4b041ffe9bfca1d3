import { signal, type ReadonlySignal } from '@preact/signals'

/** The page's side of the service worker. */
export interface WorkerLink {
  /** Another version stands ready; called, it takes over and the page is loaded anew. */
  readonly update: ReadonlySignal<(() => void) | null>
  /** Undefined where there is none: over plain http, in a private window of some browsers, before it is registered. */
  readonly registration: () => Promise<ServiceWorkerRegistration | undefined>
  /** Once the desk is on screen: the files that it keeps must not compete with the first ones. Free to repeat. */
  register(): void
  /** Asks whether there is another version; at most once in {@link CHECK_MS}. */
  check(): void
  /** A click on a line of the desktop asks for this address. */
  onGo(listener: (url: string) => void): void
}

/** A server is updated now and then, not now and now. */
const CHECK_MS = 60_000

export function createWorkerLink(nowMs: () => number): WorkerLink {
  const update = signal<(() => void) | null>(null)
  // Over plain http there is none, whatever the types say.
  const container = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined
  let checkedMs = nowMs()
  let registered: Promise<ServiceWorkerRegistration | undefined> | undefined

  function offer(waiting: ServiceWorker): void {
    update.value = () => {
      container?.addEventListener('controllerchange', () => location.reload(), { once: true })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is of our own origin, and takes none
      waiting.postMessage('takeOver')
    }
  }
  function follow(registration: ServiceWorkerRegistration): void {
    if (registration.waiting !== null && container?.controller !== null) offer(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const { installing } = registration
      installing?.addEventListener('statechange', () => {
        // The very first one has nothing to take over from.
        if (installing.state === 'installed' && container?.controller !== null) offer(installing)
      })
    })
  }

  return {
    update,
    registration: async () => registered ?? (await container?.getRegistration('/')),
    register() {
      registered ??= container
        ?.register('/service-worker.js')
        .then((registration) => {
          follow(registration)
          return registration
        })
        // Refused: the cabinet goes on without.
        .catch(() => undefined)
    },
    check() {
      if (nowMs() - checkedMs < CHECK_MS) return
      checkedMs = nowMs()
      registered?.then((registration) => registration?.update()).catch(() => undefined)
    },
    onGo(listener) {
      container?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const { go } = (data ?? {}) as { readonly go?: unknown }
        if (typeof go === 'string') listener(go)
      })
    },
  }
}
