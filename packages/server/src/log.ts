import pino, { type Logger } from 'pino'
import { lineForPeople } from './log-line.ts'
import { scrubbed, withoutSecrets } from './redact.ts'

export interface LogOptions {
  readonly level: string
  /** `lines` for a terminal, `json` for whatever collects logs. */
  readonly style: 'json' | 'lines'
  /** Takes one line with its end. */
  readonly write: (line: string) => void
}

/** The log of the process. Nothing secret leaves it, whatever it is given; see `redact.ts`. */
export function createLog({ level, style, write }: LogOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // The one that pino has for `err` would run before our own and hide the fields from it.
      serializers: { err: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => withoutSecrets(fields) as Record<string, unknown>,
      },
    },
    {
      write(line: string) {
        const clean = scrubbed(line)
        write(style === 'json' ? clean : lineForPeople(JSON.parse(clean) as Record<string, unknown>))
      },
    },
  )
}

/** Lines for people on a terminal, JSON elsewhere. Written at once, so that the last line of a process that ends is there. */
export function openProcessLog(level: string): Logger {
  const out = pino.destination({ dest: 1, sync: true })
  return createLog({
    level,
    style: process.stdout.isTTY ? 'lines' : 'json',
    write: (line) => void out.write(line),
  })
}
