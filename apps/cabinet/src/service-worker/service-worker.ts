/**
 * Stands between the cabinet and the network: the files of the build come from its cache, the page from the network and only without one from the
 * cache; what the server sends while no tab is open becomes a line on the desktop. Data never passes through it.
 */
import { CACHE_PREFIX, noticeOf, oldCaches, pastWorker, routeOf } from './rules.ts'
import type { Worker, WorkerEvents } from './worker-types.ts'

/** Put in by the build: what it made, as addresses, and a name that changes with it. */
declare const PULT_BUILD: { readonly files: readonly string[]; readonly name: string }

/** A server that does not answer for so long is taken for gone; what is kept opens at once. */
const DOCUMENT_MS_MAX = 4_000

const worker = globalThis as unknown as Worker
const files = new Set(PULT_BUILD.files)
const cacheName = CACHE_PREFIX + PULT_BUILD.name

on('install', (event) => {
  event.waitUntil(Promise.all([keepAll(), event.addRoutes?.(pastWorker)]))
})
on('activate', (event) => {
  event.waitUntil(Promise.all([forgetOld(), worker.clients.claim()]))
})
on('fetch', (event) => {
  const { request } = event
  const route = routeOf(request, worker.location.origin, files)
  if (route === 'document') event.respondWith(theDocument(request))
  if (route === 'asset') event.respondWith(anAsset(request))
})
on('message', (event) => {
  if (event.data === 'takeOver') void worker.skipWaiting()
})
on('push', (event) => {
  event.waitUntil(showPushed(event.data))
})
on('notificationclick', (event) => {
  event.notification.close()
  const { url } = (event.notification.data ?? {}) as { readonly url?: unknown }
  event.waitUntil(open(typeof url === 'string' ? url : '/'))
})

async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll(['/', ...files])
}

async function forgetOld(): Promise<void> {
  await Promise.all(oldCaches(await caches.keys()).map((name) => caches.delete(name)))
}

async function theDocument(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(DOCUMENT_MS_MAX) })
    // A proxy whose server is gone answers too.
    return response.status >= 502 && response.status <= 504 ? ((await keptDocument()) ?? response) : response
  } catch {
    return (await keptDocument()) ?? Response.error()
  }
}

function keptDocument(): Promise<Response | undefined> {
  return caches.match('/', { cacheName })
}

/** Names carry their hashes: what is there under a name is right, of whichever build. */
async function anAsset(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? (await fetch(request))
}

async function showPushed(data: WorkerEvents['push']['data']): Promise<void> {
  let payload: unknown = null
  try {
    payload = data?.json()
  } catch {
    // Not ours, but something came, and a browser takes the right away from who shows nothing.
  }
  const { title, body, tag, url } = noticeOf(payload)
  await worker.registration.showNotification(title, { body, tag, data: { url } })
}

/** A tab that is there comes to the front and goes to the chat; where none is, one is opened there. */
async function open(url: string): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const tab = tabs.find((one) => new URL(one.url).pathname === '/')
  if (tab === undefined) {
    await worker.clients.openWindow(url)
    return
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's tabs are of its own origin, and it takes none
  tab.postMessage({ go: url })
  // Refused where the click was long ago: the tab is at the chat all the same.
  await tab.focus().catch(() => undefined)
}

function on<Name extends keyof WorkerEvents>(
  name: Name,
  listener: (event: WorkerEvents[Name]) => void,
): void {
  worker.addEventListener(name, listener)
}
