/** Every recorded run, oldest first, in one file that is kept with the sources: what was promised, and how often it was tried. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface LedgerEntry {
  /** When the run ended; RFC 3339 UTC. */
  readonly at: string
  /** The commit that was checked out, with a `+` where files differed from it. */
  readonly commit: string
  readonly trial: string
  readonly seed: number
  /** What was asked for, in units of the trial. */
  readonly size: number
  readonly done: number
  /** How many promises were broken. */
  readonly failures: number
  readonly seconds: number
  readonly figures: Readonly<Record<string, number | string>>
}

export const LEDGER = join(import.meta.dir, 'ledger.json')

/** Throws where the file is not a ledger. */
export function readLedger(path = LEDGER): LedgerEntry[] {
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!Array.isArray(read)) throw new Error('The ledger is not a list.')
  for (const [at, entry] of read.entries()) {
    const wrong = faultOf(entry)
    if (wrong !== null) throw new Error(`Entry ${at} of the ledger: ${wrong}.`)
  }
  return read as LedgerEntry[]
}

/** Adds to what is in the file now, so that runs that end one after the other do not overwrite each other. */
export function record(entries: readonly LedgerEntry[], path = LEDGER): void {
  writeFileSync(path, `${JSON.stringify([...readLedger(path), ...entries], null, 2)}\n`)
}

/** What is wrong with an entry, or null. */
export function faultOf(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null) return 'not an object'
  const fields = entry as Readonly<Record<string, unknown>>
  for (const name of ['at', 'commit', 'trial'])
    if (typeof fields[name] !== 'string' || fields[name] === '') return `${name} is missing`
  for (const name of ['seed', 'size', 'done', 'failures', 'seconds']) {
    const value = fields[name]
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return `${name} is no number`
  }
  if (Number.isNaN(Date.parse(String(fields['at'])))) return 'at is no time'
  if (!/^[0-9a-f]{7,40}\+?$/.test(String(fields['commit']))) return 'commit is no commit'
  const { figures } = fields
  if (typeof figures !== 'object' || figures === null || Array.isArray(figures)) return 'figures is no object'
  for (const [name, value] of Object.entries(figures))
    if (typeof value !== 'string' && !(typeof value === 'number' && Number.isFinite(value)))
      return `the figure ${name} is neither a number nor a word`
  return null
}

/** The commit of the sources that ran; 40 zeros where there is no repository. */
export async function currentCommit(): Promise<string> {
  try {
    const commit = (await git('rev-parse', '--short=12', 'HEAD')).trim()
    // The ledger itself is changed by recording, and is nothing that ran.
    const changed = (
      await git('status', '--porcelain', '--untracked-files=no', '--', ':/', ':!ledger.json')
    ).trim()
    return commit === '' ? '0'.repeat(40) : `${commit}${changed === '' ? '' : '+'}`
  } catch {
    return '0'.repeat(40)
  }
}

async function git(...words: string[]): Promise<string> {
  return new Response(Bun.spawn(['git', ...words], { cwd: import.meta.dir, stderr: 'ignore' }).stdout).text()
}
