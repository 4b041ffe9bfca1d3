import { parseArgs } from 'node:util'
import type { RunOptions } from './run.ts'

export interface CommandOptions extends RunOptions {
  /** Where the machine-readable result goes; absent: nowhere. */
  readonly json?: string | undefined
}

/** Eight at once keep two cores busy; more only wait for passwords to be hashed. */
const CONCURRENCY_DEFAULT = 8
export const CONCURRENCY_MAX = 64

export const CONFORMANCE_USAGE = `pult conformance --url https://chat.example.com --email admin@example.com --password …

  Asks a running Pult, from outside, whether it keeps the rules of the protocol: one scenario a promise, every frame and every answer
  checked against the schemas. The deployment may be in use: scenarios look only at what they made themselves. What they make stays:
  groups and channels whose names say "conformance", and operators, who are blocked at the end.

  --url          where Pult is; it may be any address that you answer for
  --email, --password   of an admin; by default PULT_ADMIN_EMAIL and PULT_ADMIN_PASSWORD.
                        Signing in here ends this admin's login elsewhere.
  --only         a rule (S4) or words of a title; the others are left out
  --slow         also those that wait for the protocol's long time limits; all of them wait at once, a minute in all
  --callable     an address under which Pult reaches this machine, http://192.0.2.7:9010: programs of bots listen at its port while it runs.
                 Pult's PULT_OUTBOUND_ALLOW has to name it. Without it, what Pult calls is left out
  --concurrency  scenarios at once, 1 to ${CONCURRENCY_MAX}, default ${CONCURRENCY_DEFAULT}
  --json         a file for the result: passed, failed, and for each scenario its rule, title, time, failure and last frames

  Exit code 1: a rule does not hold.
`

export type Parsed =
  | { readonly options: CommandOptions }
  | { readonly usage: true }
  | { readonly fault: string }

/** Reads the command line. What is wrong is one sentence that names it. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Parsed {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const known = {
    url: text,
    email: text,
    password: text,
    only: text,
    concurrency: text,
    callable: text,
    json: text,
    slow: flag,
    help: flag,
  }
  let values
  try {
    ;({ values } = parseArgs({ args: [...args], options: known }))
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
  if (values.help === true) return { usage: true }
  const url = values.url ?? ''
  if (!/^https?:\/\/[^/\s?#@]+\/?$/.test(url))
    return { fault: '--url: an address like https://chat.example.com is needed' }
  if (values.callable !== undefined && !/^https?:\/\/[^/\s?#@]+:\d{1,5}\/?$/.test(values.callable))
    return { fault: '--callable: an address with a port like http://192.0.2.7:9010 is needed' }
  const concurrency = Number(values.concurrency ?? CONCURRENCY_DEFAULT)
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > CONCURRENCY_MAX)
    return {
      fault: `--concurrency: "${String(values.concurrency)}" is not a whole number from 1 to ${CONCURRENCY_MAX}`,
    }
  const email = values.email ?? environment['PULT_ADMIN_EMAIL'] ?? ''
  const password = values.password ?? environment['PULT_ADMIN_PASSWORD'] ?? ''
  if (email === '' || password === '')
    return {
      fault: 'An admin is needed: --email and --password, or PULT_ADMIN_EMAIL and PULT_ADMIN_PASSWORD',
    }
  return {
    options: {
      url: url.replace(/\/$/, ''),
      email,
      password,
      concurrency,
      slow: values.slow === true,
      only: values.only,
      callable: values.callable,
      json: values.json,
    },
  }
}
