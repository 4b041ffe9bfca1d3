import { SCHEMA_VERSION } from '@pult/storage'
import { describe, expect, test } from 'bun:test'
import { judgeDatabase } from './database-check.ts'
import type { DatabaseFacts } from './database-facts.ts'
import { findingsOf, linesOf } from './finding.ts'
import { judgeCertificate } from './tls-check.ts'

const GOOD: DatabaseFacts = {
  version: '17.2',
  versionNumber: 170_002,
  encoding: 'UTF8',
  fsync: 'on',
  synchronousCommit: 'on',
  fullPageWrites: 'on',
  connectionsMax: 100,
  connectionsUsed: 12,
  isStandby: false,
  idleLimit: '10s',
  lockLimit: '5s',
  mayCreate: true,
  schemaVersion: SCHEMA_VERSION,
  aheadMs: 12,
  roundTripMs: 1,
  commitMs: 2,
}
const NOW_MS = Date.UTC(2026, 10, 22)
const DAY_MS = 24 * 3_600_000

describe('what is said of a database', () => {
  test('[SV23] of a good one that all is well', () => {
    expect(judgeDatabase('the database', GOOD).filter(({ isOk }) => !isOk)).toEqual([])
  })

  test.each([
    [{ versionNumber: 110_002 }, 'database', 'older than 13'],
    [{ encoding: 'LATIN1' }, 'database', "ENCODING 'UTF8'"],
    [{ isStandby: true }, 'database', 'primary'],
    [{ synchronousCommit: 'off' }, 'durability', 'Set synchronous_commit = on'],
    [{ fsync: 'off', fullPageWrites: 'off' }, 'durability', 'Set fsync = on, full_page_writes = on'],
    [{ schemaVersion: SCHEMA_VERSION + 1 }, 'schema', 'A newer Pult has worked there'],
    [{ schemaVersion: 0, mayCreate: false }, 'schema', 'GRANT CREATE ON SCHEMA public'],
    [{ connectionsUsed: 85 }, 'connections', 'Raise max_connections'],
    [{ idleLimit: '0' }, 'limits', 'A pooler in between drops them'],
    [{ lockLimit: null }, 'limits', 'A pooler'],
    [{ aheadMs: -9_000 }, 'clock', 'NTP'],
    [{ commitMs: 200 }, 'commit', 'is the disk of the database slow'],
  ] as const)('[SV23] %j is one problem, with what to do', (facts, subject, mend) => {
    const problems = judgeDatabase('the database', { ...GOOD, ...facts }).filter(({ isOk }) => !isOk)
    expect(problems).toEqual([
      { isOk: false, subject, says: expect.any(String), mend: expect.stringContaining(mend) },
    ])
  })
})

describe('what is said of a certificate', () => {
  test.each([
    [{ validToMs: NOW_MS + 60 * DAY_MS, fault: null }, true, 'good until 2027-01-21, 60 days'],
    [{ validToMs: NOW_MS + 5 * DAY_MS, fault: null }, false, 'good until 2026-11-27, 5 days'],
    [{ validToMs: NOW_MS - DAY_MS, fault: 'CERT_HAS_EXPIRED' }, false, 'has ended on 2026-11-21'],
    [{ validToMs: NOW_MS + 60 * DAY_MS, fault: 'SELF_SIGNED' }, false, 'is not believed (SELF_SIGNED)'],
  ])('[SV23] case %#', (certificate, isOk, says) => {
    expect(judgeCertificate('chat.example.com', certificate, NOW_MS)).toMatchObject({
      isOk,
      says: expect.stringContaining(says),
    })
  })
})

describe('a check', () => {
  test('[SV23] that does not end, or stumbles, is a finding', async () => {
    const never = await findingsOf({ subject: 'x', run: () => new Promise(() => undefined) }, 20)
    expect(never).toMatchObject([{ isOk: false, says: 'nothing came for 0.02 seconds' }])
    const stumbles = await findingsOf(
      {
        subject: 'x',
        run: () => {
          throw new Error('oh.\n no.')
        },
      },
      1_000,
    )
    expect(stumbles).toMatchObject([{ isOk: false, says: 'could not be looked at (oh. no)' }])
    expect(linesOf(stumbles[0]!)).toMatch(/^problem {2}x {12}could not be looked at \(oh\. no\)\n {21} → /)
  })
})
