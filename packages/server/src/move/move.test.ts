import { createNodeLeases } from '@pult/storage'
import { hasPostgres, sharedPostgres } from '@pult/storage/testing'
import type { SQL } from 'bun'
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ADMIN, environmentOf, MAIN, run, startProgram, temporaryFolder } from '../../testing/program.ts'
import { lifelikeLog, PUSH_KEYS, readLog, SECRET, WORKSPACE, writeFolder } from './move.fixture.ts'

// Real databases and programs, on machines that do other things as well.
setDefaultTimeout(120_000)

const LOG = lifelikeLog(700)
/** Who signs in has come with the move. */
const NO_ADMIN = { PULT_ADMIN_EMAIL: '', PULT_ADMIN_PASSWORD: '' }

function signIn(url: string): Promise<Response> {
  return fetch(`${url}/api/v1/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(ADMIN),
  })
}

describe.skipIf(!hasPostgres())('pult move', () => {
  let DATABASE_URL: string
  let sql: SQL
  let folder: ReturnType<typeof temporaryFolder>
  let data: string
  beforeEach(async () => {
    DATABASE_URL = await (await sharedPostgres()).createDatabase()
    sql = new Bun.SQL(DATABASE_URL, { max: 1 })
    folder = temporaryFolder()
    data = join(folder.path, 'data')
  })
  afterEach(async () => {
    await sql.close({ timeout: 0 })
    folder[Symbol.dispose]()
  })

  const move = (...words: readonly string[]) => run(['move', ...words], { DATABASE_URL, PULT_DATA: data })
  const row = async () => {
    const rows = await sql<{ log_epoch: string; head_seq: string; lease_owner: string | null }[]>`
      SELECT log_epoch, head_seq, lease_owner FROM workspaces`
    return rows.map((one) => ({ ...one, head_seq: Number(one.head_seq) }))
  }

  const head = async (): Promise<number> => (await row().catch(() => []))[0]?.head_seq ?? 0

  test('[SV22] takes a folder into a database and back, the same log with the same epoch, and the secrets', async () => {
    await writeFolder(data, LOG)
    const there = await move()
    expect(there).toMatchObject({ code: 0 })
    expect(there.output).toContain(`${WORKSPACE}: ${LOG.length} records are in the database pult_`)
    expect(there.output).toContain(`they lie in ${data}/attachments`)
    expect(await row()).toEqual([{ log_epoch: 'the first epoch', head_seq: LOG.length, lease_owner: null }])
    expect(await sql`SELECT name, value FROM secrets ORDER BY name`).toEqual([
      { name: `push ${WORKSPACE}`, value: PUSH_KEYS },
      { name: 'server', value: SECRET },
    ])
    expect(await sql`SELECT node FROM nodes`).toEqual([])
    expect(await move()).toMatchObject({ code: 0, output: there.output })

    const back = join(folder.path, 'back')
    const again = await move('--from', 'DATABASE_URL', '--to', `sqlite:${back}`)
    expect(again).toMatchObject({ code: 0 })
    expect(again.output).toContain(`Now start Pult with PULT_DATA=${back} and without DATABASE_URL.`)
    expect(await readLog(back)).toEqual(await readLog(data))
    expect(readFileSync(join(back, 'secret.key'), 'utf8')).toBe(`${SECRET}\n`)
    expect(statSync(join(back, 'secret.key')).mode & 0o777).toBe(0o600)
    expect(existsSync(join(back, 'workspaces', WORKSPACE, 'push-keys.json'))).toBe(true)
    expect(await row()).toMatchObject([{ lease_owner: null }])
  })

  test('[SV22] copies from a Pult that runs, says when to stop it, and goes on by itself; both ways', async () => {
    // What an earlier life wrote is in the file itself; what this one writes is not, as long as it runs.
    await (await startProgram({ PULT_DATA: data })).stop()
    const program = await startProgram({ PULT_DATA: data })
    expect((await signIn(program.url)).status).toBe(200)

    const early = await move('--wait', '0')
    expect(early).toMatchObject({ code: 75, errors: expect.stringContaining('Stop Pult and run this again') })
    const [copied] = await row()
    expect(copied?.head_seq).toBeGreaterThan(0)
    expect(copied?.lease_owner).toBe('pult move')

    const moving = Bun.spawn([process.execPath, MAIN, 'move'], {
      env: environmentOf({ DATABASE_URL, PULT_DATA: data }),
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    let said = ''
    for await (const chunk of moving.stderr) {
      said += new TextDecoder().decode(chunk)
      if (said.includes('Stop Pult now')) break
    }
    expect(await program.stop()).toBe(0)
    expect(await moving.exited).toBe(0)
    expect((await row())[0]?.head_seq).toBeGreaterThan(copied!.head_seq)

    // On the database the same people sign in; and on the way back a Pult that works there is waited for as well.
    const node = await startProgram({ DATABASE_URL, PULT_DATA: join(folder.path, 'node'), ...NO_ADMIN })
    expect((await signIn(node.url)).status).toBe(200)
    const back = join(folder.path, 'back')
    const busy = await move('--from', DATABASE_URL, '--to', `sqlite:${back}`, '--wait', '0')
    expect(busy).toMatchObject({ code: 75, errors: expect.stringContaining('works on it') })
    expect(await node.stop()).toBe(0)
    expect(await move('--from', DATABASE_URL, '--to', `sqlite:${back}`)).toMatchObject({ code: 0 })
    const second = await startProgram({ PULT_DATA: back, ...NO_ADMIN })
    expect((await signIn(second.url)).status).toBe(200)
    expect(await second.stop()).toBe(0)
  })

  test('[SV22] killed in the middle, goes on where it was; meanwhile no node begins to work on the half', async () => {
    const log = lifelikeLog(6_000)
    await writeFolder(data, log)
    const killed = Bun.spawn([process.execPath, MAIN, 'move'], {
      env: environmentOf({ DATABASE_URL, PULT_DATA: data }),
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'ignore',
    })
    while ((await head()) === 0) await Bun.sleep(5)
    killed.kill('SIGKILL')
    await killed.exited

    const half = await head()
    expect(half % 500).toBe(0)
    const leases = createNodeLeases(() => sql)
    const { leases: standing } = await leases.beat('a node', false, 60_000)
    expect(await leases.take('a node', standing[0]!)).toBeNull()

    const { code, output } = await move()
    expect(code).toBe(0)
    expect(output).toContain(`${WORKSPACE}: ${log.length} records are in`)
    expect(await head()).toBe(log.length)
  })

  test('[SV22] another workspace, another secret, a node at work: each is refused with what to do, and nothing is touched', async () => {
    await writeFolder(data, LOG)
    const { code } = await move()
    expect(code).toBe(0)

    const other = join(folder.path, 'other')
    await writeFolder(other, LOG, 'another epoch')
    expect(await move('--from', `sqlite:${other}`)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('it is another one. Move into an empty database'),
    })
    const leases = createNodeLeases(() => sql)
    const { leases: standing } = await leases.beat('node 1', false, 60_000)
    await leases.take('node 1', standing[0]!)
    expect(await move()).toMatchObject({
      code: 1,
      errors: expect.stringContaining('the node node 1 works on it. Stop that first.'),
    })
    await leases.leave('node 1')
    await sql`UPDATE secrets SET value = 'x' WHERE name = 'server'`
    expect(await move()).toMatchObject({
      code: 1,
      errors: expect.stringContaining('another secret "server"'),
    })
    expect(await row()).toMatchObject([{ log_epoch: 'the first epoch', head_seq: LOG.length }])
  })

  test('[SV22] a target that went another way, or further, is found out before anything is written there', async () => {
    await writeFolder(data, LOG)
    await move()
    const [shorter, other] = [join(folder.path, 'shorter'), join(folder.path, 'other')]
    await writeFolder(shorter, LOG.slice(0, 600))
    expect(await move('--from', `sqlite:${shorter}`)).toMatchObject({
      code: 1,
      errors: expect.stringContaining(`The target has ${LOG.length} records`),
    })
    await writeFolder(other, lifelikeLog(2_000, 'Добрый день'))
    const { code, errors } = await move('--from', `sqlite:${other}`)
    expect(code).toBe(1)
    expect(errors).toMatch(/^Record \d+ is not the same in both places\.\n$/)
    expect(await row()).toMatchObject([{ head_seq: LOG.length }])
  })

  test('[SV22] read models that do not answer alike are found out', async () => {
    await writeFolder(data, LOG)
    await move()
    await sql`DELETE FROM changes`
    const { code, errors } = await move()
    expect(code).toBe(1)
    expect(errors).toContain('The logs are the same, and the read models do not answer alike: ')
  })

  test('[SV22] what cannot be read or reached is one sentence, without a password', async () => {
    const nothing = await move()
    expect(nothing).toMatchObject({ code: 1, errors: `There is no workspace in the folder ${data}.\n` })
    await writeFolder(data, LOG)
    const nowhere = await move('--to', 'postgres://pult:s3cret@127.0.0.1:1/pult')
    expect(nowhere.code).toBe(69)
    expect(nowhere.output + nowhere.errors).not.toContain('s3cret')
    const empty = await move('--from', DATABASE_URL, '--to', `sqlite:${join(folder.path, 'new')}`)
    expect(empty.code).not.toBe(0)
  })
})
