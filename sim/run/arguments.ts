/** What was asked for on the command line. */
export type Asked =
  | { readonly name: 'help' }
  /** One world, its story told. */
  | {
      readonly name: 'one'
      readonly from: PlanSource
      readonly isShrunk: boolean
      readonly bug: string | null
    }
  | ({ readonly name: 'many'; readonly bug: string | null } & Amount & Common)
  /** Empty `bugs`: all. `seeds`: how many tries each. */
  | ({ readonly name: 'planted'; readonly bugs: readonly string[]; readonly seeds: number } & Common)

export type PlanSource = { readonly seed: number } | { readonly file: string }

interface Common {
  readonly atOnce: number
  /** Where the figures go, for machines. */
  readonly json: string | null
}

interface Amount {
  readonly from: number
  /** Infinity: until the minutes are over. */
  readonly count: number
  readonly minutes: number | null
}

/** How many seeds a planted bug has to be caught in. */
export const HUNT_SEEDS = 200

const NUMBERS = ['--seed', '--shrink', '--minutes', '--at-once'] as const
const TEXTS = ['--seeds', '--plan', '--bug', '--json'] as const
const FLAGS = ['--planted', '--help', '-h'] as const

/** Takes the words behind the program's name; a sentence where they make no sense. `freshSeed`: where `--minutes` begins. */
export function parseArguments(
  words: readonly string[],
  defaults: { readonly freshSeed: number; readonly cores: number; readonly bugs: readonly string[] },
): Asked | string {
  const given = new Map<string, string>()
  const names: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!
    if (FLAGS.some((flag) => flag === word)) given.set(word, '')
    else if ([...NUMBERS, ...TEXTS].some((option) => option === word)) {
      at += 1
      const value = words[at]
      if (value === undefined) return `${word} takes a value. Try --help.`
      given.set(word, value)
    } else if (word.startsWith('-')) return `There is no ${word}. Try --help.`
    else names.push(word)
  }
  for (const option of NUMBERS) {
    const text = given.get(option)
    const number = Number(text)
    if (text !== undefined && !(text !== '' && number >= 0 && Number.isFinite(number)))
      return `${option} takes a number.`
  }
  const number = (option: (typeof NUMBERS)[number]): number | undefined =>
    given.has(option) ? Number(given.get(option)) : undefined

  const bug = given.get('--bug') ?? null
  const unknown = [...names, ...(bug === null ? [] : [bug])].find((name) => !defaults.bugs.includes(name))
  if (unknown !== undefined) return `There is no planted bug ${unknown}. --help lists them.`
  const range = given.has('--seeds') ? rangeOf(given.get('--seeds')!) : undefined
  if (range === 'wrong') return '--seeds takes a number, or two as 1..100.'
  const common = {
    atOnce: Math.max(1, number('--at-once') ?? defaults.cores),
    json: given.get('--json') ?? null,
  }

  if (words.length === 0 || given.has('--help') || given.has('-h')) return { name: 'help' }
  if (given.has('--planted'))
    return { name: 'planted', bugs: names, seeds: range?.count ?? HUNT_SEEDS, ...common }
  if (names.length > 0) return 'Names of planted bugs go with --planted.'
  const shrunk = number('--shrink')
  const file = given.get('--plan')
  if (shrunk !== undefined) return { name: 'one', from: { seed: shrunk }, isShrunk: true, bug }
  if (file !== undefined) return { name: 'one', from: { file }, isShrunk: false, bug }
  const seed = number('--seed')
  if (seed !== undefined) return { name: 'one', from: { seed }, isShrunk: false, bug }
  const minutes = number('--minutes') ?? null
  if (minutes === null && range === undefined)
    return 'Say which worlds: --seed, --seeds or --minutes. Try --help.'
  return {
    name: 'many',
    from: range?.from ?? defaults.freshSeed,
    count: range?.count ?? Infinity,
    minutes,
    bug,
    ...common,
  }
}

/** `100`: the seeds 1 to 100; `7..9`: 7, 8 and 9. */
function rangeOf(text: string): { from: number; count: number } | 'wrong' {
  const found = /^(?:(\d{1,16})\.\.)?(\d{1,16})$/.exec(text)
  if (found === null) return 'wrong'
  const from = found[1] === undefined ? 1 : Number(found[1])
  const count = Number(found[2]) - from + 1
  return count < 1 || !Number.isSafeInteger(from + count) ? 'wrong' : { from, count }
}
