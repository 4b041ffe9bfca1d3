import { expect, test } from 'bun:test'
import type { Connection } from '@pult/client'
import { firstLink, nextLink } from './link.ts'

const follow = (...connections: Connection[]) => connections.reduce(nextLink, firstLink)
const connecting = (sinceMs: number): Connection => ({ name: 'connecting', sinceMs, attempt: 0 })
const waiting = (sinceMs: number): Connection => ({ name: 'waiting', sinceMs, attempt: 1, retryAtMs: 0 })
const replaying: Connection = { name: 'replaying', sinceMs: 3, attempt: 0 }
const live: Connection = { name: 'live', sinceMs: 4 }

test('[E4] the first try is not an outage, its failure is', () => {
  expect(follow({ name: 'idle', sinceMs: 0 }, connecting(1))).toEqual({ name: 'connecting' })
  expect(follow(connecting(1), waiting(2))).toEqual({ name: 'offline', sinceMs: 2 })
})

test('[E4] the outage counts from its beginning, through every try to come back', () => {
  expect(follow(connecting(1), live, waiting(10), connecting(20), waiting(30))).toEqual({
    name: 'offline',
    sinceMs: 10,
  })
  expect(follow(live, connecting(10))).toEqual({ name: 'offline', sinceMs: 10 })
})

test('[E4] catching up and live are told as they are', () => {
  expect(follow(connecting(1), replaying)).toEqual({ name: 'replaying' })
  expect(follow(connecting(1), waiting(2), replaying, live)).toEqual({ name: 'live' })
  const same = follow(live)
  expect(nextLink(same, live)).toBe(same)
})
