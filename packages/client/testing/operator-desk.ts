import { afterEach, beforeEach } from 'bun:test'
import { createOperatorClient, type OperatorClient, type OperatorOptions } from '../src/index.ts'
import { cardOf, startWireServer, until, type WireServer } from './wire-server.ts'

/** An operator's client and the server that it talks to, both made anew for each test. */
export interface OperatorDesk {
  readonly server: WireServer
  /** The one that was opened last. */
  readonly client: OperatorClient
  /** Makes a client and connects it. */
  readonly open: (more?: Partial<OperatorOptions>) => OperatorClient
  readonly live: () => Promise<void>
}

/** For the tests of a file: one session in hand, one in Help. */
export function operatorDesk(): OperatorDesk {
  let server: WireServer
  let client: OperatorClient | undefined
  beforeEach(() => {
    server = startWireServer()
    server.snapshot = {
      sessions: [cardOf('ses_1')],
      help: [cardOf('ses_2', { operatorId: null, botStatus: 'HELP' })],
    }
  })
  afterEach(async () => {
    client?.close()
    await server.stop()
  })
  return {
    get server() {
      return server
    },
    get client() {
      return client!
    },
    open(more = {}) {
      client = createOperatorClient({ url: server.url, token: 'secret', random: () => 0, ...more })
      client.connect()
      return client
    },
    live: () => until('live', () => client?.state.connection.name === 'live'),
  }
}

/** What a promise was rejected with; undefined when it was not. */
export function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
}
