/** What is used of a service worker's world: TypeScript's own description of it and that of a page exclude each other. */
export interface Worker {
  readonly location: { readonly origin: string }
  readonly registration: ServiceWorkerRegistration
  readonly clients: {
    claim(): Promise<void>
    matchAll(options: {
      readonly type: 'window'
      readonly includeUncontrolled: true
    }): Promise<readonly Tab[]>
    openWindow(url: string): Promise<unknown>
  }
  skipWaiting(): Promise<void>
  addEventListener<Name extends keyof WorkerEvents>(
    name: Name,
    listener: (event: WorkerEvents[Name]) => void,
  ): void
}

interface Tab {
  readonly url: string
  focus(): Promise<unknown>
  postMessage(message: unknown): void
}

/** Lives until what it waits for is over. */
interface Extendable {
  waitUntil(work: Promise<unknown>): void
}

export interface RouterRule {
  readonly condition: { readonly urlPattern: string }
  readonly source: 'network'
}

export interface WorkerEvents {
  readonly install: Extendable & {
    /** What the browser does by itself with some requests, without asking the worker. Not every browser can. */
    addRoutes?(rules: readonly RouterRule[]): Promise<void>
  }
  readonly activate: Extendable
  readonly fetch: { readonly request: Request; respondWith(response: Promise<Response>): void }
  readonly message: { readonly data: unknown }
  readonly push: Extendable & { readonly data: { json(): unknown } | null }
  readonly notificationclick: Extendable & { readonly notification: Notification }
}
