import { expect, test } from 'bun:test'
import { createResolver } from './resolver.ts'

test('[OB6] a name is asked for once while a question is under way, its answer serves for ten seconds, a failure for nobody', async () => {
  let nowMs = 0
  const asked: string[] = []
  const resolve = createResolver(
    async (host) => {
      asked.push(host)
      await Bun.sleep(1)
      if (host === 'bad.example.com') throw new Error('no such name')
      return [`93.184.216.${String(asked.length)}`]
    },
    () => nowMs,
  )
  const all = await Promise.all(Array.from({ length: 1_000 }, () => resolve('bots.example.com')))
  expect(new Set(all.flat())).toEqual(new Set(['93.184.216.1']))
  nowMs = 9_999
  expect(await resolve('bots.example.com')).toEqual(['93.184.216.1'])
  nowMs = 10_000
  expect(await resolve('bots.example.com')).toEqual(['93.184.216.2'])
  expect(resolve('bad.example.com')).rejects.toThrow('no such name')
  await Bun.sleep(5)
  expect(resolve('bad.example.com')).rejects.toThrow('no such name')
  await Bun.sleep(5)
  expect(asked).toEqual(['bots.example.com', 'bots.example.com', 'bad.example.com', 'bad.example.com'])
})
