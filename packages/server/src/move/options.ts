import { parseArgs } from 'node:util'
import { shownDatabase } from '../database-address.ts'

/** One end of a move. */
export type Place =
  | { readonly kind: 'sqlite'; readonly directory: string }
  | { readonly kind: 'postgres'; readonly url: string }

export interface MoveOptions {
  readonly from: Place
  readonly to: Place
  /** How long to wait for the source to be stopped. */
  readonly waitMs: number
}

const WAIT_MINUTES = { usual: 60, max: 7 * 24 * 60 }

export const MOVE_USAGE = `pult move --from sqlite:./data --to postgres://pult:password@db.example.com:5432/pult [--wait ${WAIT_MINUTES.usual}]

  Copies every workspace, record for record, from a data folder into a database, or back (--from postgres://… --to sqlite:./data).
  Cursors, ids and links stay valid; the server's secret and the keys for pushes go with it; the source is left as it was.

  Pult may go on running while most of it is copied. The last stretch needs it stopped: this says when, waits, goes on by itself
  and compares both at the end. Then start Pult at the new place. It may be killed at any moment: the same command goes on where it was.

  --from, --to   sqlite:FOLDER, postgres://…, or DATABASE_URL for what that setting says, so that no password stands in
                 the command line. By default from sqlite:PULT_DATA to DATABASE_URL.
  --wait         minutes to wait for Pult to be stopped, 0 to ${WAIT_MINUTES.max}; default ${WAIT_MINUTES.usual}

  Files that people sent are not moved: copy the folder "attachments", or use a bucket (PULT_S3_BUCKET). Exit code 0: everything is there and was compared; 75: Pult was not stopped.
`

export type Parsed = { readonly options: MoveOptions } | { readonly usage: true } | { readonly fault: string }

/** Reads the command line; what is wrong is one sentence that names it and repeats no address. */
export function parseMove(
  args: readonly string[],
  settings: { readonly PULT_DATA: string; readonly DATABASE_URL: string },
): Parsed {
  let values: Record<string, string | boolean | undefined>
  try {
    const text = { type: 'string' } as const
    const options = { from: text, to: text, wait: text, help: { type: 'boolean' } } as const
    values = parseArgs({ args: [...args], options }).values
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
  if (values['help'] === true) return { usage: true }
  const from = placeOf(String(values['from'] ?? `sqlite:${settings.PULT_DATA}`), settings.DATABASE_URL)
  const to = placeOf(String(values['to'] ?? 'DATABASE_URL'), settings.DATABASE_URL)
  if (typeof from === 'string') return { fault: `--from ${from}` }
  if (typeof to === 'string') return { fault: `--to ${to}` }
  if (from.kind === to.kind)
    return { fault: '--from and --to: one is a folder (sqlite:…), the other a database' }
  const minutes = Number(values['wait'] ?? WAIT_MINUTES.usual)
  if (values['wait'] === '' || !(minutes >= 0 && minutes <= WAIT_MINUTES.max))
    return { fault: `--wait: "${String(values['wait'])}" is not a number from 0 to ${WAIT_MINUTES.max}` }
  return { options: { from, to, waitMs: minutes * 60_000 } }
}

/** A string completes "--from …". */
function placeOf(text: string, databaseUrl: string): Place | string {
  if (text === 'DATABASE_URL')
    return databaseUrl === ''
      ? 'is a database, and DATABASE_URL is not set'
      : { kind: 'postgres', url: databaseUrl }
  if (text.startsWith('sqlite:')) {
    const directory = text.slice('sqlite:'.length)
    return directory === '' ? 'has no folder behind "sqlite:"' : { kind: 'sqlite', directory }
  }
  if (/^postgres(ql)?:/.test(text) && URL.canParse(text) && new URL(text).hostname !== '')
    return { kind: 'postgres', url: text }
  return 'is neither sqlite:FOLDER nor postgres://name:password@host:5432/database'
}

export function shownPlace(place: Place): string {
  return place.kind === 'sqlite' ? `the folder ${place.directory}` : shownDatabase(place.url)
}
