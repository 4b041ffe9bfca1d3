/** Addresses of databases hold passwords: what people see of one is what tells it from another. */
export function shownDatabase(url: string): string {
  const { host, pathname } = new URL(url)
  const name = decodeURIComponent(pathname.slice(1))
  return name === '' ? `the database at ${host}` : `the database ${name} at ${host}`
}

/** What somebody else said of an address, without its password wherever they repeat it, written as it is or as it stands in a URL. */
export function withoutPassword(said: string, url: string): string {
  if (!URL.canParse(url)) return said
  const { password, searchParams } = new URL(url)
  const secrets = [password, decoded(password), searchParams.get('password') ?? '']
  return secrets.reduce(
    (text, secret) => (secret === '' ? text : text.replaceAll(secret, '[redacted]')),
    said,
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
