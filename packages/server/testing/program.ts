/** The real program, started as a person starts it, for tests that promise something of the program and not of its parts. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const MAIN = join(import.meta.dir, '../src/main.ts')
export const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' } as const

export interface Program {
  readonly url: string
  /** Everything written to the standard output so far. */
  readonly output: () => string
  readonly process: Bun.Subprocess<'ignore', 'pipe', 'pipe'>
  /** Sends the signal and waits; the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number>
}

/** A folder that is gone after `using`. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'pult-server-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Below the ports that systems give to outgoing connections: one of those would be in the way when a program comes back. */
const PORTS = { from: 10_000, to: 32_000 }

/** Who comes back must find the same port, so the system may not choose another one each time. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from))
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** What the program sees: nothing of the test's own settings. */
export function environmentOf(settings: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...settings }
}

/** Runs a command to its end. */
export async function run(
  command: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  const child = Bun.spawn([process.execPath, MAIN, ...command], {
    env: environmentOf(settings),
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [output, errors, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { code, output, errors }
}

/** Starts Pult on a free port and returns when it is ready. Throws with what it wrote when it ends before. */
export async function startProgram(
  settings: Readonly<Record<string, string>>,
  command: readonly string[] = [process.execPath, MAIN, 'start'],
): Promise<Program> {
  const child = Bun.spawn([...command], {
    env: environmentOf({
      PORT: '0',
      HOST: '127.0.0.1',
      PULT_ADMIN_EMAIL: ADMIN.email,
      PULT_ADMIN_PASSWORD: ADMIN.password,
      ...settings,
    }),
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  let output = ''
  const port = await new Promise<number>((resolve, reject) => {
    const decoder = new TextDecoder()
    const read = async (): Promise<void> => {
      for await (const chunk of child.stdout) {
        output += decoder.decode(chunk, { stream: true })
        const ready = /"port":(\d+)/.exec(output)
        if (ready !== null) resolve(Number(ready[1]))
      }
      reject(new Error(`Pult did not start: ${output}${await new Response(child.stderr).text()}`))
    }
    read().catch(reject)
  })
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    process: child,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      return child.exited
    },
  }
}
