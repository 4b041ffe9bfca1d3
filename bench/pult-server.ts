import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Pult as its users start it, in a process of its own with fresh data; and the same for anything that prints its port. */
export interface Running {
  readonly pid: number
  readonly port: number
  readonly url: string
  readonly directory: string
  stop(): Promise<void>
}

const MAIN = join(import.meta.dir, '../packages/server/src/main.ts')
export const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' }

/** A machine that others keep busy is late, and no reason to measure nothing. */
const START_MS_MAX = 60_000

export async function startPult(
  options: { readonly directory?: string; readonly environment?: Record<string, string> } = {},
): Promise<Running> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'pult-bench-'))
  const port = Number(options.environment?.['PORT'] ?? (await freePort()))
  const child = Bun.spawn([process.execPath, MAIN, 'start'], {
    env: {
      ...process.env,
      PORT: String(port),
      PULT_DATA: directory,
      PULT_ADMIN_EMAIL: ADMIN.email,
      PULT_ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'error',
      ...options.environment,
    },
    stdout: 'ignore',
    stderr: 'inherit',
  })
  const url = `http://127.0.0.1:${port}`
  await untilReady(url, START_MS_MAX)
  return {
    pid: child.pid,
    port,
    url,
    directory,
    async stop() {
      child.kill('SIGKILL')
      await child.exited
      if (options.directory === undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

export async function untilReady(url: string, withinMs = 10_000): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    try {
      if ((await fetch(`${url}/healthz`)).ok) return performance.now() - startedAt
    } catch {
      // Not listening yet.
    }
    if (performance.now() - startedAt > withinMs) throw new Error(`${url} does not answer`)
    await Bun.sleep(5)
  }
}

/** CPU seconds of a process so far, its threads included; `/proc/PID/stat`, fields 14 and 15, in ticks of 10 ms. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** The same of a process and of those that it has started: a database is a tree of them. Those that have ended do not count. */
export function treeSeconds(root: number): number {
  let sum = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (Number(name) === root || Number(fields[1]) === root) sum += cpuSeconds(Number(name))
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum
}

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(match?.[1] ?? 0) * 1024
}

export async function post<T = Record<string, unknown>>(
  url: string,
  path: string,
  body: unknown,
  token?: string,
): Promise<T> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as T & { error?: { message: string } }
  if (answer.error !== undefined) throw new Error(`${path}: ${JSON.stringify(answer.error)}`)
  return answer
}

/** An operator's desk: a group, a channel without a bot, operators signed in. */
export async function furnish(
  url: string,
  operators: number,
  capacity: number,
): Promise<{
  adminToken: string
  groupId: string
  channelKey: string
  operatorTokens: string[]
  operatorIds: string[]
}> {
  const { token: adminToken } = await post<{ token: string }>(url, '/login', ADMIN)
  const command = async <T>(name: string, data: unknown): Promise<T> =>
    (await post<{ data: T }>(url, `/commands/${name}`, { data }, adminToken)).data
  const { groupId } = await command<{ groupId: string }>('createGroup', { name: 'Bench' })
  const { channelKey } = await command<{ channelKey: string }>('createChannel', {
    messengerType: 'API',
    name: 'Bench',
    groupId,
    bot: { kind: 'NONE' },
  })
  const operatorTokens: string[] = []
  const operatorIds: string[] = []
  for (let index = 0; index < operators; index += 1) {
    const email = `operator-${index}@example.com`
    const password = 'correct horse battery'
    const made = await command<{ operatorId: string }>('createOperator', {
      email,
      name: `Operator ${index}`,
      role: 'operator',
      password,
      groupIds: [groupId],
      capacity,
    })
    const { token } = await post<{ token: string }>(url, '/login', { email, password })
    operatorTokens.push(token)
    operatorIds.push(made.operatorId)
  }
  return { adminToken, groupId, channelKey, operatorTokens, operatorIds }
}
