import { SCHEMA_VERSION } from '@pult/storage'
import { shownDatabase, withoutPassword } from '../database-address.ts'
import { type DatabaseFacts, readDatabaseFacts } from './database-facts.ts'
import { type Finding, ok, problem, sentenceOf } from './finding.ts'
import { shownMs } from './milliseconds.ts'

/** The oldest that its makers still look after. */
const VERSION_MIN = 130_000
/** What one Pult takes, and one more that is being started in its place. */
const CONNECTIONS_FREE_MIN = 20
/** Messages have the time of the node that took them: apart by more than this, two nodes put them in an order that people notice. */
export const CLOCK_MS_MAX = 2_000
/** Each answer waits for a commit: above this people feel it. */
const COMMIT_MS_MAX = 50

/** The database of DATABASE_URL. */
export async function checkDatabase(url: string, nowMs: () => number): Promise<readonly Finding[]> {
  try {
    return judgeDatabase(shownDatabase(url), await readDatabaseFacts(url, nowMs))
  } catch (error) {
    return [unreachable(url, error)]
  }
}

/** What to do about an error of connecting, by what is usually behind it. */
function unreachable(url: string, error: unknown): Finding {
  const said = withoutPassword(sentenceOf(error), url)
  const state = error instanceof Error && 'errno' in error ? String(error.errno) : ''
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined
  const code = state !== '' || cause === undefined ? state : String(Reflect.get(cause, 'errno') ?? '')
  const mends: Readonly<Record<string, string>> = {
    '28P01':
      'The name or the password in DATABASE_URL is wrong. Signs like @ : / # in a password are written as %40 %3A %2F %23.',
    '28000':
      'The server does not let this user in from here: see its pg_hba.conf; many want TLS, which is ?sslmode=require in DATABASE_URL.',
    '3D000': `There is no such database: CREATE DATABASE … ENCODING 'UTF8'.`,
    '53300':
      'All connections of the server are in use: raise its max_connections, or give other programs fewer.',
  }
  return problem(
    'database',
    `${shownDatabase(url)} cannot be used (${said})`,
    mends[code] ??
      'Is the server running, is its address right, and does a firewall let this machine through to it?',
  )
}

/** One line for each thing that a database can be wrong in. */
export function judgeDatabase(shown: string, facts: DatabaseFacts): readonly Finding[] {
  return [
    judgeServer(shown, facts),
    judgeDurability(facts),
    judgeSchema(facts),
    judgeConnections(facts),
    judgeLimits(facts),
    judgeClock(facts),
    ...judgeCommit(facts),
  ]
}

function judgeServer(
  shown: string,
  { version, versionNumber, encoding, isStandby, roundTripMs }: DatabaseFacts,
): Finding {
  const says = `PostgreSQL ${version ?? '(unknown version)'}, ${shown}, answers in ${shownMs(roundTripMs)}`
  if (isStandby)
    return problem(
      'database',
      `${says}, and is a standby`,
      'Let DATABASE_URL lead to the primary: nothing can be written here.',
    )
  if (versionNumber !== null && versionNumber < VERSION_MIN)
    return problem('database', says, `It is older than ${VERSION_MIN / 10_000}: use a newer PostgreSQL.`)
  if (encoding !== null && encoding !== 'UTF8')
    return problem(
      'database',
      `${says}, and keeps texts as ${encoding}`,
      `Not every message can be kept so. Make a database with ENCODING 'UTF8' TEMPLATE template0.`,
    )
  return ok('database', says)
}

function judgeDurability({ fsync, synchronousCommit, fullPageWrites }: DatabaseFacts): Finding {
  const off = [
    ['fsync', fsync],
    ['synchronous_commit', synchronousCommit],
    ['full_page_writes', fullPageWrites],
  ].filter(([, value]) => value === 'off')
  if (off.length === 0) return ok('durability', 'what is committed outlives a power cut')
  const names = off.map(([name]) => `${name} = off`).join(', ')
  return problem(
    'durability',
    `${names}: messages that were acknowledged may be gone after a power cut`,
    `Set ${names.replaceAll('off', 'on')} in postgresql.conf and reload.`,
  )
}

function judgeSchema({ schemaVersion, mayCreate }: DatabaseFacts): Finding {
  if (schemaVersion > SCHEMA_VERSION)
    return problem(
      'schema',
      `the database has schema ${schemaVersion}, this version knows ${SCHEMA_VERSION}`,
      'A newer Pult has worked there: use that version.',
    )
  if (schemaVersion === SCHEMA_VERSION) return ok('schema', `${schemaVersion}, the one of this version`)
  const is =
    schemaVersion === 0
      ? 'nothing of Pult is there yet'
      : `${schemaVersion}, this version wants ${SCHEMA_VERSION}`
  return mayCreate
    ? ok('schema', `${is}; the next start brings it there, or pult migrate`)
    : problem(
        'schema',
        `${is}, and this user may not make tables`,
        'GRANT CREATE ON SCHEMA public TO the user of DATABASE_URL, or let it own the database.',
      )
}

function judgeConnections({ connectionsMax, connectionsUsed }: DatabaseFacts): Finding {
  if (connectionsMax === null || connectionsUsed === null) return ok('connections', 'the server does not say')
  const says = `${connectionsUsed} of ${connectionsMax} are in use`
  return connectionsMax - connectionsUsed < CONNECTIONS_FREE_MIN
    ? problem(
        'connections',
        says,
        `Raise max_connections: each Pult takes up to 10, and ${CONNECTIONS_FREE_MIN} should be free.`,
      )
    : ok('connections', says)
}

/** Asked for at the connection; a pooler in between may drop them, and then a node that died holds its workspace for ever. */
function judgeLimits({ idleLimit, lockLimit }: DatabaseFacts): Finding {
  return isThere(idleLimit) && isThere(lockLimit)
    ? ok('limits', `a connection that died is given up after ${idleLimit}`)
    : problem(
        'limits',
        'idle_in_transaction_session_timeout or lock_timeout does not reach the server',
        'A pooler in between drops them: let DATABASE_URL lead past it, or use its session mode and let these two through.',
      )
}

/** 0 is how the server says that there is no limit. */
function isThere(limit: string | null): boolean {
  return limit !== null && limit !== '0'
}

function judgeClock({ aheadMs, roundTripMs }: DatabaseFacts): Finding {
  const seconds = (Math.abs(aheadMs) / 1_000).toFixed(1)
  if (Math.abs(aheadMs) - roundTripMs > CLOCK_MS_MAX)
    return problem(
      'clock',
      `the database's clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine's`,
      'Let both machines take their time from NTP (chrony, systemd-timesyncd).',
    )
  return ok('clock', `the database's clock and this machine's are ${seconds} s apart`)
}

function judgeCommit({ commitMs }: DatabaseFacts): readonly Finding[] {
  if (commitMs === null) return []
  const says = `takes ${shownMs(commitMs)}`
  return [
    commitMs > COMMIT_MS_MAX
      ? problem(
          'commit',
          says,
          'Every answer waits for that: is the disk of the database slow, or the way to it long?',
        )
      : ok('commit', says),
  ]
}
