import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'bun:test'
import { createBucket } from './bucket.ts'
import { FAILING, ObjectStore, WELL } from './object-store.fixture.ts'
import { ogg, png } from './sample-files.ts'
import { Desk } from '../testing/desk.ts'
import type { Person } from '../testing/host.ts'
import type { TestStream } from '../testing/test-stream.ts'

const MEBIBYTE = 1024 * 1024

const brokenOff: unknown[] = []
let store: ObjectStore
let desk: Desk
let anna: Person & { stream: TestStream }
beforeAll(async () => {
  store = await ObjectStore.open()
  const patience = { answerMs: 2_000, writeMs: 2_000, pausesMs: [5] }
  desk = await Desk.open({
    files: createBucket({ ...store.settings, patience, onError: (error) => brokenOff.push(error) }),
  })
  anna = await desk.atWork('anna')
})
beforeEach(() => {
  store.behave = () => WELL
  store.objects.clear()
  store.requests.length = 0
})
afterEach(() => desk.expectWell())
afterAll(async () => {
  await desk.close()
  await store.close()
})

function upload(content: Uint8Array, name = 'a.bin') {
  const form = new FormData()
  form.append('file', new File([new Uint8Array(content)], name))
  return desk.request('/api/v1/attachments', { method: 'POST', body: form, token: anna.token })
}
const load = (link: string, headers: Record<string, string> = {}) =>
  fetch(desk.url + link, { headers, redirect: 'manual' })
const bytesKept = async () =>
  (await desk.request('/metrics')).text.match(/^pult_attachment_bytes (.+)$/m)?.[1]
/** Everything that was caught was the bucket's doing; the next test begins without. */
function expectAway(): void {
  expect(desk.errors.map((error) => (error instanceof Error ? error.name : ''))).toContain('StorageAway')
  desk.errors.length = 0
}

test('[EP27] [EP33] a picture and its preview come through the server, never by a redirection, with all that they say', async () => {
  const { json } = await upload(await png(30, 20), 'cat.png')
  expect([...store.objects.keys()].toSorted()).toEqual(
    ['', '.json', '.preview'].map((ending) => `${json.id.slice(-2)}/${json.id}${ending}`),
  )
  for (const [link, type] of [
    [json.url, 'image/png'],
    [json.previewUrl, 'image/webp'],
  ] as const) {
    const answer = await load(link)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    const bytes = await answer.bytes()
    expect(answer.headers.get('content-length')).toBe(String(bytes.length))
    expect((await new Bun.Image(bytes).metadata()).width).toBe(30)
    const known = await load(link, { 'if-none-match': answer.headers.get('etag')! })
    expect([known.status, await known.text()]).toEqual([304, ''])
  }
})

test('[EP28] a voice message is played by ranges, and the bucket is asked for no more', async () => {
  const { json } = await upload(ogg)
  store.requests.length = 0
  const answer = await load(json.url, { range: 'bytes=90-' })
  expect([answer.status, answer.headers.get('content-range')]).toEqual([206, 'bytes 90-99/100'])
  expect(Buffer.from(await answer.bytes())).toEqual(ogg.subarray(90))
  expect(store.requests.flatMap(({ range }) => range ?? [])).toEqual(['bytes=90-99'])
  const beyond = await load(json.url, { range: 'bytes=100-' })
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */100'])
})

test('[EP33] 25 MB come whole, and a reader who takes nothing costs a few pieces', async () => {
  const large = Buffer.alloc(25_000_000)
  for (let at = 0; at < large.length; at += 4_096) large.writeUInt32LE(at, at)
  const { json } = await upload(large)
  store.requests.length = 0
  expect(Buffer.from(await (await load(json.url)).bytes()).equals(large)).toBe(true)
  const wanted = store.requests.filter(({ range }) => range !== undefined).length
  expect(wanted).toBe(Math.ceil(large.length / MEBIBYTE))
  store.requests.length = 0
  const { hostname, port } = new URL(desk.url)
  const socket = await Bun.connect({ hostname, port: Number(port), socket: { data() {} } })
  socket.pause()
  socket.write(`GET ${json.url} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`)
  await Bun.sleep(700)
  const taken = store.requests.filter(({ range }) => range !== undefined).length
  expect(taken).toBeGreaterThan(0)
  // What the system's own buffers of the loopback take, and no more.
  expect(taken).toBeLessThan(wanted / 2)
  socket.terminate()
})

