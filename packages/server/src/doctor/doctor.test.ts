import { hasPostgres, sharedPostgres, startPostgres } from '@pult/storage/testing'
import { afterAll, afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ObjectStore } from '../../../gateway/src/attachments/object-store.fixture.ts'
import { natsMissing, startNats } from '../../../cluster/src/testing/nats-server.ts'
import { freePort, run, startProgram, temporaryFolder, type Program } from '../../testing/program.ts'

// Real programs, databases and proxies, on machines that do other things as well.
setDefaultTimeout(60_000)

let folder: ReturnType<typeof temporaryFolder>
let PULT_DATA: string
beforeEach(() => {
  folder = temporaryFolder()
  PULT_DATA = join(folder.path, 'data')
})
afterEach(() => folder[Symbol.dispose]())

const doctor = (settings: Readonly<Record<string, string>>) => run(['doctor'], { PULT_DATA, ...settings })
/** The line about a subject, with what to do. */
function about(output: string, subject: string): string {
  const lines = output.split('\n')
  const index = lines.findIndex((line) => line.slice(9).startsWith(`${subject} `))
  return [lines[index], lines[index + 1]?.includes('→') === true ? lines[index + 1] : ''].join('\n')
}

describe('pult doctor, on a machine of its own', () => {
  test('[SV23] before the first start everything can be right, and nothing is changed', async () => {
    const { code, output, errors } = await doctor({ PORT: String(await freePort()) })
    expect({ code, errors, output }).toEqual({
      code: 0,
      errors: '',
      output: expect.stringMatching(/is free; no Pult runs here now\n\nEverything is as it should be\.\n$/),
    })
    expect(about(output, 'folder')).toContain('is not there yet; the first start makes it')
    expect(existsSync(PULT_DATA)).toBe(false)
  })

  test('[SV23] settings that cannot be read, or do not go together, are named with what to do', async () => {
    const wrong = await doctor({ PORT: 'eighty', DATABASE_URL: 'mysql://pult:s3cret@db/pult' })
    expect(wrong.code).toBe(1)
    expect(wrong.output).toContain('PORT: "eighty" is not a port')
    expect(wrong.output).toContain('DATABASE_URL: its value is not an address')
    expect(wrong.output).toEndWith('2 problems; the line under each says how to mend it.\n')
    expect(wrong.output).not.toContain('s3cret')

    const apart = await doctor({ PORT: '0', PULT_DTAA: './x', NATS_URL: 'nats://toktok@127.0.0.1:1' })
    expect(apart.code).toBe(1)
    expect(apart.output).toContain('PULT_DTAA is set, and is no setting of Pult')
    expect(apart.output).toContain('NATS_URL is set without DATABASE_URL')
    expect(about(apart.output, 'nats')).toContain('Is nats-server running')
    expect(apart.output).not.toContain('toktok')
    expect(await run(['doctor', 'me'])).toMatchObject({ code: 64 })
  })

  test('[SV23] a folder that is a file, and a secret that others can read', async () => {
    writeFileSync(PULT_DATA, 'a file')
    expect(about((await doctor({ PORT: '0' })).output, 'folder')).toMatch(
      /^problem .* is not a folder\n.*Set PULT_DATA/,
    )
    const other = join(folder.path, 'other')
    mkdirSync(other)
    writeFileSync(join(other, 'secret.key'), 'x')
    chmodSync(join(other, 'secret.key'), 0o644)
    const { code, output } = await doctor({ PORT: '0', PULT_DATA: other })
    expect(code).toBe(1)
    expect(about(output, 'folder')).toMatch(/^ok .* a write is safe on the disk after /)
    expect(about(output, 'disk')).toContain('GiB are free')
    expect(about(output, 'secret')).toMatch(/^problem .* can be read by other users\n.*chmod 600/)
    expect(readdirSync(other)).toEqual(['secret.key'])
  })
})

