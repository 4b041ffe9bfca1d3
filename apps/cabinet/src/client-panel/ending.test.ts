import { expect, test } from 'bun:test'
import type { Activity } from '@pult/protocol'
import { endingOf } from './ending.ts'

function step(fields: { readonly [K in keyof Activity]?: unknown }): Activity {
  const plain = { id: 'a1', at: '2026-11-22T10:00:00.000Z', kind: 'CLOSED', by: null, reason: null }
  return { ...plain, ...fields } as Activity
}
const by = (type: string, name: string | null = null) => ({ type, id: null, name })
const ends = (fields: Parameters<typeof step>[0]) => endingOf([step({ kind: 'RATED' }), step(fields)])

test('[CP9] a session ended by somebody, by silence or with the last word', () => {
  expect(ends({ by: by('CLIENT', 'Mary') })).toEqual({ key: 'past.ended.client', name: 'Mary', reason: null })
  expect(ends({ by: by('OPERATOR', 'Ann'), reason: 'done' })).toEqual({
    key: 'past.ended.operator',
    name: 'Ann',
    reason: 'done',
  })
  expect(ends({ by: by('OPERATOR') })?.key).toBe('past.ended')
  expect(ends({ by: by('BOT', 'Robin') })?.key).toBe('past.ended.bot')
  expect(ends({ by: by('SYSTEM'), reason: 'INACTIVE' })?.key).toBe('past.ended.silent')
  expect(ends({ by: by('OPERATOR', 'Ann'), reason: 'TERMINAL' })?.key).toBe('past.ended.terminal')
  expect(ends({})?.key).toBe('past.ended')
})

test('[CP9] a session that goes on has no end', () => {
  expect(endingOf([step({ kind: 'ASSIGNED' })])).toBeNull()
  expect(endingOf([])).toBeNull()
})
