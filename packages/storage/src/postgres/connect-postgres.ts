import { SQL } from 'bun'

/** A transaction whose client is gone without a word holds its locks until the server gives it up. */
const IDLE_IN_TRANSACTION_MS = 10_000
/** Nothing here runs for longer; a statement that waits for a lock for so long is tried again. */
const LOCK_WAIT_MS = 5_000
const CONNECT_SECONDS = 5
/** Connections of one process: a workspace writes with one at a time, and readers share the others. */
const CONNECTIONS_MAX = 10

/**
 * A pool with the settings that the stores rely on. Connects when it is first asked. `url`: `postgres://user:password@host:port/database`, with
 * `sslmode` and the like as Bun takes them; what it sets itself wins over nothing here but the two limits of time.
 */
export function connectPostgres(url: string, options: { readonly connectionsMax?: number } = {}): SQL {
  return new SQL(url, {
    max: options.connectionsMax ?? CONNECTIONS_MAX,
    connectionTimeout: CONNECT_SECONDS,
    connection: {
      idle_in_transaction_session_timeout: `${IDLE_IN_TRANSACTION_MS}ms`,
      lock_timeout: `${LOCK_WAIT_MS}ms`,
    },
  })
}
