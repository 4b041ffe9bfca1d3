import { readFileSync } from 'node:fs'
import {
  connect,
  credsAuthenticator,
  type NatsConnection,
  type NodeConnectionOptions,
  type Subscription,
} from '@nats-io/transport-node'
import type { Bus } from './bus.ts'

/** How long a new try waits after one in vain: short, since nothing but the journal is shared meanwhile. */
const RECONNECT_MS = 250
/** A connection that says nothing is asked so often, and given up at the time of the next question when as many have no answer: within 4 s [CL14]. */
const PING_MS = 1_300
const PINGS_MAX = 2
/** A server that takes a connection and says nothing is no server: the next try may find one. */
const CONNECT_MS = 2_000
/** For what was published last. Whoever stops has few seconds for everything. */
const CLOSE_MS = 1_000

/** Where NATS is, and as whom it is spoken to. */
export interface NatsAddress {
  /** `nats://` or `tls://`, with a name and a password or a token before the `@` where there are any; several with commas between them. */
  readonly url: string
  /** Files: who signs the server's certificate; our own certificate with its key; credentials (`.creds`). */
  readonly tls?: {
    readonly caFile?: string | undefined
    readonly certFile?: string | undefined
    readonly keyFile?: string | undefined
  }
  readonly credentialsFile?: string | undefined
}

export interface NatsBusOptions extends NatsAddress {
  /** The node's name, for whoever looks at the server. */
  readonly name: string
  /** The connection has broken, has come back, or is refused: a sentence for the log. */
  readonly onState: (isUp: boolean, sentence: string) => void
}

/**
 * A bus of NATS (core, without JetStream): what is published while it is away is lost. Connects by itself, now and whenever it breaks, for as long as it takes.
 * @throws TypeError for a URL that is none
 */
export function openNatsBus(options: NatsBusOptions): Bus {
  const connecting = connectionOptions(options)
  const hearers = new Map<
    string,
    { readonly hear: Set<(message: string) => void>; subscription?: Subscription }
  >()
  let connection: NatsConnection | undefined
  let isUp = false
  let isClosed = false

  function listen(subject: string): void {
    const entry = hearers.get(subject)
    if (connection === undefined || entry === undefined || entry.subscription !== undefined) return
    entry.subscription = connection.subscribe(subject, {
      callback: (error, message) => {
        if (error !== null) return
        const text = message.string()
        for (const hear of entry.hear) hear(text)
      },
    })
  }

  async function open(): Promise<void> {
    const made = await connect({
      ...connecting,
      timeout: CONNECT_MS,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      reconnectJitter: RECONNECT_MS,
      pingInterval: PING_MS,
      maxPingOut: PINGS_MAX,
      // A password that is being changed is no reason to give up for ever.
      ignoreAuthErrorAbort: true,
    })
    if (isClosed) return made.close()
    connection = made
    for (const subject of hearers.keys()) listen(subject)
    // Beside the loop: a line that falls silent just now is noticed by it.
    made.flush().then(
      () => change(true, 'NATS is connected.'),
      () => undefined,
    )
    for await (const { type } of made.status()) {
      if (type === 'disconnect' || type === 'staleConnection')
        change(false, 'NATS is gone; it is tried again.')
      // By itself the client first writes to the end what nobody takes any more, and is never done.
      if (type === 'staleConnection') void made.close().catch(() => undefined)
      else if (type === 'reconnect') change(true, 'NATS is back.')
    }
  }

  function change(next: boolean, sentence: string): void {
    if (isUp === next || isClosed) return
    isUp = next
    options.onState(next, sentence)
  }

  async function keepTrying(): Promise<void> {
    let said = ''
    for (;;) {
      try {
        await open()
      } catch (error) {
        const sentence = `NATS cannot be reached: ${error instanceof Error ? error.message : String(error)}`
        if (sentence !== said) options.onState(false, sentence)
        said = sentence
      }
      isUp = false
      connection = undefined
      for (const entry of hearers.values()) delete entry.subscription
      if (isClosed) return
      await Bun.sleep(RECONNECT_MS * (1 + Math.random()))
    }
  }
  void keepTrying()

  return {
    isUp: () => isUp,
    publish(subject, message) {
      // What waits for a connection would be old when it goes out, and there is no end to it.
      if (!isUp) return
      try {
        connection?.publish(subject, message)
      } catch {
        // Too large for the server, or closed just now: lost, as anything may be.
      }
    },
    subscribe(subject, hear) {
      const entry = hearers.get(subject) ?? { hear: new Set() }
      entry.hear.add(hear)
      hearers.set(subject, entry)
      listen(subject)
      return () => {
        if (!entry.hear.delete(hear) || entry.hear.size > 0) return
        entry.subscription?.unsubscribe()
        if (hearers.get(subject) === entry) hearers.delete(subject)
      }
    },
    async close() {
      isClosed = true
      // What was published last is on its way before the line is closed; along one that is silent nothing goes.
      await Promise.race([connection?.drain().catch(() => undefined), Bun.sleep(CLOSE_MS)])
      await connection?.close()
    },
  }
}

/** How to connect: where, as whom, behind which certificates. @throws TypeError for a URL that is none */
export function connectionOptions({
  url,
  tls = {},
  credentialsFile,
  name,
}: NatsAddress & Pick<NatsBusOptions, 'name'>): NodeConnectionOptions {
  const { servers, user, pass, token, isTls } = readNatsUrl(url)
  const { caFile, certFile, keyFile } = tls
  return {
    servers,
    name,
    ...(user === undefined ? {} : { user, pass: pass ?? '' }),
    ...(token === undefined ? {} : { token }),
    ...(credentialsFile === undefined
      ? {}
      : { authenticator: credsAuthenticator(readFileSync(credentialsFile)) }),
    ...(isTls || caFile !== undefined
      ? {
          tls: {
            ...(caFile === undefined ? {} : { caFile }),
            ...(certFile === undefined ? {} : { certFile }),
            ...(keyFile === undefined ? {} : { keyFile }),
          },
        }
      : {}),
  }
}

/** @throws TypeError */
export function readNatsUrl(text: string): {
  readonly servers: string[]
  readonly user?: string
  readonly pass?: string
  readonly token?: string
  readonly isTls: boolean
} {
  const urls = text.split(',').map((one) => {
    const url = URL.canParse(one.trim()) ? new URL(one.trim()) : undefined
    if (url === undefined || !['nats:', 'tls:'].includes(url.protocol) || url.hostname === '')
      throw new TypeError(
        `"${one.trim()}" is no address of NATS; it looks like nats://name:password@host:4222.`,
      )
    return url
  })
  const [first] = urls
  const user = decodeURIComponent(first!.username)
  const pass = decodeURIComponent(first!.password)
  return {
    servers: urls.map(({ host }) => host),
    isTls: urls.some(({ protocol }) => protocol === 'tls:'),
    ...(user === '' ? {} : pass === '' ? { token: user } : { user, pass }),
  }
}
