import { StorageAway, StorageFault } from '@pult/engine'
import {
  connectPostgres,
  migrateDatabase,
  readSchemaVersion,
  SCHEMA_VERSION,
  type SchemaStep,
} from '@pult/storage'
import { readConfig } from './config.ts'
import { shownDatabase, withoutPassword } from './database-address.ts'
import { exitCodes } from './exit-codes.ts'

const USAGE = `pult migrate

  Brings the database of DATABASE_URL to the schema of this version, and says what it did. It may be run as often as you like, and on
  several machines at once; each step is made once, whole or not at all. A database of a newer version is refused and left as it is.
`

/** `pult migrate`. Returns the exit code. @throws ConfigError */
export async function migrateCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  if (args.length > 0) {
    const isHelp = args.length === 1 && args[0] === '--help'
    if (isHelp) process.stdout.write(USAGE)
    else process.stderr.write(`pult migrate takes no "${args.join(' ')}".\n\n${USAGE}`)
    return isHelp ? exitCodes.done : exitCodes.usage
  }
  const { DATABASE_URL: url } = readConfig(environment).config
  if (url === '') {
    process.stderr.write('DATABASE_URL is not set: there is no database to bring to a schema.\n')
    return exitCodes.config
  }
  const sql = connectPostgres(url, { connectionsMax: 1 })
  try {
    const before = await readSchemaVersion(sql)
    process.stdout.write(
      `${before === 0 ? 'Nothing of Pult is in' : `Schema ${before} is in`} ${shownDatabase(url)}.\n`,
    )
    const taken = await migrateDatabase(sql, {
      onStep: (step) => void process.stdout.write(`  ${stepLine(step)}\n`),
    })
    process.stdout.write(
      taken === 0
        ? `It is at schema ${SCHEMA_VERSION}, the one of this version: nothing was to be done.\n`
        : `It is at schema ${SCHEMA_VERSION} now.\n`,
    )
    return exitCodes.done
  } catch (error) {
    const said = withoutPassword(error instanceof Error ? error.message : String(error), url)
    process.stderr.write(`${said}\n`)
    if (error instanceof StorageAway) return exitCodes.unavailable
    // Ours are about what is kept: a newer version. The database's own (no such right, no room) leave what is kept as it was.
    return error instanceof StorageFault && error.cause === undefined
      ? exitCodes.dataDamaged
      : exitCodes.failed
  } finally {
    await sql.close({ timeout: 0 })
  }
}

function stepLine({ version, made: { tables, indexes } }: SchemaStep): string {
  const parts = [
    tables.length === 0 ? '' : `the tables ${tables.join(', ')}`,
    indexes.length === 0 ? '' : `${indexes.length} indexes`,
  ].filter((part) => part !== '')
  return `schema ${version}: ${parts.length === 0 ? 'what is there was changed' : `made ${parts.join(' and ')}`}`
}
