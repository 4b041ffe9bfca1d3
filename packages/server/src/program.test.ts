import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { settingList } from './config.ts'
import { ADMIN, run, startProgram, temporaryFolder, type Program } from '../testing/program.ts'

// Real programs, on machines that do other things as well.
setDefaultTimeout(30_000)

describe('the command line', () => {
  test('[SV1] a wrong setting names itself, without a stack, with exit code 78', async () => {
    for (const command of ['start', 'config']) {
      const { code, errors, output } = await run([command], { PORT: 'eighty' })
      expect({ code, errors, output }).toEqual({
        code: 78,
        errors: 'PORT: "eighty" is not a port from 0 to 65535. The port to listen on.\n',
        output: '',
      })
    }
  })

  test('[SV2] pult config prints every setting, no secret, and what is no setting', async () => {
    const { code, output, errors } = await run(['config'], {
      PULT_ADMIN_EMAIL: ADMIN.email,
      PULT_ADMIN_PASSWORD: ADMIN.password,
      PULT_DTAA: './x',
    })
    expect(code).toBe(0)
    for (const { name } of settingList) expect(output).toContain(name)
    expect(output).toContain('(set)')
    expect(output + errors).not.toContain(ADMIN.password)
    expect(errors).toContain('PULT_DTAA is no setting of Pult')
  })

  test('[SV6] what is not a command is answered with the list of them and exit code 64', async () => {
    const { code, errors } = await run(['dance'])
    expect(code).toBe(64)
    expect(errors).toContain('There is no command "dance".')
    expect(errors).toContain('pult simulate')
    expect((await run(['help'])).output).toContain('pult config')
  })
})

describe('a folder that was used', () => {
  const folder = temporaryFolder()
  const data = join(folder.path, 'data')
  /** As a stop in order left it: everything is in the files themselves. */
  const stopped = join(folder.path, 'stopped')
  let first: Program
  beforeAll(async () => {
    const before = await startProgram({ PULT_DATA: data })
    await before.stop()
    cpSync(data, stopped, { recursive: true })
    first = await startProgram({ PULT_DATA: data })
  })
  afterAll(async () => {
    await first.stop('SIGKILL')
    folder[Symbol.dispose]()
  })

  /** A copy of the folder in which something has happened. */
  async function startedWith(harm: (copy: string) => void): Promise<{ code: number; errors: string }> {
    using copies = temporaryFolder()
    const copy = join(copies.path, 'copy')
    cpSync(stopped, copy, { recursive: true })
    harm(copy)
    return await run(['start'], { PULT_DATA: copy, PORT: '0' })
  }

  test('[SV5] that another Pult has: exit code 75', async () => {
    const { code, errors } = await run(['start'], { PULT_DATA: data, PORT: '0' })
    expect(errors).toBe(
      `Another Pult uses the data folder ${data}. Stop it, or set PULT_DATA to another folder.\n`,
    )
    expect(code).toBe(75)
  })

  test('[SV5] with the port taken: exit code 69', async () => {
    using other = temporaryFolder()
    const { port } = new URL(first.url)
    const { code, errors } = await run(['start'], { PULT_DATA: other.path, PORT: port, HOST: '127.0.0.1' })
    expect(errors).toBe(
      `Port ${port} is taken by another program. Stop that one, or set PORT to a free port.\n`,
    )
    expect(code).toBe(69)
  })

  test('[SV5] that cannot be made: exit code 73', async () => {
    const file = join(folder.path, 'file')
    writeFileSync(file, '')
    for (const path of [file, join(file, 'below')]) {
      const { code, errors } = await run(['start'], { PULT_DATA: path, PORT: '0' })
      expect(errors).toStartWith(`Pult cannot write to the data folder ${path} (`)
      expect(errors).not.toContain('\n    at ')
      expect(code).toBe(73)
    }
  })

  test('[SV5] [SV7] whose secret is damaged: exit code 65, and it is left as it is', async () => {
    let path = ''
    const { code, errors } = await startedWith((copy) => {
      path = join(copy, 'secret.key')
      writeFileSync(path, 'short')
    })
    expect(errors).toStartWith(`${path} holds no secret of ours. Restore it from a backup; or remove it`)
    expect(code).toBe(65)
  })

  test('[SV5] [G10] whose log is damaged or another file: exit code 65', async () => {
    for (const harm of [
      (path: string) => writeFileSync(path, 'this was never a log, however long it is. '.repeat(300)),
      (path: string) => writeFileSync(path, readFileSync(path).fill(0x5a, 4096)),
    ]) {
      const { code, errors } = await startedWith((copy) => harm(join(copy, 'workspaces/main/log.sqlite')))
      expect(errors).toContain('is damaged')
      expect(errors).toContain('restore it from a backup.')
      expect(errors).not.toContain('\n    at ')
      expect(code).toBe(65)
    }
  })

  test('[SV7] the secret is for the owner only, and the same at every start', async () => {
    const path = join(data, 'secret.key')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    using copies = temporaryFolder()
    mkdirSync(join(copies.path, 'x'))
    cpSync(path, join(copies.path, 'x', 'secret.key'))
    const second = await startProgram({ PULT_DATA: join(copies.path, 'x') })
    expect(await second.stop()).toBe(0)
    expect(readFileSync(join(copies.path, 'x', 'secret.key'), 'utf8')).toBe(readFileSync(path, 'utf8'))
    expect(existsSync(join(copies.path, 'x', 'workspaces'))).toBe(true)
  })
})

