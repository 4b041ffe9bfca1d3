import pino, { type Logger } from 'pino'

/** Fields that may hold a secret, wherever they stand: they are cut out before a line is written. */
const SECRET_FIELDS = [
  'password',
  'token',
  'clientToken',
  'identity',
  'secret',
  'channelSecret',
  'passwordHash',
  'authorization',
  'cookie',
]

/** Structured lines on the standard output. */
export function createLog(level: string): Logger {
  return pino({
    level,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
    timestamp: pino.stdTimeFunctions.isoTime,
    base: null,
  })
}
