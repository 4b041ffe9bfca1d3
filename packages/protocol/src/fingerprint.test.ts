import { describe, expect, test } from 'bun:test'
import recorded from '../fingerprint.golden.json' with { type: 'json' }
import { version } from '../package.json' with { type: 'json' }
import {
  changesBetween,
  complaint,
  fingerprintOf,
  fingerprintOfSources,
  mayRecord,
  wireParts,
} from './fingerprint.ts'

test('[F1] the wire is the recorded one', () => {
  expect(complaint(recorded, fingerprintOfSources(), version)).toBeUndefined()
})

describe('the fingerprint', () => {
  test('[F1] covers every kind of word', () => {
    const names = Object.keys(fingerprintOfSources().parts)
    for (const word of [
      'operator event chatSessionStarted',
      'client event typing',
      'signal typing',
      'stream command connect',
      'operator command sendMessage',
      'client command rateSession',
      'frame eventFrameSchema',
      'frame replyFrameSchema',
      'frame operatorSnapshotSchema',
      'HTTP loginReplySchema',
      'read GET /sessions',
      'error validation_failed',
      'error schema',
      'close code shuttingDown',
      'limit FRAME_BYTES_MAX',
    ]) {
      expect(names).toContain(word)
    }
  })

  test('[F1] a word that is described by nothing would hide its changes', () => {
    for (const [name, view] of Object.entries(wireParts())) {
      expect([name, JSON.stringify(view)]).not.toEqual([name, '{}'])
    }
  })

  test('[F2] does not see the order of fields, and sees everything else', () => {
    const one = fingerprintOf('pult.v1', { a: { x: 1, y: [1, 2] }, b: 'b' })
    expect(fingerprintOf('pult.v1', { b: 'b', a: { y: [1, 2], x: 1 } })).toEqual(one)
    expect(fingerprintOf('pult.v1', { a: { x: 1, y: [2, 1] }, b: 'b' }).hash).not.toBe(one.hash)
    expect(fingerprintOf('pult.v2', { a: { x: 1, y: [1, 2] }, b: 'b' }).hash).not.toBe(one.hash)
  })

  test('[F3] says which word changed and what to do', () => {
    const before = fingerprintOf('pult.v1', { 'limit A': 1, 'limit B': 1, 'limit C': 1 })
    const after = fingerprintOf('pult.v1', { 'limit A': 2, 'limit C': 1, 'limit D': 1 })
    expect(changesBetween(before, after)).toEqual(['limit A (changed)', 'limit B (gone)', 'limit D (new)'])
    expect(complaint(before, after, '0.9.0')).toBe(
      'The wire changed: limit A (changed), limit B (gone), limit D (new). If that is meant, record it: bun packages/protocol/src/fingerprint.record.ts',
    )
    expect(complaint(before, after, '1.2.0')).toContain(
      'Give PROTOCOL in packages/protocol/src/version.ts another name',
    )
    expect(complaint(before, before, '1.2.0')).toBeUndefined()
  })

  test('[F3] another name of the protocol must be recorded too', () => {
    const words = { 'limit A': 1 }
    expect(complaint(fingerprintOf('pult.v1', words), fingerprintOf('pult.v2', words), '1.0.0')).toStartWith(
      'The protocol is pult.v2 and the recorded one pult.v1.',
    )
  })

  test('[F4] from 1.0 on only additions are recorded under the same name', () => {
    const before = fingerprintOf('pult.v1', { 'limit A': 1 })
    const added = fingerprintOf('pult.v1', { 'limit A': 1, 'limit B': 1 })
    const changed = fingerprintOf('pult.v1', { 'limit A': 2 })
    expect(mayRecord(before, added, '1.0.0', false)).toBe(true)
    expect(mayRecord(before, changed, '1.0.0', false)).toBe(false)
    expect(mayRecord(before, changed, '1.0.0', true)).toBe(true)
    expect(mayRecord(before, changed, '0.1.0', false)).toBe(true)
    expect(mayRecord(before, fingerprintOf('pult.v2', { 'limit A': 2 }), '1.0.0', false)).toBe(true)
  })
})
