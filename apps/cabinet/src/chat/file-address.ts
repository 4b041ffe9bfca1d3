/** The address of an attachment: of our own host or any http(s) one; null for every other kind, which is never opened. */
export function fileAddress(url: string, base: string): string | null {
  try {
    const address = new URL(url, base)
    return address.protocol === 'https:' || address.protocol === 'http:' ? address.href : null
  } catch {
    return null
  }
}
