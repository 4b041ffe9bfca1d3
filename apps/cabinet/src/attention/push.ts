import type { OperatorClient } from '@pult/client'
import type { Language } from '../words/words.ts'

/** Signing this browser up for what the server sends while no tab is connected. */
export interface Push {
  /** False: this server sends none. Rejects where the browser refuses. Free to repeat; has to be repeated with each login. */
  subscribe(options: { readonly language: Language; readonly preview: boolean }): Promise<boolean>
  unsubscribe(): Promise<void>
}

export function createPush(
  client: Pick<OperatorClient, 'command' | 'history'>,
  registration: () => Promise<ServiceWorkerRegistration | undefined>,
): Push {
  return {
    async subscribe({ language, preview }) {
      const { publicKey } = await client.history.push()
      if (publicKey === null) return false
      const worker = await registration()
      if (worker === undefined || !('pushManager' in worker)) throw new Error('There is no service worker.')
      const subscription = await subscriptionOf(worker.pushManager, publicKey)
      const { endpoint, keys } = subscription.toJSON()
      const { p256dh, auth } = keys ?? {}
      if (endpoint === undefined || p256dh === undefined || auth === undefined)
        throw new Error('The subscription has no keys.')
      await client.command('subscribePush', { endpoint, keys: { p256dh, auth }, language, preview })
      return true
    },
    async unsubscribe() {
      const worker = await registration()
      const subscription = await worker?.pushManager.getSubscription()
      if (subscription === null || subscription === undefined) return
      await subscription.unsubscribe()
      await client.command('unsubscribePush', { endpoint: subscription.endpoint })
    },
  }
}

/** One that was made for another key (the server's folder was made anew) is of no use, and stands in the way of a new one. */
async function subscriptionOf(manager: PushManager, publicKey: string): Promise<PushSubscription> {
  const key = bytesOf(publicKey)
  const known = await manager.getSubscription()
  if (known !== null) {
    const { applicationServerKey } = known.options
    if (applicationServerKey !== null && isSame(new Uint8Array(applicationServerKey), key)) return known
    await known.unsubscribe()
  }
  return await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

/** RFC 4648 section 5, without padding. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
