import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Pult itself, as a process of its own with an empty folder. Black box: only its address is known. */
export interface RealServer {
  readonly url: string
  readonly email: string
  readonly password: string
  readonly stop: () => Promise<void>
}

export async function startRealServer(): Promise<RealServer> {
  const data = await mkdtemp(join(tmpdir(), 'pult-real-'))
  const email = 'anna@example.com'
  const password = 'a long password'
  const main = join(import.meta.dir, '../../server/src/main.ts')
  const child = Bun.spawn([process.execPath, main, 'start'], {
    env: {
      ...process.env,
      PULT_DATA: data,
      PORT: '0',
      HOST: '127.0.0.1',
      PULT_ADMIN_EMAIL: email,
      PULT_ADMIN_PASSWORD: password,
      LOG_LEVEL: 'info',
    },
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const stop = async () => {
    child.kill()
    await child.exited
    await rm(data, { recursive: true, force: true })
  }
  // Read to the end: a server whose output nobody takes would break on its next line.
  const port = await new Promise<string | undefined>((resolve) => void findPort(child.stdout, resolve))
  if (port !== undefined) return { url: `http://127.0.0.1:${port}`, email, password, stop }
  await stop()
  throw new Error('Pult did not start')
}

async function findPort(
  output: ReadableStream<Uint8Array>,
  found: (port: string | undefined) => void,
): Promise<void> {
  let text = ''
  for await (const chunk of output) {
    text += new TextDecoder().decode(chunk)
    const port = /"port":(\d+)/.exec(text)?.[1]
    if (port !== undefined) found(port)
  }
  found(undefined)
}
