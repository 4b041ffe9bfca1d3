import { conformanceCommand } from '@pult/conformance'
import { exitCodes } from './exit-codes.ts'

/** `pult conformance`. Returns the exit code. */
export async function conformance(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return exitCodes[await conformanceCommand(args, environment)]
}
