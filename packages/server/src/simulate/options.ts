import { parseArgs } from 'node:util'

export interface SimulateOptions {
  readonly url: string
  readonly clients: number
  readonly operators: number
  readonly minutes: number
  /** How much faster than people everybody is. */
  readonly pace: number
  readonly email: string
  readonly password: string
}

/** One process holds so many sockets without becoming what is measured. */
export const CLIENTS_MAX = 5_000
/** Each is a password to hash, one after the other. */
export const OPERATORS_MAX = 500
export const MINUTES_MAX = 24 * 60
/** At 1 a client writes about every ten seconds. */
export const PACE_MAX = 100

export const SIMULATE_USAGE = `pult simulate --url http://localhost:8080 [--clients 200] [--operators 20] [--minutes 5]

  Lets lifelike clients and operators talk through a running Pult, over the real wire, and counts. It makes a group, a channel and
  operators of its own, whose names say "simulation", and blocks the operators at the end.

  --url        where Pult is; it may be any address that you answer for
  --clients    1 to ${CLIENTS_MAX}, default 200
  --operators  1 to ${OPERATORS_MAX}, default 20
  --minutes    more than 0, at most ${MINUTES_MAX}, default 5; fractions are good
  --pace       how much faster than people, 0.1 to ${PACE_MAX}, default 1
  --email, --password   of an admin; by default PULT_ADMIN_EMAIL and PULT_ADMIN_PASSWORD.
                        Signing in here ends this admin's login elsewhere.

  Ctrl-C ends it early, with the summary. Exit code 1: a message was lost or doubled.
`

export type Parsed =
  | { readonly options: SimulateOptions }
  | { readonly usage: true }
  | { readonly fault: string }

/** Reads the command line. What is wrong is one sentence that names it. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Parsed {
  let values: Record<string, string | boolean | undefined>
  try {
    const text = { type: 'string' } as const
    const options = {
      url: text,
      clients: text,
      operators: text,
      minutes: text,
      pace: text,
      email: text,
      password: text,
      help: { type: 'boolean' },
    } as const
    values = parseArgs({ args: [...args], options }).values
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
  if (values['help'] === true) return { usage: true }
  const given = (name: string, otherwise: string): string => String(values[name] ?? otherwise)
  const url = given('url', '')
  if (!/^https?:\/\/[^/\s?#@]+\/?$/.test(url))
    return { fault: '--url: an address like http://localhost:8080 is needed' }
  const numbers = {
    clients: numberIn(given('clients', '200'), 1, CLIENTS_MAX, true),
    operators: numberIn(given('operators', '20'), 1, OPERATORS_MAX, true),
    minutes: numberIn(given('minutes', '5'), 0.01, MINUTES_MAX, false),
    pace: numberIn(given('pace', '1'), 0.1, PACE_MAX, false),
  }
  for (const [name, number] of Object.entries(numbers)) {
    if (typeof number === 'string') return { fault: `--${name}: "${String(values[name])}" ${number}` }
  }
  const email = given('email', environment['PULT_ADMIN_EMAIL'] ?? '')
  const password = given('password', environment['PULT_ADMIN_PASSWORD'] ?? '')
  if (email === '' || password === '')
    return {
      fault: 'An admin is needed: --email and --password, or PULT_ADMIN_EMAIL and PULT_ADMIN_PASSWORD',
    }
  return {
    options: {
      url: url.replace(/\/$/, ''),
      email,
      password,
      ...(numbers as Record<keyof typeof numbers, number>),
    },
  }
}

function numberIn(text: string, least: number, most: number, isWhole: boolean): number | string {
  const number = Number(text)
  const isGood =
    text.trim() !== '' && number >= least && number <= most && (!isWhole || Number.isInteger(number))
  return isGood ? number : `is not a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`
}
