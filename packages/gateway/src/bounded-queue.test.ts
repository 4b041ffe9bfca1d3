import { expect, test } from 'bun:test'
import { createBoundedQueue } from './bounded-queue.ts'

test('[EP9] so many at once, in order, and the rest refused at the door', async () => {
  const queue = createBoundedQueue(2, 3)
  const started: number[] = []
  const finish: (() => void)[] = []
  let running = 0
  let runningMost = 0
  const job = (index: number) => async () => {
    started.push(index)
    running += 1
    runningMost = Math.max(runningMost, running)
    await new Promise<void>((resolve) => finish.push(resolve))
    running -= 1
    return index
  }
  const answers = [0, 1, 2, 3, 4, 5, 6].map((index) => queue(job(index)))
  while (finish.length > 0) {
    finish.shift()!()
    await Bun.sleep(0)
  }
  expect(await Promise.all(answers)).toEqual([0, 1, 2, 3, 4, null, null])
  expect(started).toEqual([0, 1, 2, 3, 4])
  expect(runningMost).toBe(2)
})

test('[EP9] a job that fails gives its place on', async () => {
  const queue = createBoundedQueue(1, 1)
  const failing = queue(async () => {
    throw new Error('broken')
  })
  const next = queue(async () => 'done')
  expect(await failing.catch(String)).toContain('broken')
  expect(await next).toBe('done')
})
