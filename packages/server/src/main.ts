import { ConfigError, describeConfig, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { startPult } from './pult.ts'
import { VERSION } from './version.ts'

/** sysexits.h: the configuration is wrong, and trying again will not help. */
const EXIT_CONFIG = 78
/** sysexits.h: input or output has failed. */
const EXIT_IO = 74

const USAGE = `Pult ${VERSION}

  pult start      runs Pult; settings come from the environment
  pult config     shows the settings in force and where they came from
  pult help       shows this
`

async function main(command: string): Promise<void> {
  switch (command) {
    case 'start':
      return start()
    case 'config':
      process.stdout.write(`${describeConfig(readConfig(process.env))}\n`)
      return
    case 'help':
      process.stdout.write(USAGE)
      return
    default:
      process.stderr.write(`There is no command "${command}".\n\n${USAGE}`)
      process.exitCode = 64
  }
}

async function start(): Promise<void> {
  const { config } = readConfig(process.env)
  const log = createLog(config.LOG_LEVEL)
  const pult = await startPult(config, log, (error) => {
    log.fatal({ err: error }, 'the disk has failed; nothing more can be promised, stopping')
    process.exit(EXIT_IO)
  })
  log.info(
    { port: pult.port, data: config.PULT_DATA },
    `Pult is ready: ${pult.url} (cabinet), ${pult.url}/demo (widget)`,
  )
  const setupUrl = pult.setupUrl()
  if (setupUrl !== null) log.info(`There is no admin yet. Open this link once to make one: ${setupUrl}`)

  let isStopping = false
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return
    isStopping = true
    log.info({ signal }, 'stopping')
    await pult.stop()
    log.info('stopped')
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
}

try {
  await main(process.argv[2] ?? 'start')
} catch (error) {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`)
    process.exit(EXIT_CONFIG)
  }
  process.stderr.write(`Pult could not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
