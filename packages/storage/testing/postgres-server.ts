import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/**
 * A PostgreSQL of one's own: a new cluster in a temporary folder on a free port of the loopback, with `fsync` as it comes (on). Whoever started it
 * may die in any way: a watchdog stops it and removes the folder when the pipe to it closes.
 */
export interface PostgresServer {
  readonly port: number
  /** The process that all the others of the server descend from; another one after each {@link start}. */
  readonly postmasterPid: () => number
  /** Makes an empty database. Returns its address. */
  createDatabase(): Promise<string>
  /** `immediate`: every process is killed as it stands, as by a power cut; the next start recovers from the write-ahead log. */
  stop(mode: 'fast' | 'immediate'): Promise<void>
  start(): Promise<void>
  /** Stops it for ever and removes its folder. */
  dispose(): Promise<void>
}

/** Debian keeps every version in a folder of its own. */
const DEBIAN_FOLDER = '/usr/lib/postgresql'
/** PostgreSQL refuses to run as root; Debian's package makes this user. */
const UNPRIVILEGED_USER = 'postgres'
/** Two processes may be given the same free port; then another one is tried. */
const PORT_TRIES = 5

/** The folder with `initdb` and `pg_ctl`, if PostgreSQL is installed. */
export function postgresBinaries(): string | undefined {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER).map(Number) : []
  const newest = versions.filter((version) => version > 0).toSorted((left, right) => right - left)
  const folders = newest.map((version) => join(DEBIAN_FOLDER, String(version), 'bin'))
  const found = Bun.which('pg_ctl')
  if (found !== null) folders.push(join(found, '..'))
  return folders.find((folder) => existsSync(join(folder, 'initdb')))
}

/**
 * Whether tests that need PostgreSQL can run here. On somebody's own machine they are passed by, and the reason is printed; where `CI` is set they
 * run, and fail.
 */
export function hasPostgres(): boolean {
  if (postgresBinaries() !== undefined || process.env['CI'] === 'true') return true
  process.stderr.write(
    'PostgreSQL is not installed: ITS TESTS ARE SKIPPED. On Debian: apt install postgresql\n',
  )
  return false
}

let shared: Promise<PostgresServer> | undefined

/** The one server of this process, for tests that leave it running. */
export function sharedPostgres(): Promise<PostgresServer> {
  return (shared ??= startPostgres())
}

export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const binaries = postgresBinaries()
  if (binaries === undefined)
    throw new Error('PostgreSQL is not installed. On Debian: apt install postgresql')
  const folder = mkdtempSync(join(tmpdir(), 'pult-postgres-'))
  const isRoot = process.getuid?.() === 0
  if (isRoot) giveAway(folder)
  const run = (...command: readonly string[]): Promise<string> =>
    output(isRoot ? unprivileged(command) : command)
  const data = join(folder, 'data')
  // The folder is new: syncing it at the end of initdb protects nothing.
  const locale = ['--encoding=UTF8', '--locale=C.UTF-8']
  await run(join(binaries, 'initdb'), '-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', ...locale)
  const pgCtl = (...words: readonly string[]) =>
    run(join(binaries, 'pg_ctl'), '-D', data, '-s', '-w', ...words)

  const start = async (port: number): Promise<void> => {
    const all = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      ...settings,
    }
    const words = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`)
    await pgCtl('-l', join(folder, 'log'), '-o', words.join(' '), 'start')
  }
  const port = await startSomewhere(start)
  const watchdog = watch(binaries, folder, isRoot)
  let databases = 0

  return {
    port,
    postmasterPid: () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
    async createDatabase() {
      databases += 1
      const name = `pult_${databases}`
      const admin = new Bun.SQL(`postgres://postgres@127.0.0.1:${port}/postgres`, { max: 1 })
      await admin.unsafe(`CREATE DATABASE ${name}`)
      await admin.close()
      return `postgres://postgres@127.0.0.1:${port}/${name}`
    },
    stop: async (mode) => void (await pgCtl('-m', mode, 'stop')),
    start: () => start(port),
    async dispose() {
      await watchdog.stdin.end()
      await watchdog.exited
    },
  }
}

function giveAway(folder: string): void {
  chownSync(folder, idOfUser('-u'), idOfUser('-g'))
}

function idOfUser(which: '-u' | '-g'): number {
  return Number(Bun.spawnSync(['id', which, UNPRIVILEGED_USER]).stdout.toString())
}

function unprivileged(command: readonly string[]): readonly string[] {
  const user = ['--reuid', UNPRIVILEGED_USER, '--regid', UNPRIVILEGED_USER, '--clear-groups']
  return ['setpriv', ...user, ...command]
}

async function output(command: readonly string[]): Promise<string> {
  const child = Bun.spawn([...command], { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe', cwd: '/' })
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr)])
  if ((await child.exited) !== 0) throw new Error(`${command.join(' ')} failed: ${said}${complaint}`)
  return said
}

async function startSomewhere(start: (port: number) => Promise<void>): Promise<number> {
  for (let left = PORT_TRIES; ; left -= 1) {
    const port = anyPort()
    try {
      await start(port)
      return port
    } catch (error) {
      if (left === 1 || !(await isTaken(port))) throw error
    }
  }
}

/** Below the ports that systems give to outgoing connections: one of those would be in the way when the server comes back. */
const PORTS = { from: 10_000, to: 32_000 }

function anyPort(): number {
  return PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from))
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

/** A shell that waits for the end of its input, which comes with the end of this process however it ends. */
function watch(
  binaries: string,
  folder: string,
  isRoot: boolean,
): Bun.Subprocess<'pipe', 'ignore', 'ignore'> {
  const script = `read _; "$1" -D "$2/data" -s -w -m immediate stop; rm -rf "$2"`
  const command = ['sh', '-c', script, 'watchdog', join(binaries, 'pg_ctl'), folder]
  const child = Bun.spawn(isRoot ? [...unprivileged(command)] : command, {
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    cwd: '/',
    // A Ctrl-C at the terminal is for the tests; the watchdog outlives them.
    detached: true,
  })
  child.unref()
  return child
}