describe('requests in the log', () => {
  const folder = temporaryFolder()
  let program: Program
  beforeAll(async () => {
    program = await startProgram({
      PULT_DATA: folder.path,
      LOG_LEVEL: 'debug',
      PULT_TRUSTED_PROXIES: '127.0.0.1',
    })
  })
  afterAll(async () => {
    await program.stop()
    folder[Symbol.dispose]()
  })
  const lines = (): Record<string, unknown>[] =>
    program
      .output()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  const lineOf = async (id: string | null, method?: string): Promise<Record<string, unknown> | undefined> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const line = lines().find(
        (entry) => entry['id'] === id && (method === undefined || entry['method'] === method),
      )
      if (line !== undefined) return line
      await Bun.sleep(10)
    }
    return undefined
  }

  test('[SV3] each has an id, which the answer carries, and a line without its query', async () => {
    const answer = await fetch(`${program.url}/api/v1/attachments/att_1?expires=1&signature=kanarienvogel`)
    const id = answer.headers.get('x-request-id')
    expect(id).toMatch(/^[\w-]{12}$/)
    expect(await lineOf(id)).toMatchObject({
      level: 'debug',
      method: 'GET',
      path: '/api/v1/attachments/att_1',
      status: answer.status,
      ms: expect.any(Number),
    })
    expect(program.output()).not.toContain('kanarienvogel')
  })

  test('[SV3] the id of a trusted proxy is taken, unless it is no id', async () => {
    const named = await fetch(`${program.url}/healthz`, { headers: { 'x-request-id': 'proxy-42' } })
    expect(named.headers.get('x-request-id')).toBe('proxy-42')
    expect(await lineOf('proxy-42')).toMatchObject({ path: '/healthz', status: 200 })
    const odd = await fetch(`${program.url}/healthz`, { headers: { 'x-request-id': 'a b"c' } })
    expect(odd.headers.get('x-request-id')).toMatch(/^[\w-]{12}$/)
  })

  test('[SV3] a socket has an id too, told when it opens and when it ends', async () => {
    const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/v1/client/stream`, {
      headers: { 'x-request-id': 'socket-7' },
    } as unknown as string[])
    await new Promise((resolve) => socket.addEventListener('open', resolve))
    socket.close(1000)
    expect(await lineOf('socket-7', 'GET')).toMatchObject({ status: 101, path: '/api/v1/client/stream' })
    expect(await lineOf('socket-7', 'SOCKET')).toMatchObject({ status: 1000 })
  })

  test('[SV4] nothing that signs anybody in stands in the log of the real program', async () => {
    const login = await fetch(`${program.url}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    })
    const { token } = (await login.json()) as { token: string }
    await fetch(`${program.url}/api/v1/me?token=${token}`, { headers: { authorization: `Bearer ${token}` } })
    const wrong = 'a-wrong-password-of-somebody'
    await fetch(`${program.url}/api/v1/login`, {
      method: 'POST',
      body: JSON.stringify({ email: ADMIN.email, password: wrong }),
    })
    expect(await lineOf(login.headers.get('x-request-id'))).toBeDefined()
    const cookie = login.headers.get('set-cookie')?.split(/[=;]/)[1] ?? 'no cookie'
    for (const secret of [token, cookie, ADMIN.password, wrong]) {
      expect(secret.length).toBeGreaterThan(10)
      expect(program.output()).not.toContain(secret)
    }
  })
})
