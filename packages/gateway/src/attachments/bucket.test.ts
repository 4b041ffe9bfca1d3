import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { StorageAway, StorageFull } from '@pult/engine'
import { makeAttachmentId, nameOf } from './attachment-id.ts'
import { createBucket, type BucketOptions } from './bucket.ts'
import { bucketCode } from './bucket-requests.ts'
import { describeFilePlace } from './file-place.suite.ts'
import { FAILING, ObjectStore, WELL, type ObjectRequest } from './object-store.fixture.ts'

for (const prefix of ['', 'pult/files']) {
  describeFilePlace(prefix === '' ? 'a bucket' : 'a folder of a bucket', async () => {
    const store = await ObjectStore.open()
    store.pageKeys = 3
    // Of somebody else, in the same bucket.
    store.objects.set('pult/notes.txt', Buffer.from('not ours'))
    store.objects.set('other/00/att_1.json', Buffer.from('not ours'))
    return {
      open: () => createBucket({ ...store.settings, prefix, onError: () => undefined }),
      dispose: () => store.close(),
    }
  })
}

const MEBIBYTE = 1024 * 1024
/** Short enough that a test can wait for it. */
const patience = { answerMs: 400, writeMs: 400, pausesMs: [5, 10] }
const makeId = () => makeAttachmentId(Date.now(), (count) => crypto.getRandomValues(new Uint8Array(count)))
const id = makeId()
const key = nameOf(id, 'file')

let store: ObjectStore
beforeEach(async () => {
  store = await ObjectStore.open()
})
afterEach(() => store.close())

const brokenOff: unknown[] = []
const open = (more: Partial<BucketOptions> = {}) =>
  createBucket({ ...store.settings, patience, onError: (error) => brokenOff.push(error), ...more })
const failureOf = async (doing: Promise<unknown>): Promise<Error> => {
  const outcome = await doing.then(
    () => 'nothing failed',
    (error: unknown) => error,
  )
  if (!(outcome instanceof Error)) throw new Error(`${String(outcome)} instead of an error`)
  return outcome
}
const asked = (method: string) => store.requests.filter((request) => request.method === method)
async function waitFor(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 400 && !isSo(); tries += 1) await Bun.sleep(5)
  if (!isSo()) throw new Error(`It never came to pass: ${what}`)
}

describe('what is asked of a bucket', () => {
  test('[EP33] objects have the names of files, and a type that runs nothing', async () => {
    await open({ prefix: 'a/b' }).write(id, 'preview', Buffer.from('x'))
    expect([...store.types]).toEqual([[`a/b/${id.slice(-2)}/${id}.preview`, 'application/octet-stream']])
  })

  test('[EP33] a range is asked as a range, a large part piece by piece as it is taken, and no more once nobody reads', async () => {
    store.objects.set(key, Buffer.alloc(20 * MEBIBYTE, 7))
    const opened = (await open().open(id, 'file'))!
    await opened.read(100, 199)
    expect(asked('GET').map(({ range }) => range)).toEqual(['bytes=100-199'])
    const body = await opened.read(MEBIBYTE / 2, opened.size - 1)
    if (!(body instanceof ReadableStream)) throw new Error('It came as a whole.')
    const reader = body.getReader()
    expect((await reader.read()).value?.byteLength).toBe(MEBIBYTE)
    expect((await reader.read()).value?.byteLength).toBe(MEBIBYTE)
    await Bun.sleep(50)
    expect(asked('GET').map(({ range }) => range)).toEqual([
      'bytes=100-199',
      `bytes=${MEBIBYTE / 2}-${1.5 * MEBIBYTE - 1}`,
      `bytes=${1.5 * MEBIBYTE}-${2.5 * MEBIBYTE - 1}`,
    ])
    await reader.cancel()
    await Bun.sleep(50)
    expect(asked('GET')).toHaveLength(3)
  })

  test('[EP34] a list is read in pages to its end', async () => {
    store.pageKeys = 2
    for (let count = 0; count < 5; count += 1) store.objects.set(nameOf(makeId(), 'json'), Buffer.from('{}'))
    expect(await open().survey(Date.now() + 1_000)).toEqual({ files: 5, bytes: 10 })
    expect(asked('GET')).toHaveLength(3)
  })

  test('[EP33] no more than 64 requests are under way, however many want one', async () => {
    const { promise: until, resolve: release } = Promise.withResolvers<void>()
    store.behave = () => ({ how: 'well', until })
    store.objects.set(key, Buffer.from('x'))
    const bucket = open({ patience: { ...patience, answerMs: 10_000 } })
    const reads = Array.from({ length: 200 }, () => bucket.read(id, 'file'))
    await waitFor(() => store.underWay === 64, '64 under way')
    await Bun.sleep(100)
    expect(store.underWay).toBe(64)
    release()
    expect((await Promise.all(reads)).map((bytes) => bytes?.byteLength)).toEqual(reads.map(() => 1))
  })
})

