import { signal } from '@preact/signals'
import { expect, test } from 'bun:test'
import { createEndInSight } from './end-in-sight.ts'

test('[M7] the end of a chat is in sight once it was looked at, and of another chat not by that', () => {
  const selectedId = signal<string | null>('s1')
  const end = createEndInSight(selectedId)
  expect(end.value).toBe(false)
  end.value = true
  expect(end.value).toBe(true)
  selectedId.value = 's2'
  expect([end.value, end.peek()]).toEqual([false, false])
  end.value = true
  selectedId.value = 's1'
  expect(end.value).toBe(false)
})

test('[M7] where no chat is on screen nothing is in sight', () => {
  const end = createEndInSight(signal(null))
  end.value = true
  expect(end.value).toBe(false)
})
