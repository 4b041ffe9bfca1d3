import {
  createOperatorClient,
  createVisitorClient,
  signIn,
  type OperatorClient,
  type VisitorClient,
} from '@pult/client'
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { ADMIN, MAIN, startProgram, temporaryFolder, type Program } from '../testing/program.ts'

// Real programs, on machines that do other things as well.
setDefaultTimeout(30_000)

const CLIENTS = 20
/** Longer than this a service manager does not wait. */
const STOP_MS_MAX = 10_000

const LAUNCHER = join(import.meta.dir, '../bin/pult.js')
/** As npm runs a script: through a shell, which a SIGTERM ends without passing it on. */
const NPM = ['sh', '-c', `'${process.execPath}' '${MAIN}' start; exit $?`]

let folder: ReturnType<typeof temporaryFolder>
let programs: Program[] = []
afterEach(() => {
  for (const { process } of programs) process.kill('SIGKILL')
  programs = []
  folder[Symbol.dispose]()
})
async function started(...args: Parameters<typeof startProgram>): Promise<Program> {
  const program = await startProgram(...args)
  programs.push(program)
  return program
}

async function signedIn(url: string): Promise<OperatorClient> {
  const { token } = await signIn({ url, ...ADMIN })
  return createOperatorClient({ url, token })
}

/** The close codes of every socket that anything in this test opens. */
function watchedSockets(): { readonly socket: typeof WebSocket; readonly codes: number[] } {
  const codes: number[] = []
  class Watched extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('close', ({ code }) => codes.push(code))
    }
  }
  return { socket: Watched as typeof WebSocket, codes }
}

async function channelKeyOf(url: string): Promise<string> {
  const admin = await signedIn(url)
  admin.connect()
  const { items } = await admin.history.channels()
  admin.close()
  return items[0]!.channelKey
}

test('[SV8] [S5] SIGTERM under load: 4001 for everybody, exit code 0 in time, and what was acknowledged is there', async () => {
  folder = temporaryFolder()
  const first = await started({ PULT_DATA: folder.path })
  const { url } = first
  const channelKey = await channelKeyOf(url)
  const { socket, codes } = watchedSockets()
  const acknowledged = new Map<string, string>()
  const over = new AbortController()
  const visitors: VisitorClient[] = Array.from({ length: CLIENTS }, () =>
    createVisitorClient({ url, channelKey, socket }),
  )
  for (const [index, visitor] of visitors.entries()) {
    visitor.connect()
    let number = 0
    const write = async (): Promise<void> => {
      while (!over.signal.aborted) {
        number += 1
        const body = `сообщение ${index}.${number}`
        const { messageId } = await visitor.sendMessage({ body }).sent
        acknowledged.set(messageId, body)
      }
    }
    for (let line = 0; line < 4; line += 1) write().catch(() => undefined)
  }
  while (acknowledged.size < CLIENTS * 10) await Bun.sleep(5)

  const beganMs = performance.now()
  const code = await first.stop('SIGTERM')
  const tookMs = performance.now() - beganMs
  over.abort()
  for (const visitor of visitors) visitor.close()
  expect(code).toBe(0)
  expect(tookMs).toBeLessThan(STOP_MS_MAX)
  expect(first.output()).toContain('"stopped"')
  expect(codes.filter((one) => one === 4001)).toHaveLength(CLIENTS)

  const second = await started({ PULT_DATA: folder.path })
  const admin = await signedIn(second.url)
  admin.connect()
  const kept = new Map<string, string>()
  for (const visitor of visitors) {
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof admin.history.chatMessages>> = await admin.history.chatMessages(
        visitor.state.client!.chatId,
        { limit: 200, ...(after === null ? {} : { after }) },
      )
      for (const { id, body } of page.items) kept.set(id, body)
      after = page.next
    } while (after !== null)
  }
  admin.close()
  const missing = [...acknowledged].filter(([id, body]) => kept.get(id) !== body)
  expect(missing).toEqual([])
  expect(await second.stop()).toBe(0)
})

test('[SV9] the launcher runs under Node, passes the signal on and ends as Pult ends', async () => {
  folder = temporaryFolder()
  const program = await started({ PULT_DATA: folder.path }, ['node', LAUNCHER, 'start'])
  expect((await fetch(`${program.url}/healthz`)).status).toBe(200)
  expect(await program.stop('SIGTERM')).toBe(0)
  expect(program.output()).toContain('"signal":"SIGTERM"')
  const child = Bun.spawn(['node', LAUNCHER, 'start'], {
    env: { ...process.env, PORT: 'x' },
    stderr: 'ignore',
  })
  expect(await child.exited).toBe(78)
})

test('[SV8] a shell of npm that dies without a word takes Pult with it', async () => {
  folder = temporaryFolder()
  const program = await started({ PULT_DATA: folder.path, npm_lifecycle_event: 'start' }, NPM)
  await program.stop('SIGTERM')
  for (let tries = 0; tries < 300 && !program.output().includes('"stopped"'); tries += 1) await Bun.sleep(10)
  expect(program.output()).toContain('"stopped"')
  const again = await started({ PULT_DATA: folder.path })
  expect(await again.stop()).toBe(0)
})

test('[SV8] a signal while starting stops it in order', async () => {
  folder = temporaryFolder()
  const child = Bun.spawn([process.execPath, MAIN, 'start'], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', PULT_DATA: folder.path },
    stdout: 'pipe',
  })
  const reader = child.stdout.getReader()
  await reader.read()
  child.kill('SIGTERM')
  child.kill('SIGTERM')
  expect(await child.exited).toBe(0)
})