test('[EP33] a bucket that is away: try again, for files, uploads and messages with files; then everything is there', async () => {
  const { json } = await upload(Buffer.from('words'))
  const chat = await desk.inChat()
  store.behave = () => FAILING
  for (const answer of [await desk.request(json.url), await upload(Buffer.from('more'))]) {
    expect([answer.status, answer.json.error.code, answer.json.error.temporary]).toEqual([
      503,
      'overloaded',
      true,
    ])
    expect(answer.headers.get('retry-after')).toBe('1')
  }
  const message = { sessionId: chat.sessionId, body: 'x', attachments: [json.id] }
  const refusal = { code: 'overloaded', temporary: true, retryMs: 1_000 }
  expect((await anna.stream.ask('sendMessage', message)).error).toMatchObject(refusal)
  const posted = await desk.post('/commands/sendMessage', { data: message }, anna.token)
  expect([posted.status, posted.json.error.code]).toEqual([503, 'overloaded'])
  expectAway()
  store.behave = () => WELL
  expect((await desk.request(json.url)).text).toBe('words')
  // The connection outlived it.
  await anna.stream.does('takeSession', { sessionId: chat.sessionId }).catch(() => undefined)
  await anna.stream.does('sendMessage', message)
})

test('[EP25] an upload that fails at any of its parts leaves nothing that is served', async () => {
  const picture = await png(30, 20)
  for (const ending of [/[0-9a-f]$/, /\.preview$/, /\.json$/]) {
    store.behave = ({ method, key }) => (method === 'PUT' && ending.test(key) ? FAILING : WELL)
    const answer = await upload(picture)
    expect([ending.source, answer.status]).toEqual([ending.source, 503])
    expect([ending.source, ...store.objects.keys()]).toEqual([ending.source])
  }
  // Where even the removal fails, there is no description.
  store.behave = ({ method, key }) =>
    method === 'DELETE' || (method === 'PUT' && key.endsWith('.preview')) ? FAILING : WELL
  expect((await upload(picture)).status).toBe(503)
  expect([...store.objects.keys()].map((key) => key.slice(0, 3))).toHaveLength(1)
  expect([...store.objects.keys()].some((key) => key.endsWith('.json'))).toBe(false)
  expectAway()
})

test('[EP25] a bucket that is full says so', async () => {
  store.behave = ({ method }) =>
    method === 'PUT' ? { how: { status: 507, code: 'XMinioStorageFull' } } : WELL
  const { status, json } = await upload(Buffer.from('words'))
  expect([status, json.error.code]).toEqual([507, 'storage_full'])
})

test('[EP33] a bucket that goes in the middle of a file breaks the answer off, so that nobody keeps a half', async () => {
  const { json } = await upload(Buffer.alloc(4 * MEBIBYTE, 0xaa))
  store.behave = ({ range }) => (range?.startsWith(`bytes=${2 * MEBIBYTE}-`) === true ? FAILING : WELL)
  const outcome = await load(json.url)
    .then((answer) => answer.bytes())
    .then(
      ({ length }) => `${length} bytes`,
      () => 'broken off',
    )
  expect(outcome).toBe('broken off')
  expect(brokenOff).toHaveLength(1)
  store.behave = () => WELL
  expect((await (await load(json.url)).bytes()).length).toBe(4 * MEBIBYTE)
})

test('[EP34] how much is kept is counted from the bucket, and not known while that is away', async () => {
  store.behave = () => FAILING
  expect(await bytesKept()).toBeUndefined()
  expectAway()
  store.behave = () => WELL
  expect(Number(await bytesKept())).toBeGreaterThan(25_000_000)
})
