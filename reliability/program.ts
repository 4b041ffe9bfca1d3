/** The program under test: Pult started the way people start it, on a free port of the loopback, ended with the process that started it. */
import { readFileSync } from 'node:fs'
import { ADMIN, MAIN, environmentOf } from '../packages/server/testing/program.ts'

export interface Running {
  readonly pid: number
  readonly port: number
  /** `http://127.0.0.1:…` */
  readonly url: string
  readonly directory: string
  /** From the start of the process to the first good answer of `/healthz`. */
  readonly readyMs: number
  /** From the start of the process to the moment at which it takes connections. */
  readonly listeningMs: number
  /** The exit code; 128 and the signal's number where a signal ended it. */
  readonly exited: Promise<number>
  /** Lines of its log at the level `error` or above, and all that was not a line of the log. Empty in a good life. */
  readonly complaints: () => readonly string[]
  /** The last lines that it wrote. */
  readonly lastWords: () => string
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>
  /** Asks it to end; the exit code. Killed where it has not ended within `STOP_MS_MAX`. */
  stop(signal?: NodeJS.Signals): Promise<number>
}

/** Pult ended before it was ready; what it said is for whoever asks why. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted'
  readonly code: number
  readonly said: string

  constructor(code: number, said: string) {
    super(`Pult ended with ${code} instead of starting:\n${said}`)
    this.code = code
    this.said = said
  }
}

/** It promises to end within 10 s; who is three times late is not coming. */
const STOP_MS_MAX = 30_000
const START_MS_MAX = 30_000
const LINES_KEPT = 50

const alive = new Set<Bun.Subprocess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/**
 * Starts Pult on the data in `directory` and returns when it answers; throws with its last words when it ends before that. `port` 0 takes a free one.
 * `command` is for whoever puts another program in front, such as `faketime`.
 */
export async function startPult(options: {
  readonly directory: string
  readonly port?: number
  readonly environment?: Readonly<Record<string, string>>
  readonly command?: readonly string[]
}): Promise<Running> {
  const startedAt = performance.now()
  const child = Bun.spawn([...(options.command ?? []), process.execPath, MAIN, 'start'], {
    env: environmentOf({
      PORT: String(options.port ?? 0),
      HOST: '127.0.0.1',
      PULT_DATA: options.directory,
      PULT_ADMIN_EMAIL: ADMIN.email,
      PULT_ADMIN_PASSWORD: ADMIN.password,
      ...options.environment,
    }),
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  alive.add(child)
  const exited = child.exited.then((code) => {
    alive.delete(child)
    return code
  })
  const lines: string[] = []
  const complaints: string[] = []
  const announced = Promise.withResolvers<number>()
  const take = (line: string): void => {
    if (lines.push(line) > LINES_KEPT) lines.shift()
    if (complains(line)) complaints.push(line)
    const port = /"port":(\d+)/.exec(line)?.[1]
    if (port !== undefined) announced.resolve(Number(port))
  }
  const output = Promise.all([eachLine(child.stdout, take), eachLine(child.stderr, take)])
  const lastWords = (): string => lines.join('\n')
  const late = setTimeout(() => child.kill('SIGKILL'), START_MS_MAX)
  const failed = exited.then(async (code) => {
    await output
    throw new NotStarted(code, lastWords())
  })
  const port = await Promise.race([announced.promise, failed])
  clearTimeout(late)
  const listeningMs = performance.now() - startedAt
  const url = `http://127.0.0.1:${port}`
  // Not over a connection that is left from an earlier life of the same port.
  const health = await fetch(`${url}/healthz`, { keepalive: false })
  if (!health.ok) throw new Error(`/healthz answers ${health.status}:\n${lastWords()}`)
  return {
    pid: child.pid,
    port,
    url,
    directory: options.directory,
    readyMs: performance.now() - startedAt,
    listeningMs,
    exited,
    complaints: () => complaints,
    lastWords,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX)
      const code = await exited
      clearTimeout(late)
      return code
    },
  }
}

/**
 * Makes resident memory show what is held. Where memory is plenty the runtime collects garbage when it likes, and what is resident differs by ± 100 MiB
 * from one minute to the next; told of a machine of 128 MiB it collects at once: three runs of one trial then agree within 1 MiB. A hint, not a limit.
 */
export const ON_A_SMALL_MACHINE = { BUN_JSC_forceRAMSize: String(128 * 1024 * 1024) }

/** Resident memory of a process in bytes; 0 when it is gone. */
export function residentBytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

function complains(line: string): boolean {
  try {
    const { level } = JSON.parse(line) as { level?: unknown }
    return level === 'error' || level === 'fatal'
  } catch {
    return line.trim() !== ''
  }
}

async function eachLine(stream: ReadableStream<Uint8Array>, take: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  }
  if (rest !== '') take(rest)
}
