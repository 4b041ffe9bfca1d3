import { expect, test } from 'bun:test'
import { parseArguments, sizeOf } from './arguments.ts'

const known = ['kill', 'stop']

test('[RT3] without words everything runs at the size of CI, two at a time, with the fresh seed, unrecorded', () => {
  expect(parseArguments([], known, 5)).toEqual({
    names: [],
    except: [],
    size: 'ci',
    seed: 5,
    isRecorded: false,
    atOnce: 2,
    isHelp: false,
  })
})

test('[RT3] names, sizes, seed, places and recording are taken as given', () => {
  expect(
    parseArguments(['stop', '--size', 'release', '--seed', '0', '--at-once', '1', '--record'], known, 5),
  ).toEqual({
    names: ['stop'],
    except: [],
    size: 'release',
    seed: 0,
    isRecorded: true,
    atOnce: 1,
    isHelp: false,
  })
  expect(parseArguments(['kill', '--size', '12'], known, 5)).toMatchObject({ names: ['kill'], size: 12 })
  expect(parseArguments(['--except', 'kill,stop'], known, 5)).toMatchObject({ names: [], except: known })
})

test.each([
  [['burn'], 'There is no trial burn. There are: kill, stop.'],
  [
    ['--except', 'stop,burn'],
    '--except takes names of trials with commas between them. There are: kill, stop.',
  ],
  [['--except'], '--except takes names of trials with commas between them. There are: kill, stop.'],
  [['--fast'], 'There is no --fast. Try --help.'],
  [['--size'], '--size takes ci, release or a number.'],
  [['--size', '0'], '--size takes ci, release or a number.'],
  [['--at-once', 'all'], '--at-once takes a number.'],
  [['--seed', '-1'], '--seed takes a number.'],
])('[RT3] %p is answered with a sentence', (words, sentence) => {
  expect(parseArguments(words, known, 5)).toBe(sentence)
})

test('[RT3] a number is the size of every trial, a word the one that each trial names', () => {
  const trial = { sizes: { ci: 20, release: 500 } }
  expect([sizeOf(trial, 'ci'), sizeOf(trial, 'release'), sizeOf(trial, 3)]).toEqual([20, 500, 3])
  expect(sizeOf({ sizes: { ...trial.sizes, most: 500 } }, 501)).toBe(500)
})
