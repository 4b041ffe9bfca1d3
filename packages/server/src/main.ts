import { describeConfig, readConfig, unknownSettings } from './config.ts'
import { exitCodes } from './exit-codes.ts'
import { exitCodeOf, startFault } from './start-fault.ts'
import { VERSION } from './version.ts'

const USAGE = `Pult ${VERSION}

  pult start         runs Pult; settings come from the environment
  pult config        shows the settings in force and where they came from
  pult migrate       brings the database of DATABASE_URL to this version's schema
  pult move          copies everything from a data folder into a database, or back; --help tells more
  pult doctor        checks everything that this installation is told to use, and says how to mend what is wrong
  pult simulate      lets lifelike clients and operators talk through a running Pult; --help tells more
  pult conformance   asks a running Pult whether it keeps the rules of the protocol; --help tells more
  pult version       shows the version
  pult help          shows this
`

/** Each command is loaded when it is asked for: showing the settings must not wait for a server to be read in. */
async function main(command: string, options: readonly string[]): Promise<void> {
  switch (command) {
    case 'start':
      return (await import('./start.ts')).start(process.env)
    case 'config':
      process.stdout.write(`${describeConfig(readConfig(process.env))}\n`)
      for (const name of unknownSettings(process.env))
        process.stderr.write(`${name} is no setting of Pult; see the list above.\n`)
      return
    case 'migrate':
      process.exitCode = await (await import('./migrate.ts')).migrateCommand(options, process.env)
      return
    case 'move':
      process.exitCode = await (await import('./move/command.ts')).moveCommand(options, process.env)
      return
    case 'doctor':
      return process.exit(await (await import('./doctor/command.ts')).doctorCommand(options, process.env))
    case 'simulate':
      process.exitCode = await (await import('./simulate/command.ts')).simulateCommand(options, process.env)
      return
    case 'conformance':
      process.exitCode = await (await import('./conformance.ts')).conformance(options, process.env)
      return
    case 'version':
    case '--version':
      process.stdout.write(`${VERSION}\n`)
      return
    case 'help':
    case '--help':
      process.stdout.write(USAGE)
      return
    default:
      process.stderr.write(`There is no command "${command}".\n\n${USAGE}`)
      process.exitCode = exitCodes.usage
  }
}

try {
  await main(process.argv[2] ?? 'start', process.argv.slice(3))
} catch (error) {
  const fault = startFault(error)
  process.stderr.write(`${fault.sentence}\n`)
  process.exit(exitCodeOf(fault))
}
