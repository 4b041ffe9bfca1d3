import { closeCodes, type EventFrame, type Message } from '@pult/protocol'
import { RawSocket } from '../../packages/gateway/src/testing/raw-socket.ts'
import { markOf } from '../load/audit.ts'
import { openPeer } from '../peer.ts'
import type { Running } from '../program.ts'
import { holdLittle } from './hold-little.ts'
import type { Room, Writer } from './room.ts'

/** A connection that was opened, went live, and has not been read since. */
export interface Reader {
  readonly name: string
  readonly raw: RawSocket
  readonly flavour: 'operator' | 'client'
  readonly token: string
  readonly instance: string
  /** Whose texts it is told. */
  readonly writer: Writer
  /** It goes on saying that it is there [S7]: on a busy machine the writing takes longer than anybody may be silent. */
  readonly beating: ReturnType<typeof setInterval>
}

const HEARTBEAT_MS = 15_000

/** Everything that was missed is here within so long; it is some megabytes. */
const CATCH_UP_MS_MAX = 20_000
const TRIES_MAX = 3

let number = 0

/** One who reads along, and forgets; the function ends it. */
export async function reading({ url }: Running, { desk }: Room): Promise<() => void> {
  number += 1
  const { token } = desk.operators[number % desk.operators.length]!
  const peer = await openPeer({ url, flavour: 'operator', token, instance: `reads-${number}` })
  return () => peer.close()
}

export async function pausedReader(
  { port }: Running,
  { desk, writers }: Room,
  writer: Writer,
): Promise<Reader> {
  number += 1
  const flavour = writer === writers[0] ? 'operator' : 'client'
  const { token } = flavour === 'operator' ? desk.operators[number % desk.operators.length]! : writer.visitor
  const instance = `slow-${number}`
  const raw = await RawSocket.open(port, `/api/v1/${flavour}/stream`, holdLittle)
  raw.send(JSON.stringify({ command: 'connect', id: 'c', data: { token, instance } }))
  await raw.until((frame) => frame.startsWith('{"action":"live"'))
  raw.pause()
  const beating = setInterval(() => raw.send('{"command":"heartbeat","id":"h","data":{}}'), HEARTBEAT_MS)
  return { name: `${writer.name} ${instance}`, raw, flavour, token, instance, writer, beating }
}

/** Reads what is left of the connection, comes back with its cursor, and says what is missing or came twice. */
export async function comeBack(
  { url }: Running,
  reader: Reader,
  marks: ReadonlyMap<Writer, readonly string[]>,
): Promise<{ readonly code: number | undefined; readonly faults: string[] }> {
  const { raw, flavour, token, instance, writer, beating } = reader
  clearInterval(beating)
  raw.resume()
  const code = await raw.closeCode()
  const told = raw.frames.map(
    (frame) => JSON.parse(frame) as Partial<EventFrame> & { data: { cursor?: string } },
  )
  // Each may be megabytes, and the next ones are waiting.
  raw.frames.length = 0
  const heard: string[] = []
  const hear = ({ action, data }: { action: string; data: unknown }): void => {
    if (action === 'chatMessageCreated') heard.push(markOf((data as Message).body))
  }
  let epoch = ''
  let position = 0
  for (const frame of told) {
    if (frame.data.cursor !== undefined) [epoch, position] = split(frame.data.cursor)
    if (frame.seq === undefined || frame.action === 'reply') continue
    position = frame.seq
    hear(frame as EventFrame)
  }
  const cursor = `${epoch}:${position}`
  const peer = await again(heard, () => openPeer({ url, flavour, token, instance, cursor, onEvent: hear }))
  const wanted = marks.get(writer) ?? []
  const until = performance.now() + CATCH_UP_MS_MAX
  while (heard.length < wanted.length && performance.now() < until) await Bun.sleep(20)
  peer.close()
  const known = new Set(heard)
  const missed = wanted.filter((mark) => !known.has(mark)).length
  const faults = [...peer.breaks]
  if (peer.mode !== 'resumed') faults.push('came back to a snapshot')
  if (missed > 0) faults.push(`missed ${missed} of ${wanted.length}`)
  if (known.size !== heard.length) faults.push(`was told ${heard.length - known.size} twice`)
  return { code, faults }
}

/** This process reads for everybody, and may be late for somebody once more: who is given up on again comes back from the same place. */
async function again<T>(heard: string[], come: () => Promise<T>): Promise<T> {
  const before = heard.length
  for (let left = TRIES_MAX - 1; ; left -= 1) {
    try {
      return await come()
    } catch (error) {
      if (left === 0 || !String(error).includes(`closed with ${closeCodes.tooSlow} `)) throw error
      heard.length = before
    }
  }
}

function split(cursor: string): [string, number] {
  const [epoch = '', seq = ''] = cursor.split(':')
  return [epoch, Number(seq)]
}
