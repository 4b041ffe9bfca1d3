/** What one check found: a line. */
export interface Finding {
  readonly isOk: boolean
  /** What was looked at, in a word. */
  readonly subject: string
  /** How it is: a sentence without its full stop. */
  readonly says: string
  /** Of a problem: what to do. */
  readonly mend?: string
}

export type Check = {
  readonly subject: string
  readonly run: () => Promise<readonly Finding[]> | readonly Finding[]
}

export function ok(subject: string, says: string): Finding {
  return { isOk: true, subject, says }
}

export function problem(subject: string, says: string, mend: string): Finding {
  return { isOk: false, subject, says, mend }
}

/** A check that does not end, and one that stumbles, are findings as well: nobody who asks what is wrong is left waiting. */
export async function findingsOf({ subject, run }: Check, limitMs: number): Promise<readonly Finding[]> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<readonly Finding[]>((resolve) => {
    const says = `nothing came for ${limitMs / 1_000} seconds`
    const mend = 'Something on the way swallows what is sent: look at firewalls and at the address.'
    timer = setTimeout(() => resolve([problem(subject, says, mend)]), limitMs)
  })
  const looked = (async () => run())().catch((error: unknown) => [
    problem(subject, `could not be looked at (${sentenceOf(error)})`, 'Mend that first, then ask again.'),
  ])
  try {
    return await Promise.race([looked, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What an error says, in one line. */
export function sentenceOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  return said.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '')
}

const SUBJECT_COLUMNS = 12

/** One line for each, and under a problem what to do. */
export function linesOf({ isOk, subject, says, mend }: Finding): string {
  const line = `${isOk ? 'ok     ' : 'problem'}  ${subject.padEnd(SUBJECT_COLUMNS)} ${says}`
  return mend === undefined ? line : `${line}\n${' '.repeat(9 + SUBJECT_COLUMNS)} → ${mend}`
}
