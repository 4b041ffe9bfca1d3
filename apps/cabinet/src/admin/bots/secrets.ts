/** What HTTP calls of a scenario may send and nothing else may read, as an admin writes it: `name = value`, one a line. */

export function secretsText(settings: Readonly<Record<string, unknown>> | null): string {
  const secrets = settings?.['secrets']
  if (typeof secrets !== 'object' || secrets === null) return ''
  return Object.entries(secrets)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join('\n')
}

/** The last of two with one name holds; a line without `=` is a name whose value is still to come. */
export function secretsIn(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap((line): [string, string][] => {
    const at = line.indexOf('=')
    const name = line.slice(0, at < 0 ? undefined : at).trim()
    return name === '' || at < 0 ? [] : [[name, line.slice(at + 1).trim()]]
  })
  return Object.fromEntries(pairs)
}
