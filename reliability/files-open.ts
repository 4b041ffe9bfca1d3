import { spawnSync } from 'node:child_process'

/**
 * What to put in front of a program that needs so many files open at once: nothing where the limit is high enough. Throws a sentence that says what to
 * do where the limit cannot be raised.
 */
export function withFiles(count: number): string[] {
  if (softLimit([]) >= count) return []
  const raised = ['sh', '-c', `ulimit -n ${count} && exec "$@"`, 'sh']
  if (softLimit(raised) < count)
    throw new Error(
      `This needs ${count} open files and the limit is ${softLimit([])}: ulimit -n ${count} first.`,
    )
  return raised
}

function softLimit(command: readonly string[]): number {
  const [program, ...rest] = [...command, 'sh', '-c', 'ulimit -n']
  const words = spawnSync(program, rest, { encoding: 'utf8' }).stdout.trim()
  return words === 'unlimited' ? Number.POSITIVE_INFINITY : Number(words)
}
