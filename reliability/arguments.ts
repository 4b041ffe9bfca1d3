import type { Trial } from './trial.ts'

/** What was asked for on the command line. */
export interface Asked {
  /** Empty: all. */
  readonly names: readonly string[]
  /** These are left out. */
  readonly except: readonly string[]
  readonly size: 'ci' | 'release' | number
  readonly seed: number
  /** Whether the runs are added to the ledger. */
  readonly isRecorded: boolean
  readonly atOnce: number
  readonly isHelp: boolean
}

/** One process for each of the two cores that the programme is made for. */
const AT_ONCE = 2

/** Takes the words behind the program's name; a sentence where they make no sense. */
export function parseArguments(
  words: readonly string[],
  known: readonly string[],
  freshSeed: number,
): Asked | string {
  const names: string[] = []
  const except: string[] = []
  const asked = {
    size: 'ci' as Asked['size'],
    seed: freshSeed,
    isRecorded: false,
    atOnce: AT_ONCE,
    isHelp: false,
  }
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!
    const value = words[at + 1]
    if (word === '--help' || word === '-h') asked.isHelp = true
    else if (word === '--record') asked.isRecorded = true
    else if (word === '--size' || word === '--seed' || word === '--at-once') {
      at += 1
      if (word === '--size' && (value === 'ci' || value === 'release')) {
        asked.size = value
        continue
      }
      const number = Number(value)
      if (value === undefined || !Number.isSafeInteger(number) || number < (word === '--seed' ? 0 : 1))
        return `${word} takes ${word === '--size' ? 'ci, release or a number' : 'a number'}.`
      if (word === '--size') asked.size = number
      else if (word === '--seed') asked.seed = number
      else asked.atOnce = number
    } else if (word === '--except') {
      at += 1
      const unknown = (value ?? '').split(',').find((name) => !known.includes(name))
      if (unknown !== undefined)
        return `--except takes names of trials with commas between them. There are: ${known.join(', ')}.`
      except.push(...value!.split(','))
    } else if (word.startsWith('-')) return `There is no ${word}. Try --help.`
    else if (!known.includes(word)) return `There is no trial ${word}. There are: ${known.join(', ')}.`
    else names.push(word)
  }
  return { names, except, ...asked }
}

/** How much of a trial that is. */
export function sizeOf({ sizes }: Pick<Trial, 'sizes'>, size: Asked['size']): number {
  return typeof size === 'number' ? Math.min(size, sizes.most ?? size) : sizes[size]
}