describe('a bucket that does not do what it should', () => {
  const operations = {
    write: (bucket: ReturnType<typeof open>) => bucket.write(id, 'file', Buffer.from('x')),
    read: (bucket: ReturnType<typeof open>) => bucket.read(id, 'file'),
    open: (bucket: ReturnType<typeof open>) => bucket.open(id, 'file'),
    'read of a piece': async (bucket: ReturnType<typeof open>) => {
      const behaviour = store.behave
      store.behave = () => WELL
      const opened = await bucket.open(id, 'file')
      store.behave = behaviour
      store.requests.length = 0
      return opened?.read(0, 0)
    },
    survey: (bucket: ReturnType<typeof open>) => bucket.survey(Date.now()),
  } as const

  for (const [name, operate] of Object.entries(operations)) {
    test(`[EP33] ${name}: an error is asked again, three times, and is then one that passes`, async () => {
      store.objects.set(key, Buffer.from('x'))
      store.behave = () => FAILING
      const error = await failureOf(operate(open()))
      expect(error).toBeInstanceOf(StorageAway)
      expect(error.message).toStartWith('Could not ')
      expect(error.message).not.toContain(store.settings.secret)
      expect(store.requests).toHaveLength(3)
      store.behave = (_request, number) => (number < 5 ? FAILING : WELL)
      await operate(open({ patience: { ...patience, pausesMs: [1, 1, 1, 1, 1, 1] } }))
    })

    test(`[EP33] ${name}: silence ends after its time`, async () => {
      store.objects.set(key, Buffer.from('x'))
      store.behave = () => ({ how: 'silent' })
      const beganMs = performance.now()
      const error = await failureOf(operate(open()))
      expect([error.name, error.message]).toEqual(['StorageAway', expect.stringContaining('in time')])
      expect(performance.now() - beganMs).toBeGreaterThan(390)
    })
  }

  test.each(['write', 'read', 'open', 'survey'] as const)('[EP33] %s: nobody there at all', async (name) => {
    const bucket = open()
    await store.close()
    const error = await failureOf(operations[name](bucket))
    expect([error.name, bucketCode(error)]).toEqual(['StorageAway', 'ConnectionRefused'])
    store = await ObjectStore.open()
  })

  test('[EP33] an answer that breaks off is asked for again, and never taken for the whole', async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(60_000))
    store.objects.set(key, Buffer.from(bytes))
    store.behave = ({ method }) => (method === 'GET' && asked('GET').length < 2 ? { how: 'cut' } : WELL)
    expect(Buffer.from((await open().read(id, 'file'))!)).toEqual(Buffer.from(bytes))
    expect(asked('GET')).toHaveLength(3)
  })

  test('[EP33] a bucket that goes in the middle of a large part breaks it off', async () => {
    store.objects.set(key, Buffer.alloc(3 * MEBIBYTE, 7))
    store.behave = ({ range }) => (range?.startsWith(`bytes=${2 * MEBIBYTE}-`) === true ? FAILING : WELL)
    const body = await (await open().open(id, 'file'))!.read(0, 3 * MEBIBYTE - 1)
    const reader = (body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    await reader.read()
    const error = await failureOf(reader.read())
    expect(error).toBeInstanceOf(StorageAway)
    expect(brokenOff).toEqual([error])
  })

  test('[EP33] an object that is shorter than it was is an error', async () => {
    store.objects.set(key, Buffer.alloc(100))
    const opened = (await open().open(id, 'file'))!
    store.objects.set(key, Buffer.alloc(50))
    expect((await failureOf(opened.read(0, 99))).message).toContain('gave 50 bytes where 100 were asked for')
    store.objects.delete(key)
    expect(await opened.read(0, 99)).toBeNull()
  })

  test('[EP33] an upload whose answer was lost is sent again', async () => {
    store.behave = (_request, number) => (number === 0 ? { how: 'lost' } : WELL)
    await open().write(id, 'file', Buffer.from('x'))
    expect(asked('PUT')).toHaveLength(2)
  })

  test('[EP25] an upload that arrives after it was given up is removed again', async () => {
    const { promise: until, resolve: release } = Promise.withResolvers<void>()
    store.behave = ({ method }: ObjectRequest) => (method === 'PUT' ? { how: 'well', until } : WELL)
    expect(await failureOf(open().write(id, 'json', Buffer.from('x')))).toBeInstanceOf(StorageAway)
    release()
    await waitFor(() => asked('DELETE').length === 1, 'the removal')
    await waitFor(() => store.objects.size === 0, 'an empty bucket')
  })

  test.each([
    [{ secret: 'another one' }, 'SignatureDoesNotMatch'],
    [{ keyId: 'ANOTHER' }, 'InvalidAccessKeyId'],
    [{ bucket: 'another-bucket' }, 'NoSuchBucket'],
    [{ region: 'us-east-1' }, 'AuthorizationHeaderMalformed'],
  ] as const)('[EP33] with %o it is told why, and not asked again in vain', async (wrong, code) => {
    store.objects.set(key, Buffer.from('x'))
    const error = await failureOf(open(wrong).read(id, 'file'))
    expect([error.name, bucketCode(error)]).toEqual(['StorageAway', code])
    expect(error.message).toContain(code)
    expect(store.requests).toHaveLength(1)
  })

  test.each(['XMinioStorageFull', 'QuotaExceeded'])('[EP25] %s: it is full', async (code) => {
    store.behave = () => ({ how: { status: 507, code } })
    expect(await failureOf(open().write(id, 'file', Buffer.from('x')))).toBeInstanceOf(StorageFull)
  })
})

describe('the first question', () => {
  test('[EP33] writes, lists, reads and removes a small object, and leaves nothing', async () => {
    await open({ prefix: 'a' }).check('.check-1')
    expect(store.requests.map(({ method, key: name }) => `${method} ${name}`)).toEqual([
      'PUT a/.check-1',
      'GET ',
      'GET a/.check-1',
      'DELETE a/.check-1',
      'HEAD a/.check-1',
    ])
    expect(store.objects.size).toBe(0)
  })

  test.each(['PUT', 'GET', 'DELETE', 'HEAD'])('[EP33] fails where %s is not allowed', async (forbidden) => {
    store.behave = ({ method }) =>
      method === forbidden ? { how: { status: 403, code: 'AccessDenied' } } : WELL
    expect(await failureOf(open().check('.check-1'))).toBeInstanceOf(StorageAway)
  })
})
