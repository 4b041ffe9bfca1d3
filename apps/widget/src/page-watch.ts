import { URL_CHARS_MAX } from '@pult/protocol'

/** What `setPage` tells the operators. */
export interface Page {
  readonly url: string
  readonly title: string
  readonly referer?: string
}

/** Longer addresses are cut rather than refused: the beginning says where the visitor is. */
export function pageOf(where: {
  readonly url: string
  readonly title: string
  readonly referrer: string
}): Page {
  return {
    url: cut(where.url),
    title: cut(where.title),
    ...(where.referrer === '' ? {} : { referer: cut(where.referrer) }),
  }
}

const cut = (text: string) => text.slice(0, URL_CHARS_MAX)

const currentPage = (): Page =>
  pageOf({ url: location.href, title: document.title, referrer: document.referrer })

/** The host's page, as far as the widget asks about it. A widget in a process without a page is given one of its own making. */
export interface HostPage {
  /** The visitor can see it: what comes counts as read. */
  readonly isVisible: () => boolean
  /** Calls back when that has changed. There is no way to stop: a widget lives as long as its page. */
  readonly onVisible: (listener: () => void) => void
  readonly current: () => Page
  /** Calls back when the visitor has come to another page without a load. There is no way to stop either. */
  readonly watch: (listener: () => void) => void
}

export const browserPage: HostPage = {
  isVisible: () => document.visibilityState === 'visible',
  onVisible: (listener) => document.addEventListener('visibilitychange', listener),
  current: currentPage,
  watch: watchPage,
}

/** A single-page site sets the title some moments after the address. */
const SETTLE_MS = 400

/**
 * The Navigation API tells of another page where there is one; elsewhere we look at the address: patching
 * the host's `history` would be heard by the host too.
 */
function watchPage(listener: () => void): void {
  let last = currentPage()
  let timer: ReturnType<typeof setTimeout> | undefined
  const settle = () => {
    const page = currentPage()
    if (page.url === last.url && page.title === last.title) return
    last = page
    listener()
  }
  const moved = () => {
    clearTimeout(timer)
    timer = setTimeout(settle, SETTLE_MS)
  }
  const navigation = (globalThis as { navigation?: EventTarget }).navigation
  if (navigation !== undefined) navigation.addEventListener('currententrychange', moved)
  else setInterval(() => location.href !== last.url && moved(), LOOK_MS)
}

/** For browsers without the Navigation API: a look at a string once a second costs nothing. */
const LOOK_MS = 1_000
