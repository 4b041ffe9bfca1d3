/**
 * How the program ends, for service managers and scripts. The numbers are those of sysexits.h, so that `RestartPreventExitStatus=64 65 73 78`
 * means what it says; the manual lists them.
 */
export const exitCodes = {
  done: 0,
  /** Anything that we have no better name for; also a simulation that lost or doubled something, and a rule that does not hold. */
  failed: 1,
  /** The command line is wrong. */
  usage: 64,
  /** What is kept is damaged, or is not ours. */
  dataDamaged: 65,
  /** The port is taken, or the database or the bucket for files cannot be reached. */
  unavailable: 69,
  /** We were wrong, and what is in memory is not to be trusted. What was acknowledged is kept. */
  bug: 70,
  /** The data folder cannot be made or written. */
  cannotCreate: 73,
  /** The disk has failed, while running or starting: nothing more can be promised [G10]. */
  diskFailed: 74,
  /** Another Pult has the data folder: it works again when that one has stopped. */
  locked: 75,
  /** A setting is wrong. */
  config: 78,
} as const

export type ExitName = keyof typeof exitCodes
