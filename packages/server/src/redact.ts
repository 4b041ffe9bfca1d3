/**
 * What must never stand in a log. Two nets: fields by their name, wherever they are, and tokens by their shape, wherever they are written.
 * The second one catches what an error quotes.
 */

const CENSORED = '[redacted]'
/** Deeper than anything that we log; what lies deeper is cut. */
const DEPTH_MAX = 6

/** Compared without case, dashes and underscores, so that `Set-Cookie` and `setCookie` are one. */
const SECRET_FIELDS = new Set([
  'password',
  'passwordhash',
  'token',
  'tokenhash',
  'clienttoken',
  'cookietoken',
  'identity',
  'secret',
  'channelsecret',
  'pultadminpassword',
  'pults3secret',
  'authorization',
  'cookie',
  'setcookie',
  'signature',
])

/** Login and client tokens, JWTs, passwords hashed, whatever follows `Bearer` or `signature=`. */
const SECRET_SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\bpultc?_[A-Za-z0-9_.-]{20,}/g, CENSORED],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*/g, CENSORED],
  [/\$argon2[^\s"\\]+/g, CENSORED],
  [/\bBearer +[^\s"'\\,]+/gi, `Bearer ${CENSORED}`],
  [/\b(signature|token|password|secret)=[^\s&"'\\]+/gi, `$1=${CENSORED}`],
]

/** A copy without the values of secret fields. Errors become their name, message, code, stack and causes. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object') return value
  if (depth >= DEPTH_MAX) return '[deeper]'
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1))
  const entries = value instanceof Error ? errorEntries(value) : Object.entries(value)
  return Object.fromEntries(
    entries.map(([name, inner]) => [
      name,
      SECRET_FIELDS.has(name.toLowerCase().replaceAll(/[-_]/g, ''))
        ? CENSORED
        : withoutSecrets(inner, depth + 1),
    ]),
  )
}

/** A line without anything that looks like a secret. */
export function scrubbed(line: string): string {
  return SECRET_SHAPES.reduce((text, [shape, instead]) => text.replace(shape, instead), line)
}

function errorEntries(error: Error): [string, unknown][] {
  const own = Object.entries(error).filter(([name]) => name !== 'name' && name !== 'message')
  const cause = error.cause === undefined ? [] : [['cause', error.cause] as [string, unknown]]
  return [['name', error.name], ['message', error.message], ...own, ...cause, ['stack', error.stack]]
}
