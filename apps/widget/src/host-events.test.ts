import { expect, test } from 'bun:test'
import { createHostEventHub } from './host-events.ts'

test('[H3] a listener that throws is reported and the others still hear', () => {
  const reported: unknown[] = []
  const heard: number[] = []
  const hub = createHostEventHub((error) => reported.push(error))
  const wrong = new Error('the host was wrong')
  hub.on('unread', () => {
    throw wrong
  })
  const stop = hub.on('unread', (count) => heard.push(count))
  hub.emit('unread', 2)
  hub.emit('open', undefined)
  stop()
  hub.emit('unread', 3)
  expect(heard).toEqual([2])
  expect(reported).toEqual([wrong, wrong])
})
