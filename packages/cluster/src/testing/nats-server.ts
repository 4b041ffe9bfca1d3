import { freePort } from '../../../server/testing/program.ts'

/** A real NATS server on a free port of the loopback, ended with its process. */
export interface NatsServer {
  readonly url: string
  readonly port: number
  readonly pid: () => number
  /** As `kill -9`. */
  kill(): Promise<void>
  /** On the same port again. */
  restart(): Promise<void>
}

/** Null: it can run here. A sentence: what to install. */
export const natsMissing: string | null =
  Bun.which('nats-server') === null
    ? 'nats-server is not installed (Debian: apt-get install nats-server)'
    : null

/** @param words more of its command line */
export async function startNats(words: readonly string[] = []): Promise<NatsServer> {
  const port = await freePort()
  let child = start()
  process.on('exit', () => child.kill('SIGKILL'))

  function start() {
    return Bun.spawn(['nats-server', '-a', '127.0.0.1', '-p', String(port), ...words], {
      stdout: 'ignore',
      stderr: 'ignore',
    })
  }

  async function listening(): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (await answers(port)) return
      await Bun.sleep(25)
    }
    throw new Error(`nats-server does not listen on ${port}`)
  }

  await listening()
  return {
    port,
    pid: () => child.pid,
    url: `nats://127.0.0.1:${port}`,
    async kill() {
      child.kill('SIGKILL')
      await child.exited
    },
    async restart() {
      child = start()
      await listening()
    },
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const socket = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data: () => undefined } })
    socket.end()
    return true
  } catch {
    return false
  }
}
