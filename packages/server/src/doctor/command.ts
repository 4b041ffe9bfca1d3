import { readFileSync } from 'node:fs'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { exitCodes } from '../exit-codes.ts'
import { checkDatabase } from './database-check.ts'
import { type Check, findingsOf, linesOf, ok, problem } from './finding.ts'
import { checkFiles } from './files-check.ts'
import { checkFolder } from './folder-check.ts'
import { natsAddress } from '../nats-address.ts'
import { checkNats } from './nats-check.ts'
import { checkPort } from './port-check.ts'
import { checkSettings } from './settings-check.ts'
import { checkTls } from './tls-check.ts'
import { checkWeb } from './web-check.ts'

/** No check takes longer; the slowest waits for several answers, each with a limit of its own. */
const CHECK_MS_MAX = 20_000
/** Each connection takes one. */
const OPEN_FILES_MIN = 4_096

const USAGE = `pult doctor

  Looks at everything that this installation is told to use, with the same settings as pult start: the settings, the data folder, the port,
  the database, NATS, clocks, certificates, the Pult that runs, and a WebSocket opened through PULT_PUBLIC_URL. A line each; under what is
  wrong stands how to mend it. It changes nothing, and ends within a minute or two. Exit code 0: everything is as it should be; 1: something is not.
`

type Environment = Readonly<Record<string, string | undefined>>

/** `pult doctor`. Returns the exit code; what did not answer may still be waited for then, and is not worth it. */
export async function doctorCommand(args: readonly string[], environment: Environment): Promise<number> {
  if (args.length > 0) {
    const isHelp = args.length === 1 && args[0] === '--help'
    if (isHelp) process.stdout.write(USAGE)
    else process.stderr.write(`pult doctor takes no "${args.join(' ')}".\n\n${USAGE}`)
    return isHelp ? exitCodes.done : exitCodes.usage
  }
  let problems = 0
  for (const check of checksOf(environment)) {
    for (const finding of await findingsOf(check, CHECK_MS_MAX)) {
      if (!finding.isOk) problems += 1
      process.stdout.write(`${linesOf(finding)}\n`)
    }
  }
  const said =
    problems === 1 ? '1 problem; the line under it says' : `${problems} problems; the line under each says`
  await written(problems === 0 ? '\nEverything is as it should be.\n' : `\n${said} how to mend it.\n`)
  return problems === 0 ? exitCodes.done : exitCodes.failed
}

/** Returns when all that was written before is out as well: whoever asked ends the process then. */
function written(text: string): Promise<void> {
  return new Promise((resolve) => void process.stdout.write(text, () => resolve()))
}

/** In the order in which one thing needs the other. */
function checksOf(environment: Environment): readonly Check[] {
  let config: Config
  try {
    config = readConfig(environment).config
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const mend = 'Set it right, then ask again: nothing else can be looked at before.'
    const findings = error.message
      .split('\n')
      .map((line) => problem('settings', line.replace(/\.$/, ''), mend))
    return [{ subject: 'settings', run: () => findings }]
  }
  const { PULT_DATA: folder, DATABASE_URL: database, PULT_PUBLIC_URL: publicUrl, HOST, PORT } = config
  const nats = natsAddress(config)
  const checks: (Check | undefined)[] = [
    { subject: 'settings', run: () => checkSettings(config, environment) },
    { subject: 'folder', run: () => checkFolder(folder, database !== '', Date.now()) },
    { subject: 'open files', run: () => [checkOpenFiles()] },
    { subject: 'files', run: () => checkFiles(config) },
    database === '' ? undefined : { subject: 'database', run: () => checkDatabase(database, Date.now) },
    nats === undefined ? undefined : { subject: 'nats', run: () => checkNats(nats) },
    PORT === 0 ? undefined : { subject: 'port', run: () => checkHere(HOST, PORT) },
    publicUrl.startsWith('https:')
      ? { subject: 'tls', run: () => checkTls(publicUrl, Date.now()) }
      : undefined,
    publicUrl === '' ? undefined : { subject: 'public url', run: () => checkWeb(publicUrl, true, Date.now) },
  ]
  return checks.filter((check) => check !== undefined)
}

/** The port is free, or a Pult has it. */
async function checkHere(host: string, port: number): ReturnType<typeof checkWeb> {
  const free = await checkPort(host, port)
  if (free !== undefined) return [free]
  const at =
    host === '' || host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return await checkWeb(`http://${at}:${port}`, false, Date.now)
}

/** Of this process, as it would be of a Pult that is started here. */
function checkOpenFiles(): ReturnType<typeof ok> {
  const limits = readLimits()
  const limit = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.NaN)
  if (Number.isNaN(limit)) return ok('open files', 'this system does not say how many files may be open')
  const says = `${limit} files may be open at once; each connection is one`
  return limit < OPEN_FILES_MIN
    ? problem(
        'open files',
        says,
        'Raise it: LimitNOFILE=65536 in a systemd unit, ulimit -n 65536 in a shell.',
      )
    : ok('open files', says)
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return ''
  }
}
