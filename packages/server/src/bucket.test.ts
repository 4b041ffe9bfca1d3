import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ObjectStore, WELL } from '../../gateway/src/attachments/object-store.fixture.ts'
import { ask } from '../../gateway/src/testing/ask.ts'
import { ADMIN, freePort, run, startProgram, temporaryFolder, type Program } from '../testing/program.ts'

const folder = temporaryFolder()
let store: ObjectStore
let program: Program
let token: string
const settings = (): Record<string, string> => ({
  PULT_DATA: folder.path,
  PULT_S3_BUCKET: store.settings.bucket,
  PULT_S3_ENDPOINT: store.settings.endpoint,
  PULT_S3_REGION: store.settings.region,
  PULT_S3_KEY_ID: store.settings.keyId,
  PULT_S3_SECRET: store.settings.secret,
  PULT_S3_PREFIX: 'pult',
})
beforeAll(async () => {
  store = await ObjectStore.open()
  program = await startProgram(settings())
  const login = await ask(`${program.url}/api/v1/login`, { method: 'POST', body: JSON.stringify(ADMIN) })
  token = login.json.token
})
afterAll(async () => {
  await program.stop()
  await store.close()
  folder[Symbol.dispose]()
})

function upload(content: string, url = program.url, by = token) {
  const body = new FormData()
  body.append('file', new File([content], 'notes.txt'))
  return ask(`${url}/api/v1/attachments`, { method: 'POST', body, token: by })
}

test('[SV21] the program keeps files in the bucket and gives them out itself, after a restart too', async () => {
  const { json } = await upload('some words')
  expect([...store.objects.keys()].toSorted()).toEqual(
    ['', '.json'].map((ending) => `pult/${json.id.slice(-2)}/${json.id}${ending}`),
  )
  expect(existsSync(join(folder.path, 'attachments'))).toBe(false)
  expect((await ask(program.url + json.url, {})).text).toBe('some words')
  const part = await ask(program.url + json.url, { headers: { range: 'bytes=5-' } })
  expect([part.status, part.text]).toEqual([206, 'words'])
  expect(await program.stop()).toBe(0)
  program = await startProgram(settings())
  expect((await ask(program.url + json.url, {})).text).toBe('some words')
})

test('[SV21] a bucket that goes away and comes back: try again, and nothing else suffers', async () => {
  const login = await ask(`${program.url}/api/v1/login`, { method: 'POST', body: JSON.stringify(ADMIN) })
  token = login.json.token
  const { json } = await upload('some words')
  store.behave = () => ({ how: 'lost' })
  for (const answer of [await ask(program.url + json.url, {}), await upload('more')]) {
    expect([answer.status, answer.json.error.code, answer.headers.get('retry-after')]).toEqual([
      503,
      'overloaded',
      '1',
    ])
  }
  expect((await ask(`${program.url}/readyz`, {})).status).toBe(200)
  expect(program.output()).toContain('Could not read from the bucket')
  expect(program.output()).not.toContain(store.settings.secret)
  store.behave = () => WELL
  expect((await ask(program.url + json.url, {})).text).toBe('some words')
})

test('[SV21] a program that moves from a folder to a bucket: what was copied is served, and the folder is spoken of', async () => {
  using data = temporaryFolder()
  const inFolder = await startProgram({ PULT_DATA: data.path })
  const login = await ask(`${inFolder.url}/api/v1/login`, { method: 'POST', body: JSON.stringify(ADMIN) })
  const { json } = await upload('moved words', inFolder.url, login.json.token)
  await inFolder.stop()
  const folder = join(data.path, 'attachments')
  for (const name of readdirSync(folder, { recursive: true }).map(String))
    if (name.includes('/')) store.objects.set(`pult/${name}`, readFileSync(join(folder, name)))
  const inBucket = await startProgram({ ...settings(), PULT_DATA: data.path })
  expect((await ask(inBucket.url + json.url, {})).text).toBe('moved words')
  expect(inBucket.output()).toContain('copy what lies in it into the bucket')
  await inBucket.stop()
})

test('[SV21] a bucket that cannot be used prevents the start, and says what to do', async () => {
  const port = await freePort()
  const wrong = [
    [{ PULT_S3_SECRET: 'another' }, 78, 'does not know the key KEYID with this secret. Set PULT_S3_KEY_ID'],
    [{ PULT_S3_BUCKET: 'another' }, 78, 'There is no bucket another at http://127.0.0.1:'],
    [{ PULT_S3_ENDPOINT: `http://127.0.0.1:${port}` }, 69, 'can be reached from here, then start again.'],
    [{ PULT_S3_SECRET: '' }, 78, 'PULT_S3_SECRET: missing.'],
  ] as const
  for (const [change, exit, said] of wrong) {
    using data = temporaryFolder()
    const { code, errors } = await run(['start'], {
      ...settings(),
      ...change,
      PORT: '0',
      PULT_DATA: data.path,
    })
    expect([errors, code]).toEqual([expect.stringContaining(said), exit])
    expect(errors).not.toContain(store.settings.secret)
    expect(errors).not.toMatch(/\n\s+at /)
  }
}, 30_000)
