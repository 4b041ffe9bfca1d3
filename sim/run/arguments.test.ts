import { describe, expect, test } from 'bun:test'
import { parseArguments } from './arguments.ts'

const parse = (...words: string[]) =>
  parseArguments(words, { freshSeed: 5_000_000, cores: 2, bugs: ['no-gap-check'] })

describe('the words behind `sim`', () => {
  test('[SIM10] one world, from a seed, a plan or a failure to be shrunk', () => {
    expect(parse('--seed', '7')).toEqual({ name: 'one', from: { seed: 7 }, isShrunk: false, bug: null })
    expect(parse('--plan', 'a.json')).toEqual({
      name: 'one',
      from: { file: 'a.json' },
      isShrunk: false,
      bug: null,
    })
    expect(parse('--shrink', '7', '--bug', 'no-gap-check')).toEqual({
      name: 'one',
      from: { seed: 7 },
      isShrunk: true,
      bug: 'no-gap-check',
    })
  })

  test('[SIM10] many worlds: a number, a range, or until the time is over', () => {
    const many = { name: 'many', minutes: null, bug: null, atOnce: 2, json: null } as const
    expect(parse('--seeds', '100')).toEqual({ ...many, from: 1, count: 100 })
    expect(parse('--seeds', '7..9', '--at-once', '3')).toEqual({ ...many, from: 7, count: 3, atOnce: 3 })
    expect(parse('--minutes', '2')).toEqual({ ...many, from: 5_000_000, count: Infinity, minutes: 2 })
  })

  test('[SIM10] planted bugs: all, or some', () => {
    const planted = { name: 'planted', atOnce: 2, json: null } as const
    expect(parse('--planted')).toEqual({ ...planted, bugs: [], seeds: 200 })
    expect(parse('--planted', 'no-gap-check', '--seeds', '50')).toEqual({
      ...planted,
      bugs: ['no-gap-check'],
      seeds: 50,
    })
  })

  test('[SIM10] help without words', () => {
    expect(parse()).toEqual({ name: 'help' })
    expect(parse('--seeds', '3', '--help')).toEqual({ name: 'help' })
  })

  test.each([
    [['--seed', 'x'], '--seed takes a number.'],
    [['--seed'], '--seed takes a value. Try --help.'],
    [['--seeds', '9..7'], '--seeds takes a number, or two as 1..100.'],
    [['--sead', '7'], 'There is no --sead. Try --help.'],
    [['--bug', 'nobody'], 'There is no planted bug nobody. --help lists them.'],
    [['--at-once', '2'], 'Say which worlds: --seed, --seeds or --minutes. Try --help.'],
  ])('[SIM10] what makes no sense is said: %p', (words, sentence) => {
    expect(parse(...words)).toBe(sentence)
  })
})
