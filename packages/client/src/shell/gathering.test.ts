import { expect, test } from 'bun:test'
import { createGathering } from './gathering.ts'

test('[F6] the first is handed over at once, the others together when their time comes, in their order', () => {
  let nowMs = 0
  const due: { readonly atMs: number; readonly run: () => void }[] = []
  const clock = {
    nowMs: () => nowMs,
    after(delayMs: number, run: () => void) {
      due.push({ atMs: nowMs + delayMs, run })
      return () => undefined
    },
  }
  const pass = (ms: number) => {
    nowMs += ms
    for (const { run } of due.splice(0).filter(({ atMs }) => atMs <= nowMs)) run()
  }
  const handed: string[] = []
  const gather = createGathering<string>(clock, 500, (items) => handed.push(`${nowMs}: ${items.join(' ')}`))
  gather('a')
  nowMs += 100
  gather('b')
  gather('c')
  expect(handed).toEqual(['0: a'])
  pass(400)
  expect(handed).toEqual(['0: a', '500: b c'])
  pass(700)
  expect(handed).toHaveLength(2)
  gather('d')
  expect(handed.at(-1)).toBe('1200: d')
})
