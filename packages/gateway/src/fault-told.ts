import { StorageAway } from '@pult/engine'
import { wireError, type WireError } from '@pult/protocol'

/** When a database or a bucket that is being restarted is worth another try. */
const AWAY_RETRY_MS = 1_000

/** What whoever asked is told of a failure of ours: to try again where that may help. */
export function faultTold(error: unknown): WireError {
  return error instanceof StorageAway
    ? wireError('overloaded', { retryMs: AWAY_RETRY_MS })
    : wireError('internal')
}
