import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { importJWK, jwtVerify, type JWTPayload } from 'jose'

/** A browser that subscribes: its keys, and the address that the service gave it. */
export interface Browser {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

/** What the service got, as it came. */
export interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Behaviour {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Answers when this has come to pass. */
  readonly until?: Promise<unknown>
}

/** A push service on the loopback that knows RFC 8030, 8188, 8291 and 8292 by itself, none of it from the code under test. */
export class PushService {
  readonly received: Received[] = []
  /** How it answers the request with this number, from 0. */
  behave: (number: number) => Behaviour = () => ({ status: 201 })
  readonly #secrets = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: Buffer }>()
  readonly #server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => {
      const body = Buffer.from(await request.arrayBuffer())
      const path = new URL(request.url).pathname
      const headers = Object.fromEntries(request.headers) as Record<string, string>
      this.received.push({ path, headers, body })
      const { status, headers: more, until } = this.behave(this.received.length - 1)
      await until
      return new Response('thank you', { status, ...(more === undefined ? {} : { headers: more }) })
    },
  })

  /** As an admin names it. */
  get host(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  browser(name: string): Browser {
    const ecdh = createECDH('prime256v1')
    const auth = randomBytes(16)
    const p256dh = ecdh.generateKeys().toString('base64url')
    this.#secrets.set(`/push/${name}`, { ecdh, auth })
    return { endpoint: `${this.host}/push/${name}`, keys: { p256dh, auth: auth.toString('base64url') } }
  }

  /** RFC 8188, section 2, with the keys of RFC 8291, section 3.4: what the browser would hand to the page. */
  opened({ path, body }: Received): unknown {
    const { ecdh, auth } = this.#secrets.get(path)!
    const salt = body.subarray(0, 16)
    const recordBytes = body.readUInt32BE(16)
    const keyBytes = body.readUInt8(20)
    const sender = body.subarray(21, 21 + keyBytes)
    const record = body.subarray(21 + keyBytes)
    if (record.byteLength > recordBytes) throw new Error('more than one record')
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender])
    const secret = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32))
    const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16))
    const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12))
    const decipher = createDecipheriv('aes-128-gcm', key, nonce)
    decipher.setAuthTag(record.subarray(-16))
    const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
    const end = padded.lastIndexOf(2)
    if (padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('padding that is none')
    return JSON.parse(padded.subarray(0, end).toString('utf8'))
  }

  /** RFC 8292, section 2 and 3: the claims, if they are signed by the key that browsers subscribed with. */
  async claims({ headers }: Received, publicKey: string, atMs: number): Promise<JWTPayload> {
    const [, token = '', key] = /^vapid t=([^,]+), k=(.+)$/.exec(headers['authorization'] ?? '') ?? []
    if (key !== publicKey) throw new Error('signed with a key that nobody subscribed with')
    const point = Buffer.from(publicKey, 'base64url')
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
    const verifying = await importJWK({ kty: 'EC', crv: 'P-256', x: x!, y: y! }, 'ES256')
    const options = { algorithms: ['ES256'], audience: this.host, currentDate: new Date(atMs) }
    return (await jwtVerify(token, verifying, options)).payload
  }

  async stop(): Promise<void> {
    await this.#server.stop(true)
  }
}
