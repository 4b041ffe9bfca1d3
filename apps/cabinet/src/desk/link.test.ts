import { expect, test } from 'bun:test'
import type { Connection } from '@pult/client'
import { firstLink, nextLink, outageOf, type Link } from './link.ts'

const follow = (...connections: Connection[]) =>
  connections.reduce<Link>((link, connection) => nextLink(link, connection, 0), firstLink)
const connecting = (sinceMs: number): Connection => ({ name: 'connecting', sinceMs, attempt: 0 })
const waiting = (sinceMs: number, retryAtMs = 0): Connection => ({
  name: 'waiting',
  sinceMs,
  attempt: 1,
  retryAtMs,
})
const replaying: Connection = { name: 'replaying', sinceMs: 3, attempt: 0 }
const live: Connection = { name: 'live', sinceMs: 4 }

test('[E4] the first try is not an outage, its failure is', () => {
  expect(follow({ name: 'idle', sinceMs: 0 }, connecting(1))).toEqual({ name: 'connecting' })
  expect(follow(connecting(1), waiting(2, 9))).toEqual({ name: 'offline', sinceMs: 2, retryAtMs: 9 })
})

test('[E4] the outage counts from its beginning, through every try to come back, and says when the next one is', () => {
  const outage = [connecting(1), live, waiting(10, 15), connecting(20)]
  expect(follow(...outage)).toEqual({ name: 'offline', sinceMs: 10, retryAtMs: null })
  expect(follow(...outage, waiting(30, 41))).toEqual({ name: 'offline', sinceMs: 10, retryAtMs: 41 })
  expect(follow(live, connecting(10))).toEqual({ name: 'offline', sinceMs: 10, retryAtMs: null })
  expect(follow(live, { name: 'stopped', sinceMs: 12, stop: { name: 'loggedOut' } })).toMatchObject({
    name: 'offline',
    sinceMs: 12,
  })
})

test('[E4] catching up says how much is in, and of which outage; live is live', () => {
  expect(follow(connecting(1), replaying)).toEqual({ name: 'replaying', sinceMs: null, taken: 0 })
  const behind = follow(live, waiting(10), replaying)
  expect(behind).toEqual({ name: 'replaying', sinceMs: 10, taken: 0 })
  expect(nextLink(behind, replaying, 14)).toEqual({ name: 'replaying', sinceMs: 10, taken: 14 })
  expect(nextLink(behind, replaying, 0)).toBe(behind)
  expect(nextLink(behind, waiting(40, 50), 14)).toEqual({ name: 'offline', sinceMs: 10, retryAtMs: 50 })
  const same = follow(connecting(1), waiting(2), replaying, live)
  expect(same).toEqual({ name: 'live' })
  expect(nextLink(same, live, 14)).toBe(same)
})

test('[E6] who slept is offline since the sleep began, as the client has it, whatever was shown before', () => {
  expect(follow(live, connecting(-600_000))).toEqual({ name: 'offline', sinceMs: -600_000, retryAtMs: null })
  expect(follow(live, waiting(3), connecting(-7))).toMatchObject({ sinceMs: -7 })
  expect(outageOf(follow(live))).toBeNull()
})