describe('pult doctor, with what others run', () => {
  test('[SV23] a bucket that can be used, and one that is not there', async () => {
    const { settings, close } = await openObjects()
    const good = await doctor({ PORT: '0', ...settings })
    expect(about(good.output, 'files')).toMatch(/^ok .* can be written, read and listed/)
    const missing = await doctor({ PORT: '0', ...settings, PULT_S3_BUCKET: 'nobodys' })
    expect(missing.code).toBe(1)
    expect(about(missing.output, 'files')).toMatch(
      /^problem .*There is no bucket nobodys.*\n.*Pult does not start/,
    )
    await close()
  })

  test.skipIf(natsMissing !== null)(
    '[SV23] NATS that passes words on, and one whose password is another',
    async () => {
      const nats = await startNats(['--user', 'pult', '--pass', 's3cret'])
      const as = (name: string): string => nats.url.replace('//', `//${name}@`)
      const good = await doctor({ PORT: '0', NATS_URL: as('pult:s3cret') })
      expect(about(good.output, 'nats')).toMatch(
        /^ok +nats +NATS \d\S+ at 127\.0\.0\.1:\d+ answers in .*1024 KiB/,
      )
      const wrong = await doctor({ PORT: '0', NATS_URL: as('pult:guess') })
      expect(about(wrong.output, 'nats')).toMatch(
        /^problem .*\n.*the password or the token in NATS_URL is wrong/,
      )
      expect(good.output + wrong.output).not.toMatch(/s3cret|guess/)
      await nats.kill()
    },
  )

  test.skipIf(Bun.which('openssl') === null)(
    '[SV23] a certificate that nobody believes, which ends soon',
    async () => {
      const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')]
      const words = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '9']
      await Bun.spawn(['openssl', 'req', ...words, '-keyout', key, '-out', cert], { stderr: 'ignore' }).exited
      using proxy = Bun.serve({
        port: 0,
        hostname: '127.0.0.1',
        tls: { key: Bun.file(key), cert: Bun.file(cert) },
        fetch: () => new Response('Hello'),
      })
      const { code, output } = await doctor({ PORT: '0', PULT_PUBLIC_URL: `https://127.0.0.1:${proxy.port}` })
      expect(code).toBe(1)
      expect(output).toMatch(/problem +settings .*PULT_TRUSTED_PROXIES is empty\n +→ .*share its limits/)
      expect(about(output, 'tls')).toMatch(/^problem .* is not believed \(.*\)\n.*the whole chain/)
      expect(about(output, 'public url')).toContain('the line "tls" says why')
    },
  )

  test('[SV23] what takes a connection and never says a word costs seconds, and then it ends', async () => {
    using silent = Bun.listen({ port: 0, hostname: '127.0.0.1', socket: { data: () => undefined } })
    const at = `127.0.0.1:${silent.port}`
    const { code, output } = await doctor({
      PORT: '0',
      DATABASE_URL: `postgres://pult@${at}/pult`,
      NATS_URL: `nats://${at}`,
      PULT_PUBLIC_URL: `https://${at}`,
    })
    expect(code).toBe(1)
    for (const subject of ['database', 'nats', 'tls', 'public url'])
      expect(about(output, subject)).toStartWith('problem')
    silent.stop(true)
  })
})

async function openObjects(): Promise<{
  readonly settings: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}> {
  const store = await ObjectStore.open()
  const { bucket, endpoint, region, keyId, secret } = store.settings
  const settings = {
    PULT_S3_BUCKET: bucket,
    PULT_S3_ENDPOINT: endpoint,
    PULT_S3_REGION: region,
    PULT_S3_KEY_ID: keyId,
    PULT_S3_SECRET: secret,
  }
  return { settings, close: () => store.close() }
}

