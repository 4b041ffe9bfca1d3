import { bucketFault, BucketUnusable } from './bucket-fault.ts'
import { ConfigError, type Config } from './config.ts'
import { exitCodes, type ExitName } from './exit-codes.ts'

/** Why Pult did not start, for a person: a sentence that says what to do, and the exit code for machines. */
export interface StartFault {
  readonly sentence: string
  readonly exit: ExitName
}

/** A file of ours that holds something else; the message says what to do. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile'
}

type StartConfig = Pick<Config, 'PORT' | 'HOST' | 'PULT_DATA'>

/** Translates what was thrown while starting. What is not known keeps its own words; a stack never helps whoever starts a program. */
export function startFault(error: unknown, config?: StartConfig): StartFault {
  if (error instanceof ConfigError) return { sentence: error.message, exit: 'config' }
  if (error instanceof DamagedFile) return { sentence: error.message, exit: 'dataDamaged' }
  if (error instanceof BucketUnusable) return bucketFault(error)
  const said = error instanceof Error ? error.message : String(error)
  if (config === undefined) return { sentence: `Pult could not start: ${said}`, exit: 'failed' }
  const folder = `the data folder ${config.PULT_DATA}`
  switch (reasonOf(error)) {
    case 'EADDRINUSE':
      return {
        sentence: `Port ${config.PORT} is taken by another program. Stop that one, or set PORT to a free port.`,
        exit: 'unavailable',
      }
    case 'EADDRNOTAVAIL':
    case 'EACCES on listening':
      return {
        sentence: `Pult may not listen on ${config.HOST === '' ? 'port' : `${config.HOST}, port`} ${config.PORT}. Set HOST to an address of this machine, and PORT to one above 1023 or give the right to use it.`,
        exit: 'config',
      }
    case 'locked':
      return {
        sentence: `Another Pult uses ${folder}. Stop it, or set PULT_DATA to another folder.`,
        exit: 'locked',
      }
    case 'newer':
      return { sentence: said, exit: 'dataDamaged' }
    case 'damaged':
      return {
        sentence: `What is kept in ${folder} is damaged (${said}) Nothing was changed. Keep a copy of the folder and restore it from a backup.`,
        exit: 'dataDamaged',
      }
    case 'full':
      return { sentence: `The disk of ${folder} is full. Make room, then start again.`, exit: 'cannotCreate' }
    case 'disk':
      return {
        sentence: `The disk of ${folder} does not work as it should (${said}) Nothing was changed. Look at the disk, then start again.`,
        exit: 'diskFailed',
      }
    case 'folder':
      return {
        sentence: `Pult cannot write to ${folder} (${said}). Set PULT_DATA to a folder that this user may write to, or give that right.`,
        exit: 'cannotCreate',
      }
    case 'other':
      return { sentence: `Pult could not start: ${said}`, exit: 'failed' }
  }
}

type Reason =
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'EACCES on listening'
  | 'locked'
  | 'newer'
  | 'damaged'
  | 'full'
  | 'disk'
  | 'folder'
  | 'other'

/** Errors of the folder, as the system and SQLite name them; the second kind when the file itself cannot be opened. */
const FOLDER_CODES = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST'])
const FOLDER_SQLITE = /^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/
const DAMAGED_SQLITE = /^SQLITE_(CORRUPT|NOTADB)/
/** The disk refused to read or write: what is on it may be whole. */
const DISK_FAILED = /^(SQLITE_IOERR|EIO$)/

function reasonOf(error: unknown): Reason {
  const codes = codesOf(error)
  const isOf = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code))
  if (codes.includes('EADDRINUSE')) return 'EADDRINUSE'
  if (codes.includes('EADDRNOTAVAIL')) return 'EADDRNOTAVAIL'
  if (error instanceof Error && 'syscall' in error && error.syscall === 'listen') return 'EACCES on listening'
  if (codes.includes('ENOSPC') || codes.includes('SQLITE_FULL')) return 'full'
  if (isOf(/^SQLITE_BUSY/)) return 'locked'
  if (isOf(DAMAGED_SQLITE)) return 'damaged'
  if (isOf(DISK_FAILED)) return 'disk'
  if (isOf(FOLDER_SQLITE) || codes.some((code) => FOLDER_CODES.has(code))) return 'folder'
  if (error instanceof Error && error.name === 'StorageFault')
    return error.message.includes('newer version') ? 'newer' : 'damaged'
  return 'other'
}

/** The codes of an error and of what caused it: rooms wrap what the system said in their own words. */
function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  return [...own, ...codesOf(error.cause)]
}

export function exitCodeOf(fault: StartFault): number {
  return exitCodes[fault.exit]
}
