import { StorageFault } from '@pult/engine'
import type { Logger } from 'pino'
import { readConfig, unknownSettings } from './config.ts'
import { exitCodes } from './exit-codes.ts'
import { openProcessLog } from './log.ts'
import { startPult, type Pult } from './pult.ts'
import { exitCodeOf, startFault } from './start-fault.ts'

/** How soon we notice that whoever started us has gone without passing the signal on. */
const PARENT_CHECK_MS = 500
/** Service managers kill after 10 s and more; what was acknowledged is durable anyway, so leaving is better than hanging. */
const STOP_MS_MAX = 9_500

/** `pult start`: runs until SIGTERM or SIGINT, then drains. @throws ConfigError */
export async function start(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const { config } = readConfig(environment)
  // First of all: a parent that goes while we start would not be missed later.
  if (environment['npm_lifecycle_event'] !== undefined)
    watchParent(() => void process.kill(process.pid, 'SIGTERM'))
  const log = openProcessLog(config.LOG_LEVEL)
  for (const name of unknownSettings(environment))
    log.warn(`${name} is no setting of Pult; see "pult config"`)
  const starting = startPult(config, log, (error) => {
    if (error instanceof StorageFault) endOnDisk(error, log)
    log.fatal({ err: error }, 'this is a bug of Pult, stopping')
    process.exit(exitCodes.bug)
  })
  // Before it is ready: whoever waits for that may stop it in the next moment.
  stopOnSignals(starting, log)
  let pult: Pult
  try {
    pult = await starting
  } catch (error) {
    const fault = startFault(error, config)
    process.stderr.write(`${fault.sentence}\n`)
    process.exit(exitCodeOf(fault))
  }
  log.info(
    { port: pult.port, data: config.PULT_DATA },
    `Pult is ready: ${pult.url} (cabinet), ${pult.url}/demo (widget), ${pult.url}/docs (manual)`,
  )
  const setupUrl = pult.setupUrl()
  if (setupUrl !== null) log.info(`There is no admin yet. Open this link once to make one: ${setupUrl}`)
}

function stopOnSignals(starting: Promise<Pult>, log: Logger): void {
  let isStopping = false
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return
    isStopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.fatal('could not stop in time')
      process.exit(exitCodes.failed)
    }, STOP_MS_MAX).unref()
    await (await starting).stop()
    log.info('stopped')
    process.exit(exitCodes.done)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        if (error instanceof StorageFault) endOnDisk(error, log)
        log.fatal({ err: error }, 'could not stop in order')
        process.exit(exitCodes.failed)
      })
    })
  }
}

/** [G10] What was acknowledged is kept; what the disk does next is not ours to promise. */
function endOnDisk(error: StorageFault, log: Logger): never {
  log.fatal({ err: error }, 'the disk has failed; nothing more can be promised, stopping')
  process.exit(exitCodes.diskFailed)
}

/** npm starts us through a shell, which a SIGTERM to npm ends without passing it on: we would go on unseen, with the port and the folder. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, PARENT_CHECK_MS)
  timer.unref()
}
