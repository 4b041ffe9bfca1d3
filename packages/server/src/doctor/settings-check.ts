import { type Config, unknownSettings } from '../config.ts'
import { type Finding, ok, problem } from './finding.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Settings that can be read, and still do not go together. */
export function checkSettings(config: Config, environment: Environment): readonly Finding[] {
  return [...checkNames(environment), ...checkPublicUrl(config), ...checkBus(config)]
}

function checkNames(environment: Environment): readonly Finding[] {
  const unknown = unknownSettings(environment)
  if (unknown.length === 0) return [ok('settings', 'all of them can be read; pult config shows them')]
  return unknown.map((name) =>
    problem(
      'settings',
      `${name} is set, and is no setting of Pult`,
      'It does nothing: see pult config for how it is written.',
    ),
  )
}

function checkPublicUrl({ PULT_PUBLIC_URL: url, PULT_TRUSTED_PROXIES: proxies }: Config): readonly Finding[] {
  if (url === '') return []
  const { protocol, hostname } = new URL(url)
  if (protocol === 'http:')
    return isThisMachine(hostname)
      ? []
      : [
          problem(
            'settings',
            `PULT_PUBLIC_URL is http: passwords and chats travel in the open, and browsers show no notifications`,
            'Put a proxy with a certificate in front (Caddy, nginx), and set PULT_PUBLIC_URL to its https address.',
          ),
        ]
  return proxies.length > 0
    ? []
    : [
        problem(
          'settings',
          'PULT_PUBLIC_URL is https, so a proxy stands in front, and PULT_TRUSTED_PROXIES is empty',
          "Set it to the proxy's address, e.g. 127.0.0.1: until then all clients seem to come from there, and share its limits.",
        ),
      ]
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}

function checkBus({ DATABASE_URL: database, NATS_URL: nats }: Config): readonly Finding[] {
  if (nats === '' || database !== '') return []
  return [
    problem(
      'settings',
      'NATS_URL is set without DATABASE_URL',
      'It does nothing: several machines need a database that they share.',
    ),
  ]
}
