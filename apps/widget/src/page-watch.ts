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

export const currentPage = (): Page =>
  pageOf({ url: location.href, title: document.title, referrer: document.referrer })

/** A single-page site sets the title some moments after the address. */
const SETTLE_MS = 400

/**
 * Calls `onPage` when the visitor has come to another page without a load. The Navigation API tells of it where there is one;
 * elsewhere we look at the address: patching the host's `history` would be heard by the host too.
 */
export function watchPage(onPage: (page: Page) => void): void {
  let last = currentPage()
  let timer: ReturnType<typeof setTimeout> | undefined
  const settle = () => {
    const page = currentPage()
    if (page.url === last.url && page.title === last.title) return
    last = page
    onPage(page)
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
