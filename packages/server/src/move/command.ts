import { StorageAway, StorageFault } from '@pult/engine'
import { connectPostgres, migrateDatabase, readSchemaVersion, SCHEMA_VERSION } from '@pult/storage'
import type { SQL } from 'bun'
import { readConfig } from '../config.ts'
import { withoutPassword } from '../database-address.ts'
import { exitCodes } from '../exit-codes.ts'
import type { End } from './ends.ts'
import { CannotMove, type Moved, moveSecrets, moveWorkspace, StillInUse } from './move.ts'
import { MOVE_USAGE, type MoveOptions, parseMove, type Place, shownPlace } from './options.ts'
import { openPostgresEnd } from './postgres-end.ts'
import { createMoveBoard, type MoveBoard } from './progress.ts'
import { openSqliteEnd } from './sqlite-end.ts'

/** `pult move`. Returns the exit code. @throws ConfigError */
export async function moveCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const parsed = parseMove(args, readConfig(environment).config)
  if ('usage' in parsed) {
    process.stdout.write(MOVE_USAGE)
    return exitCodes.done
  }
  if ('fault' in parsed) {
    process.stderr.write(`${parsed.fault}.\n\n${MOVE_USAGE}`)
    return exitCodes.usage
  }
  const { options } = parsed
  const board = createMoveBoard(process.stderr, () => performance.now())
  const onInterrupt = (): void => {
    board.clear()
    process.stderr.write('Stopped. What was copied stays; the same command goes on from there.\n')
    process.exit(128 + 2)
  }
  process.on('SIGINT', onInterrupt)
  try {
    const moved = await moveAll(options, board)
    board.clear()
    process.stdout.write(summary(options, moved))
    return exitCodes.done
  } catch (error) {
    board.clear()
    const said = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${withoutPasswords(said, options)}\n`)
    return exitOf(error)
  } finally {
    process.off('SIGINT', onInterrupt)
  }
}

async function moveAll({ from, to, waitMs }: MoveOptions, board: MoveBoard): Promise<readonly Moved[]> {
  if (from.kind === 'postgres') await overOnePool(from.url, checkSchema)
  if (to.kind === 'postgres')
    await overOnePool(to.url, async (sql) => {
      // Asked first: a database that does not answer is told at once, and not after the patience of a long step.
      await readSchemaVersion(sql)
      await migrateDatabase(sql)
    })
  const [source, target] = [openEnd(from), openEnd(to)]
  try {
    const ids = await source.workspaces()
    if (ids.length === 0) throw new CannotMove(`There is no workspace in ${shownPlace(from)}.`)
    const ports = {
      source,
      target,
      waitMs,
      nowMs: Date.now,
      steadyMs: () => performance.now(),
      wait: (ms: number) => Bun.sleep(ms),
      progress: board,
    }
    await moveSecrets(ports, ids)
    const moved: Moved[] = []
    for (const id of ids) moved.push(await moveWorkspace(ports, id))
    return moved
  } finally {
    await source.close()
    await target.close()
  }
}

function openEnd(place: Place): End {
  return place.kind === 'sqlite' ? openSqliteEnd(place.directory) : openPostgresEnd(place.url)
}

async function overOnePool(url: string, run: (sql: SQL) => Promise<unknown>): Promise<void> {
  const sql = connectPostgres(url, { connectionsMax: 1 })
  try {
    await run(sql)
  } finally {
    await sql.close({ timeout: 0 })
  }
}

/** A source is left as it is: nothing is made in a database that was named by mistake. */
async function checkSchema(sql: SQL): Promise<void> {
  const version = await readSchemaVersion(sql)
  if (version === 0) throw new CannotMove('Nothing of Pult is in the database that --from names.')
  if (version !== SCHEMA_VERSION)
    throw new CannotMove(
      `The database that --from names has schema ${version}, and this version reads ${SCHEMA_VERSION}. Use pult migrate, or the version that wrote it.`,
    )
}

function summary({ from, to }: MoveOptions, moved: readonly Moved[]): string {
  const lines = moved.map(
    ({ id, records, questions }) =>
      `${id}: ${records} records are in ${shownPlace(to)}, each compared; ${questions} questions were asked of both read models, and answered alike.`,
  )
  return `${[
    ...lines,
    "The server's secret and the keys for pushes are there too. What was in the source is left as it was.",
    `Files that people sent are not moved: ${
      from.kind === 'sqlite' ? `they lie in ${from.directory}/attachments` : 'they lie where they lay'
    }. Copy them into PULT_DATA of the new place, or into a bucket (PULT_S3_BUCKET) that all machines share.`,
    to.kind === 'postgres'
      ? 'Now start Pult with DATABASE_URL. Keep the old folder until you are content; what happens from now on is not in it.'
      : `Now start Pult with PULT_DATA=${to.directory} and without DATABASE_URL.`,
  ].join('\n')}\n`
}

function withoutPasswords(said: string, { from, to }: MoveOptions): string {
  return [from, to].reduce(
    (text, place) => (place.kind === 'postgres' ? withoutPassword(text, place.url) : text),
    said,
  )
}

function exitOf(error: unknown): number {
  if (error instanceof StillInUse) return exitCodes.locked
  if (error instanceof StorageAway) return exitCodes.unavailable
  if (error instanceof StorageFault && error.cause === undefined) return exitCodes.dataDamaged
  return exitCodes.failed
}
