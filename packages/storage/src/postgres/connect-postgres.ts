import { SQL } from 'bun'

/** A transaction whose client is gone without a word holds its locks until the server gives it up. */
const IDLE_IN_TRANSACTION_MS = 10_000
/** Nothing here runs for longer; a statement that waits for a lock for so long is tried again. */
const LOCK_WAIT_MS = 5_000
const CONNECT_SECONDS = 5
/** Connections of one process: a workspace writes with one at a time, and readers share the others. */
const CONNECTIONS_MAX = 10

/** How to leave every connection of a pool and go on with others, by what {@link connectPostgres} returned. */
const anew = new WeakMap<SQL, () => void>()

/**
 * A pool with the settings that the stores rely on. Connects when it is first asked. `url`: `postgres://user:password@host:port/database`, with
 * `sslmode` and the like as Bun takes them; what it sets itself wins over nothing here but the two limits of time.
 */
export function connectPostgres(url: string, options: { readonly connectionsMax?: number } = {}): SQL {
  const open = (): SQL =>
    new SQL(url, {
      max: options.connectionsMax ?? CONNECTIONS_MAX,
      connectionTimeout: CONNECT_SECONDS,
      connection: {
        idle_in_transaction_session_timeout: `${IDLE_IN_TRANSACTION_MS}ms`,
        lock_timeout: `${LOCK_WAIT_MS}ms`,
      },
    })
  let pool = open()
  const way = new Proxy(pool, {
    apply: (_, self, words) => Reflect.apply(pool, self, words) as unknown,
    get(_, name) {
      const value: unknown = Reflect.get(pool, name)
      return typeof value === 'function' ? (value.bind(pool) as unknown) : value
    },
  })
  anew.set(way, () => {
    const silent = pool
    pool = open()
    silent.close({ timeout: 0 }).catch(() => undefined)
  })
  return way
}

/**
 * A line has fallen silent: every connection of the pool is closed, and the next question goes over new ones. Whoever waits for an answer over an old one hears at once
 * that it is gone, as when the database is killed. A pool does not notice by itself: it goes on giving questions to connections that nobody hears.
 */
export function connectAnew(sql: SQL): void {
  anew.get(sql)?.()
}
