/** "https://www.example.com/catalogue/?utm=1#top" → "example.com/catalogue": what one knows an address by. What is none stays as it is. */
export function shortAddress(address: string): string {
  try {
    const { protocol, host, pathname } = new URL(address)
    if (protocol !== 'https:' && protocol !== 'http:') return address
    return host.replace(/^www\./, '') + decodeURI(pathname).replace(/\/$/, '')
  } catch {
    return address
  }
}
