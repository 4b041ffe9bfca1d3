import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PushService } from '../../gateway/src/testing/push-service.ts'
import { ADMIN, run, startProgram, temporaryFolder, type Program } from '../testing/program.ts'

/** Starting takes a second on a quiet machine. */
setDefaultTimeout(60_000)

const folder = temporaryFolder()
const service = new PushService()
const settings = { PULT_DATA: folder.path, PULT_PUSH_HOSTS: service.host, LOG_LEVEL: 'trace' }
const path = join(folder.path, 'workspaces/main/push-keys.json')
let program: Program

beforeAll(async () => {
  program = await startProgram(settings)
})
afterAll(async () => {
  await program.stop()
  await service.stop()
  folder[Symbol.dispose]()
})

async function asked<T>(path: string, body?: unknown, token?: string): Promise<T> {
  const response = await fetch(`${program.url}/api/v1${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  })
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as T
}

test('[SV17] [PU2] [E17] keys and subscriptions outlive a restart; nothing secret of them is in the log or on the wire', async () => {
  const { token } = await asked<{ token: string }>('/login', ADMIN)
  const { publicKey } = await asked<{ publicKey: string }>('/push', undefined, token)
  const browser = service.browser('admin')
  await asked('/commands/subscribePush', { data: { ...browser, language: 'ru' } }, token)
  const before = program.output()
  expect(await program.stop()).toBe(0)

  program = await startProgram(settings)
  expect(await asked<unknown>('/push', undefined, token)).toEqual({ publicKey })
  const { items } = await asked<{ items: { channelKey: string }[] }>('/channels', undefined, token)
  const { channelKey } = items[0]!
  const { clientToken } = await asked<{ clientToken: string }>('/client/hello', { channelKey })
  await asked('/commands/sendMessage', { data: { body: 'Есть кто?' } }, clientToken)
  await asked('/commands/callOperator', { data: {} }, clientToken)
  for (let round = 0; round < 1_000 && service.received.length === 0; round += 1) await Bun.sleep(5)
  const [received] = service.received
  expect(service.opened(received!)).toMatchObject({ kind: 'help', title: expect.stringContaining('Помощ') })
  await service.claims(received!, publicKey, Date.now())

  const { privateKey } = JSON.parse(readFileSync(path, 'utf8')) as { privateKey: string }
  expect(statSync(path).mode & 0o777).toBe(0o600)
  for (const secret of [privateKey, browser.endpoint, browser.keys.auth]) {
    expect(before + program.output()).not.toContain(secret)
  }
})

test('[SV17] [SV5] damaged keys are refused and left as they are', async () => {
  await program.stop()
  const good = readFileSync(path, 'utf8')
  const other = JSON.stringify({ ...(JSON.parse(good) as object), privateKey: 'A'.repeat(43) })
  for (const text of ['nonsense', '{}', other]) {
    writeFileSync(path, text)
    const { code, errors } = await run(['start'], { ...settings, PORT: '0' })
    expect(errors).toStartWith(`${path} holds no keys of ours. Restore it from a backup; or remove it`)
    expect(code).toBe(65)
    expect(readFileSync(path, 'utf8')).toBe(text)
  }
  writeFileSync(path, good)
  program = await startProgram(settings)
})

test('[SV1] [PU1] a list of push services that is none is told', async () => {
  const { code, errors } = await run(['start'], { PULT_PUSH_HOSTS: 'http://push.example.com' })
  expect(errors).toContain('PULT_PUSH_HOSTS: "http://push.example.com" is not a list of push services')
  expect(code).toBe(78)
})
