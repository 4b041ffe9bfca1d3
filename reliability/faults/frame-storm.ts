/** Hostile frames over real streams; every one is answered once, or the connection ends with a documented code [S10]. */
import { closeCodes, errorTable, PROTOCOL } from '@pult/protocol'

export interface Stranger {
  readonly flavour: 'operator' | 'client' | 'bot'
  /** Null: sends without having said who it is. */
  readonly token: string | null
}

export interface Told {
  /** Frames that were answered, or were the end of their connection. */
  readonly frames: number
  readonly broken: readonly string[]
  readonly closedWith: number | undefined
}

const DOCUMENTED = new Set<number>(Object.values(closeCodes))
/** What the runtime itself says to what is no WebSocket message of ours. */
const RUNTIME_CODES = new Set([1002, 1006, 1007, 1009])
const PATIENCE_MS = 10_000
const PROBE = 'probe'

/** One connection: says who it is, sends everything at once, then a heartbeat, and waits for as many answers as there were frames. */
export function sendAll(url: string, who: Stranger, frames: readonly string[]): Promise<Told> {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/api/v1/${who.flavour}/stream`, PROTOCOL)
  const asked = new Map<string, number>()
  const broken: string[] = []
  let isSent = false
  let answers = 0
  const sendFrames = (): void => {
    isSent = true
    for (const [index, frame] of frames.entries()) {
      const id = idIn(frame)
      if (id !== undefined) asked.set(id, (asked.get(id) ?? 0) + 1)
      // Binary frames are taken as the same text.
      ws.send(index % 7 === 6 ? Buffer.from(frame) : frame)
    }
    asked.set(PROBE, (asked.get(PROBE) ?? 0) + 1)
    ws.send(JSON.stringify({ command: 'heartbeat', id: PROBE, data: {} }))
  }
  const take = (text: string): void => {
    if (text.startsWith('{"action":"live"') && !isSent) return sendFrames()
    if (!text.startsWith('{"action":"reply"')) return
    const { id, error } = JSON.parse(text) as { id: string | null; error?: { code: string } }
    if (!isSent) {
      if (error !== undefined) broken.push(`a good connect was refused as ${error.code}`)
      return
    }
    answers += 1
    if (error !== undefined && !(error.code in errorTable))
      broken.push(`the code ${error.code} stands in no table`)
    if (error?.code === 'internal')
      broken.push(`[S10] answered as our own fault: ${frames.join(' ').slice(0, 400)}`)
    if (id !== null) {
      const left = asked.get(id) ?? 0
      if (left === 0) broken.push(`[S10] ${id.slice(0, 40)} was answered and not asked, or answered twice`)
      asked.set(id, left - 1)
    }
    if (answers === frames.length + 1) ws.close(1000)
  }
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      broken.push(
        `[S10] ${answers} answers to ${frames.length + 1} frames: ${frames.join(' ').slice(0, 400)}`,
      )
      ws.close(1000)
    }, PATIENCE_MS)
    ws.addEventListener('open', () => {
      if (who.token === null) return sendFrames()
      ws.send(
        JSON.stringify({
          command: 'connect',
          id: 'c',
          data: { token: who.token, instance: crypto.randomUUID() },
        }),
      )
    })
    ws.addEventListener('message', ({ data }) => take(String(data)))
    ws.addEventListener('close', ({ code }) => {
      clearTimeout(late)
      const isWhole = answers > frames.length
      if (!isWhole && broken.length === 0 && !DOCUMENTED.has(code) && !RUNTIME_CODES.has(code))
        broken.push(`[S10] closed with ${code}, which stands in no document`)
      if (!isWhole && !isSent) broken.push(`closed with ${code} before anything was sent`)
      // What was behind a close was not looked at; the frame that caused it was.
      resolve({
        frames: Math.min(frames.length, answers + (isWhole ? 0 : 1)),
        broken,
        closedWith: isWhole ? undefined : code,
      })
    })
  })
}

/** As the server reads it: what is half a character has become another on the way, and the last of several ids wins. */
function idIn(frame: string): string | undefined {
  try {
    const { id } = JSON.parse(frame.toWellFormed()) as { id?: unknown }
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}
