import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signatureFault } from './aws-signature.fixture.ts'

/**
 * What becomes of a request: `well`; `silent`, never an answer; `cut`, half of an answer; `lost`, done and its answer lost; or an error with
 * this code and status. `until` delays it.
 */
export interface Behaviour {
  readonly how: 'well' | 'silent' | 'cut' | 'lost' | { readonly status: number; readonly code: string }
  readonly until?: Promise<unknown>
}

export interface ObjectRequest {
  readonly method: string
  /** Empty for a list. */
  readonly key: string
  readonly range: string | undefined
}

export const WELL: Behaviour = { how: 'well' }
export const FAILING: Behaviour = { how: { status: 500, code: 'InternalError' } }
const BUCKET = 'pult-files'
export const SIGNER = {
  keyId: 'KEYID',
  secret: 'a secret that is shown to nobody',
  region: 'eu-test-1',
} as const

/** The part of S3 that we need, on the loopback, over a map. It checks every signature and was written by the protocol's pages alone. */
export class ObjectStore {
  readonly objects = new Map<string, Buffer>()
  /** Type by key, as it was sent. */
  readonly types = new Map<string, string>()
  readonly requests: ObjectRequest[] = []
  /** How it answers a request; `number` counts all of them from 0. */
  behave: (request: ObjectRequest, number: number) => Behaviour = () => WELL
  /** What a list tells at once. */
  pageKeys = 1_000
  underWay = 0
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async open(port = 0): Promise<ObjectStore> {
    const server = createServer()
    const store = new ObjectStore(server)
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      store.underWay += 1
      response.on('close', () => (store.underWay -= 1))
      void store.#answer(request, response)
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return store
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** How an admin would name it; a test changes what it wants to be wrong. */
  get settings() {
    return { bucket: BUCKET, endpoint: `http://127.0.0.1:${this.port}`, prefix: '', ...SIGNER }
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://any')
    const [, bucket = '', ...rest] = decodeURIComponent(url.pathname).split('/')
    const asked = { method: request.method ?? '', key: rest.join('/'), range: request.headers.range }
    const { how, until } = this.behave(asked, this.requests.length)
    this.requests.push(asked)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    await until
    if (how === 'silent') return
    const wrong = signatureFault(request, body, SIGNER)
    if (wrong !== null) return refuse(response, 403, wrong)
    if (bucket !== BUCKET) return refuse(response, 404, 'NoSuchBucket')
    if (typeof how === 'object') return refuse(response, how.status, how.code)
    if (how === 'cut' && asked.method !== 'GET') return void request.socket.destroy()
    const answer = asked.key === '' ? this.#list(url.searchParams) : this.#handle(asked, request, body)
    if (how === 'lost') return void request.socket.destroy()
    if (answer === null) return refuse(response, 404, 'NoSuchKey')
    response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length })
    if (asked.method === 'HEAD') return void response.end()
    if (how !== 'cut') return void response.end(answer.body)
    response.write(answer.body.subarray(0, answer.body.length / 2))
    setTimeout(() => request.socket.destroy(), 20)
  }

  #handle({ method, key, range }: ObjectRequest, request: IncomingMessage, body: Buffer): Answer | null {
    const nothing = Buffer.alloc(0)
    if (method === 'PUT') {
      this.objects.set(key, body)
      this.types.set(key, request.headers['content-type'] ?? '')
      return { status: 200, headers: { etag: '"made"' }, body: nothing }
    }
    if (method === 'DELETE') {
      this.objects.delete(key)
      return { status: 204, headers: {}, body: nothing }
    }
    const object = this.objects.get(key)
    if (object === undefined) return null
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? []
    if (first === undefined || last === undefined)
      return { status: 200, headers: { etag: '"made"' }, body: object }
    const part = object.subarray(Number(first), Number(last) + 1)
    const said = `bytes ${first}-${Number(first) + part.length - 1}/${object.length}`
    return { status: 206, headers: { 'content-range': said }, body: part }
  }

  /** ListObjectsV2. */
  #list(query: URLSearchParams): Answer {
    const prefix = query.get('prefix') ?? ''
    const token = query.get('continuation-token')
    const after = token === null ? '' : Buffer.from(token, 'base64').toString()
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted()
    const page = keys.slice(0, this.pageKeys)
    const isTruncated = page.length < keys.length
    const next = Buffer.from(page.at(-1) ?? '').toString('base64')
    const contents = page.map(
      (key) => `<Contents><Key>${key}</Key><Size>${this.objects.get(key)?.length}</Size></Contents>`,
    )
    const more = isTruncated ? `<NextContinuationToken>${next}</NextContinuationToken>` : ''
    const text = `<ListBucketResult><Name>${BUCKET}</Name><IsTruncated>${isTruncated}</IsTruncated>${contents.join('')}${more}</ListBucketResult>`
    return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) }
  }
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`)
}
