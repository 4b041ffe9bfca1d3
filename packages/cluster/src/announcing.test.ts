import { expect, test } from 'bun:test'
import type { Outcome, SystemCommand } from '@pult/engine'
import { wireError, type ChatId } from '@pult/protocol'
import { sayWhoIsHere } from './announcing.ts'

const atOnce = (_delayMs: number, run: () => void): (() => void) => {
  queueMicrotask(run)
  return () => undefined
}

const here = (number: number): SystemCommand =>
  ({
    actor: { type: 'SYSTEM' },
    name: 'clientConnected',
    data: { chatId: `cht_${number}` as ChatId },
  }) as SystemCommand

test('[CL7] a new owner hears of everybody, never of more at once than it can take; who has left meanwhile is passed by', async () => {
  let people = Array.from({ length: 25_000 }, (_, index) => here(index))
  const heard: SystemCommand[] = []
  let open = 0
  let most = 0
  await sayWhoIsHere(
    () => people,
    async (command): Promise<Outcome> => {
      open += 1
      most = Math.max(most, open)
      heard.push(command)
      // While the first are said the last one goes, and somebody comes.
      if (heard.length === 1) people = [...people.slice(0, -1), here(99_999)]
      await Promise.resolve()
      open -= 1
      return { data: {} }
    },
    atOnce,
  )
  expect(most).toBe(1_000)
  expect(new Set(heard.map((command) => JSON.stringify(command))).size).toBe(25_000)
  expect(heard).toHaveLength(25_000)
  expect(heard.at(-1)).toEqual(here(99_999))
})

test('[CL7] the first are said before anything else happens', () => {
  const heard: SystemCommand[] = []
  void sayWhoIsHere(
    () => [here(1), here(2)],
    (command) => {
      heard.push(command)
      return new Promise(() => undefined)
    },
    atOnce,
  )
  expect(heard).toEqual([here(1), here(2)])
})

test('[CL7] what the owner had no room for is said again', async () => {
  const heard: SystemCommand[] = []
  await sayWhoIsHere(
    () => [here(1), here(2)],
    (command) => {
      heard.push(command)
      const isFull = heard.length === 1
      return Promise.resolve((isFull ? { error: wireError('overloaded') } : { data: {} }) as Outcome)
    },
    atOnce,
  )
  expect(heard).toEqual([here(1), here(2), here(1)])
})
