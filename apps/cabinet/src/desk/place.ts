/** Where in the application one is; the address bar holds it, so that a reload and the Back button do what they say. */
export type Place =
  | { readonly name: 'desk'; readonly sessionId: string | null }
  | { readonly name: 'admin'; readonly section: AdminSection }
  | { readonly name: 'setup'; readonly secret: string }

export const adminSections = [
  'operators',
  'groups',
  'channels',
  'bots',
  'articles',
  'activity',
  'canned',
  'nodes',
] as const
export type AdminSection = (typeof adminSections)[number]

/** Secrets come behind `#` and never in the path: what stands behind it is not sent to any server. An unknown address is the desk. */
export function placeOfAddress(pathname: string, hash: string): Place {
  if (pathname === '/setup' && hash.length > 1) return { name: 'setup', secret: decode(hash.slice(1)) }
  const [room, detail] = hash.replace(/^#\/?/, '').split('/')
  if (room === 'setup' && detail !== undefined && detail !== '')
    return { name: 'setup', secret: decode(detail) }
  if (room === 'admin') {
    const section = adminSections.find((known) => known === detail)
    return { name: 'admin', section: section ?? 'operators' }
  }
  return {
    name: 'desk',
    sessionId: room === 'chat' && detail !== undefined && detail !== '' ? decode(detail) : null,
  }
}

export function addressOf(place: Place): string {
  switch (place.name) {
    case 'desk':
      return place.sessionId === null ? '/' : `/#/chat/${encodeURIComponent(place.sessionId)}`
    case 'admin':
      return `/#/admin/${place.section}`
    case 'setup':
      return `/setup#${encodeURIComponent(place.secret)}`
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
