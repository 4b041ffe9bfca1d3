import { hasPostgres, sharedPostgres } from '@pult/storage/testing'
import { beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { run } from '../testing/program.ts'

// A real database and real programs, on machines that do other things as well.
setDefaultTimeout(60_000)

describe.skipIf(!hasPostgres())('pult migrate', () => {
  let DATABASE_URL: string
  beforeEach(async () => void (DATABASE_URL = await (await sharedPostgres()).createDatabase()))

  test('[SV20] says what it did, step by step, and has nothing to do the second time', async () => {
    const first = await run(['migrate'], { DATABASE_URL })
    expect(first).toMatchObject({ code: 0, errors: '' })
    expect(first.output).toMatch(/^Nothing of Pult is in the database pult_\d+ at 127\.0\.0\.1:\d+\.\n/)
    expect(first.output).toContain('  schema 1: made the tables workspaces, log, ')
    expect(first.output).toContain('  schema 2: made the tables nodes, node_words, secrets\n')
    expect(first.output).toContain('  schema 3: what is there was changed\n')
    const second = await run(['migrate'], { DATABASE_URL })
    expect(second).toMatchObject({ code: 0, errors: '' })
    expect(second.output).toMatch(/nothing was to be done\.\n$/)
  })

  test('[SV20] two at once make each step once', async () => {
    const both = await Promise.all([run(['migrate'], { DATABASE_URL }), run(['migrate'], { DATABASE_URL })])
    expect(both.map(({ code, errors }) => ({ code, errors }))).toEqual([
      { code: 0, errors: '' },
      { code: 0, errors: '' },
    ])
    const said = both.map(({ output }) => output).join('')
    expect(said.match(/schema 1: made/g)).toHaveLength(1)
  })

  test('[SV20] a newer database is refused and left as it is: exit code 65', async () => {
    await run(['migrate'], { DATABASE_URL })
    const sql = new Bun.SQL(DATABASE_URL, { max: 1 })
    await sql`UPDATE schema_version SET version = 99`
    const { code, errors } = await run(['migrate'], { DATABASE_URL })
    expect(code).toBe(65)
    expect(errors).toContain('its schema is 99')
    expect(await sql`SELECT version FROM schema_version`).toEqual([{ version: 99 }])
    await sql.close()
  })

  test('[SV20] without a database, or with one that does not answer, it says so soon, and no password', async () => {
    expect(await run(['migrate'])).toMatchObject({
      code: 78,
      errors: expect.stringContaining('DATABASE_URL'),
    })
    const nowhere = await run(['migrate'], { DATABASE_URL: 'postgres://pult:s3cret@127.0.0.1:1/pult' })
    expect(nowhere.code).toBe(69)
    expect(nowhere.errors).toContain('the database does not answer')
    expect(nowhere.output + nowhere.errors).not.toContain('s3cret')
    expect(await run(['migrate', '--now'], { DATABASE_URL })).toMatchObject({ code: 64 })
  })
})
