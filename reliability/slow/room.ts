import { command, furnish, hello, type Desk, type Visitor } from '../door.ts'
import { openPeer } from '../peer.ts'

/** Somebody who writes much: the first into Help, which every operator is told; the others each into a chat of their own, which only they are told. */
export interface Writer {
  readonly name: string
  readonly visitor: Visitor
}

export interface Room {
  readonly desk: Desk
  readonly writers: readonly [Writer, ...Writer[]]
}

/** Logins that the operators' connections share; tabs of one browser do the same. */
const OPERATORS = 8
/**
 * Signs of three bytes, so 40 KB a message; two hundred of them are more than the buffers of a connection hold on both sides. Six people's together are a little less than what the server has in
 * memory for those who come back (`RING_CHARS_MAX`): a client whose connection was cut before it read a word is resumed, too.
 */
const TEXT = '中'.repeat(13_500)
const MESSAGES = 200
const IN_FLIGHT = 8

/** The operators take no sessions, so that what is written into Help stays there. */
export async function furnishRoom(url: string, clients: number): Promise<Room> {
  const desk = await furnish(url, { operators: OPERATORS, capacity: 0 })
  const done = async (name: string, data: unknown): Promise<Readonly<Record<string, unknown>>> => {
    const { answer } = await command(url, desk.adminToken, name, data)
    if (answer.kind !== 'done') throw new Error(`${name}: ${JSON.stringify(answer)}`)
    return answer.data
  }
  const { groupId } = await done('createGroup', { name: 'Nobody' })
  const quiet = { messengerType: 'API', name: 'Quiet', groupId, bot: { kind: 'NONE' } }
  const { channelKey } = await done('createChannel', quiet)
  const loud: Writer = { name: 'operator', visitor: await hello(url, desk.channelKey) }
  const others = await Promise.all(
    Array.from({ length: clients }, async (_, index) => ({
      name: `client-${index}`,
      visitor: await hello(url, String(channelKey)),
    })),
  )
  return { desk, writers: [loud, ...others] }
}

/** Every writer writes; the first words of the texts, by writer. Returns when all is acknowledged. */
export async function writeTo(
  url: string,
  { writers }: Room,
): Promise<ReadonlyMap<Writer, readonly string[]>> {
  const written = new Map<Writer, string[]>()
  for (const writer of writers) {
    const marks: string[] = []
    written.set(writer, marks)
    const peer = await openPeer({ url, flavour: 'client', token: writer.visitor.token, instance: 'writer' })
    let left = MESSAGES
    const write = async (): Promise<void> => {
      while (left > 0) {
        left -= 1
        const mark = crypto.randomUUID()
        marks.push(mark)
        const answer = await peer.ask('sendMessage', { body: `${mark} ${TEXT}` }, mark)
        if (answer.kind !== 'done') throw new Error(`a message was not taken: ${JSON.stringify(answer)}`)
      }
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, write))
    peer.close()
  }
  return written
}