describe('pult doctor, beside a Pult that runs', () => {
  let program: Program
  let url: string
  beforeEach(async () => {
    program = await startProgram({ PULT_DATA })
    url = program.url
  })
  afterEach(() => program.stop('SIGKILL'))
  const PORT = (): string => new URL(url).port

  test('[SV23] all is well: it answers, is ready, and a socket opens', async () => {
    const { code, output } = await doctor({ PORT: PORT(), HOST: '127.0.0.1', PULT_PUBLIC_URL: url })
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining('Everything is as it should be.'),
    })
    expect(about(output, 'server')).toMatch(/^ok .* Pult \S+ answers at /)
    expect(about(output, 'ready')).toContain('"status":"ready"')
    expect(about(output, 'websocket')).toContain('opens, and words pass both ways')
    expect(about(output, 'secret')).toContain('made today, readable by its owner only')
    expect(output.match(/^ok +websocket/gm)).toHaveLength(2)
  })

  test('[SV23] a proxy that passes no upgrade to WebSocket is found out, by the most usual way to get it wrong', async () => {
    using proxy = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: (request) => fetch(new URL(new URL(request.url).pathname, url), { method: request.method }),
    })
    const { code, output } = await doctor({
      PORT: PORT(),
      HOST: '127.0.0.1',
      PULT_PUBLIC_URL: `http://127.0.0.1:${proxy.port}`,
    })
    expect(code).toBe(1)
    expect(about(output, 'public url')).toMatch(/^ok /)
    expect(output).toMatch(
      /problem +websocket +ws:\S+ does not open \(the upgrade was answered with 4\d\d\)\n +→ The proxy does not pass upgrades to WebSocket\. In nginx: /,
    )
    expect(output).toEndWith('1 problem; the line under it says how to mend it.\n')
  })

  test('[SV23] a proxy that does not reach Pult, an address of nobody, and one that never answers', async () => {
    using broken = Bun.serve({ port: 0, fetch: () => new Response('Bad Gateway', { status: 502 }) })
    const bad = await doctor({ PORT: '0', PULT_PUBLIC_URL: `http://127.0.0.1:${broken.port}` })
    expect(about(bad.output, 'public url')).toMatch(/answers 502, and it is not Pult\n.*does not reach Pult/)
    const nobody = await doctor({ PORT: '0', PULT_PUBLIC_URL: `http://127.0.0.1:${await freePort()}` })
    expect(about(nobody.output, 'public url')).toMatch(/does not answer .*\n.*does the proxy run/)
    using silent = Bun.listen({ port: 0, hostname: '127.0.0.1', socket: { data: () => undefined } })
    const never = await doctor({ PORT: '0', PULT_PUBLIC_URL: `http://127.0.0.1:${silent.port}` })
    expect(never.code).toBe(1)
    expect(about(never.output, 'public url')).toContain('does not answer')
    silent.stop(true)
  })

  test('[SV23] another program on the port', async () => {
    using other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('Hello') })
    const { code, output } = await doctor({ PORT: String(other.port), HOST: '127.0.0.1' })
    expect(code).toBe(1)
    expect(about(output, 'server')).toMatch(/it is not Pult\n.*stop that one, or set PORT/)
  })
})

describe.skipIf(!hasPostgres())('pult doctor, with a database', () => {
  const careless = hasPostgres() ? startPostgres({ fsync: 'off', max_connections: '12' }) : undefined
  afterAll(async () => (await careless)?.dispose())

  test('[SV23] a good one: each thing that can be wrong has a line', async () => {
    const DATABASE_URL = await (await sharedPostgres()).createDatabase()
    const before = await doctor({ PORT: '0', DATABASE_URL })
    expect(about(before.output, 'schema')).toContain('the next start brings it there, or pult migrate')
    await run(['migrate'], { DATABASE_URL })
    const { output } = await doctor({ PORT: '0', DATABASE_URL })
    expect(about(output, 'database')).toMatch(/^ok +database +PostgreSQL \d+\S*.*, the database pult_\d+ at /)
    for (const subject of ['durability', 'schema', 'connections', 'limits', 'clock'])
      expect(about(output, subject)).toStartWith('ok ')
    expect(about(output, 'limits')).toContain('given up after 10s')
    expect(about(output, 'commit')).toMatch(/takes [\d.]+ ms/)
  })

  test('[SV23] a careless one, and one that is not there', async () => {
    const DATABASE_URL = await (await careless!).createDatabase()
    const { code, output } = await doctor({ PORT: '0', DATABASE_URL })
    expect(code).toBe(1)
    expect(about(output, 'durability')).toMatch(
      /^problem .*fsync = off.*\n.*Set fsync = on in postgresql\.conf/,
    )
    expect(about(output, 'connections')).toMatch(/^problem .* of 12 are in use\n.*Raise max_connections/)

    const missing = DATABASE_URL.replace(/\/[^/]+$/, '/nothing').replace('postgres@', 'postgres:s3cret@')
    const none = await doctor({ PORT: '0', DATABASE_URL: missing })
    expect(about(none.output, 'database')).toMatch(/^problem .*\n.*CREATE DATABASE/)
    const nowhere = await doctor({ PORT: '0', DATABASE_URL: 'postgres://pult:s3cret@127.0.0.1:1/pult' })
    expect(about(nowhere.output, 'database')).toMatch(/^problem .*\n.*Is the server running/)
    expect(none.output + nowhere.output).not.toContain('s3cret')
  })
})
