import { signal, type ReadonlySignal } from '@preact/signals'

export type Permission = NotificationPermission | 'unsupported'

export interface Notice {
  /** One of a tag at a time: a chat has one line, however much is said in it. */
  readonly tag: string
  readonly title: string
  readonly body: string
  /** Where a click leads. */
  readonly url: string
}

/** Lines on the desktop. They are the service worker's, so that a click finds its way when the tab that showed it is gone. */
export interface Notices {
  readonly permission: ReadonlySignal<Permission>
  /** Asks the person; only from a press of theirs. */
  ask(): Promise<Permission>
  show(notice: Notice): Promise<void>
  /** Takes away those of these tags; free to repeat. */
  close(isOver: (tag: string) => boolean): Promise<void>
}

export function createNotices(registration: () => Promise<ServiceWorkerRegistration | undefined>): Notices {
  const permission = signal<Permission>(
    'Notification' in globalThis && 'serviceWorker' in navigator ? Notification.permission : 'unsupported',
  )
  return {
    permission,
    async ask() {
      if (permission.value !== 'unsupported') permission.value = await Notification.requestPermission()
      return permission.value
    },
    async show({ tag, title, body, url }) {
      const worker = await registration()
      // The sound is ours: the desktop's own would be a second one.
      await worker?.showNotification(title, { tag, body, silent: true, data: { url } })
    },
    async close(isOver) {
      const worker = await registration()
      for (const one of (await worker?.getNotifications()) ?? []) if (isOver(one.tag)) one.close()
    },
  }
}
