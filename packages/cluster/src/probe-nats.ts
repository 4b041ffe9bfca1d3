import { connect } from '@nats-io/transport-node'
import { connectionOptions, type NatsAddress } from './nats-bus.ts'

/** What a NATS server says of itself, and how it serves us. */
export interface NatsProbe {
  readonly version: string
  /** The longest message that it takes. */
  readonly payloadBytesMax: number
  readonly roundTripMs: number
  /** Whether what we publish comes back to us: a user may be allowed one and not the other. */
  readonly isHeard: boolean
}

/** The subject of a word that nobody else listens to, under the one that all words of nodes are under. */
const SUBJECT = 'pult.probe'

/**
 * Connects once, without trying again, and lets a word go around.
 * @param limitMs for connecting, and again for the word
 * @throws what the client says where it cannot connect; TypeError for a URL that is none
 */
export async function probeNats(address: NatsAddress, limitMs: number): Promise<NatsProbe> {
  const connection = await connect({
    ...connectionOptions({ ...address, name: 'pult doctor' }),
    reconnect: false,
    timeout: limitMs,
  })
  try {
    const roundTripMs = await connection.rtt()
    const { version = '', max_payload: payloadBytesMax = 0 } = connection.info ?? {}
    return { version, payloadBytesMax, roundTripMs, isHeard: await heard(connection, limitMs) }
  } finally {
    await connection.close()
  }
}

async function heard(connection: Awaited<ReturnType<typeof connect>>, limitMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const word = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs)
    const callback = (error: Error | null): void => resolve(error === null)
    connection.subscribe(SUBJECT, { max: 1, callback })
  })
  try {
    connection.publish(SUBJECT, 'a word')
    return await word
  } finally {
    clearTimeout(timer)
  }
}
