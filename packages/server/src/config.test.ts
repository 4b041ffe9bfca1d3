import { describe, expect, test } from 'bun:test'
import { ConfigError, describeConfig, readConfig, settingList, unknownSettings } from './config.ts'

const faultOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'accepted'
}

describe('settings', () => {
  test('[SV1] without an environment every setting has its default', () => {
    const { config, sources } = readConfig({})
    expect(config).toEqual({
      PORT: 8080,
      HOST: '',
      PULT_DATA: './data',
      DATABASE_URL: '',
      NATS_URL: '',
      NATS_CA: '',
      NATS_CERT: '',
      NATS_KEY: '',
      NATS_CREDS: '',
      PULT_PUBLIC_URL: '',
      PULT_ADMIN_EMAIL: '',
      PULT_ADMIN_PASSWORD: '',
      PULT_TRUSTED_PROXIES: [],
      PULT_PUSH_HOSTS: [],
      PULT_OUTBOUND_ALLOW: [],
      PULT_S3_BUCKET: '',
      PULT_S3_ENDPOINT: '',
      PULT_S3_REGION: 'us-east-1',
      PULT_S3_KEY_ID: '',
      PULT_S3_SECRET: '',
      PULT_S3_PREFIX: '',
      LOG_LEVEL: 'info',
    })
    expect(new Set(Object.values(sources))).toEqual(new Set(['default']))
  })

  test('[SV1] what is given is read, and an empty value counts as none', () => {
    const { config, sources } = readConfig({
      PORT: '0',
      LOG_LEVEL: '',
      PULT_PUBLIC_URL: 'https://chat.example.com/',
      PULT_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8 fd00::/8',
    })
    expect(config.PORT).toBe(0)
    expect(config.PULT_PUBLIC_URL).toBe('https://chat.example.com')
    expect(config.PULT_TRUSTED_PROXIES).toEqual(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])
    expect(sources).toMatchObject({ PORT: 'environment', LOG_LEVEL: 'default' })
  })

  test.each([
    [{ PORT: 'eighty' }, 'PORT: "eighty" is not a port from 0 to 65535.'],
    [{ PORT: '65536' }, 'PORT: "65536" is not a port'],
    [{ PORT: ' ' }, 'PORT: " " is not a port'],
    [{ PORT: '80.5' }, 'PORT: "80.5" is not a port'],
    [{ DATABASE_URL: 'mysql://pult@db/pult' }, 'DATABASE_URL: its value is not an address like postgres://'],
    [{ DATABASE_URL: 'db.example.com' }, 'DATABASE_URL: its value is not an address'],
    [{ NATS_URL: 'nats://one:4222, two' }, 'NATS_URL: its value is not an address like nats://'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: "loud" is no level of the log. How much is logged: trace,'],
    [{ PULT_PUBLIC_URL: 'chat.example.com' }, 'PULT_PUBLIC_URL: "chat.example.com" is not an address'],
    [{ PULT_PUBLIC_URL: 'https://a.example/pult' }, 'is not an address like https://chat.example.com'],
    [{ PULT_PUBLIC_URL: 'ftp://a.example' }, 'is not an address like'],
    [{ PULT_TRUSTED_PROXIES: '10.0.0.0/8, my-proxy' }, 'is not a list of addresses or networks'],
    [{ PULT_ADMIN_EMAIL: 'anna', PULT_ADMIN_PASSWORD: '12345678' }, '"anna" is not an e-mail address'],
    [
      { PULT_ADMIN_EMAIL: 'anna@example.com' },
      'PULT_ADMIN_EMAIL and PULT_ADMIN_PASSWORD: set both, or neither.',
    ],
    [{ PULT_S3_BUCKET: 'my bucket' }, 'PULT_S3_BUCKET: "my bucket" is not the name of a bucket.'],
    [{ PULT_S3_ENDPOINT: 'storage' }, '"storage" is not an address like https://storage.example.com.'],
    [{ PULT_S3_PREFIX: 'a/../b' }, 'PULT_S3_PREFIX: "a/../b" is not the name of a folder.'],
    [{ PULT_S3_BUCKET: 'files' }, 'PULT_S3_KEY_ID and PULT_S3_SECRET: missing.'],
    [{ PULT_S3_BUCKET: 'files', PULT_S3_KEY_ID: 'k' }, 'PULT_S3_SECRET: missing. A bucket needs'],
    [{ PULT_S3_ENDPOINT: 'https://a.example' }, 'PULT_S3_BUCKET and PULT_S3_KEY_ID and PULT_S3_SECRET: miss'],
    [{ PULT_S3_REGION: 'eu-1' }, 'without a bucket no PULT_S3_ setting is given.'],
    [
      { PULT_S3_BUCKET: 'files', PULT_S3_KEY_ID: 'k', PULT_S3_SECRET: 's', AWS_SESSION_TOKEN: 't' },
      'AWS_SESSION_TOKEN: is sent along with the key of PULT_S3_KEY_ID',
    ],
  ] as const)('[SV1] %o names itself', (environment, said) => {
    expect(faultOf(environment)).toContain(said)
  })

  test('[SV21] a bucket is read, its folder without slashes around it; its secret is shown as set', () => {
    const given = {
      PULT_S3_BUCKET: 'files',
      PULT_S3_ENDPOINT: 'http://127.0.0.1:9000/',
      PULT_S3_KEY_ID: 'key',
      PULT_S3_SECRET: 'kanarienvogel',
      PULT_S3_PREFIX: '/pult/files/',
    }
    const read = readConfig(given)
    expect(read.config).toMatchObject({
      PULT_S3_ENDPOINT: 'http://127.0.0.1:9000',
      PULT_S3_PREFIX: 'pult/files',
    })
    expect(describeConfig(read)).toMatch(/PULT_S3_SECRET +\(set\) +environment/)
    expect(describeConfig(read)).not.toContain('kanari')
  })

  test('[SV1] everything that is wrong is told at once', () => {
    expect(faultOf({ PORT: 'x', LOG_LEVEL: 'y' }).split('\n')).toHaveLength(2)
  })

  test('[SV1] a certificate for NATS comes with its key', () => {
    expect(faultOf({ NATS_CERT: 'cert.pem' })).toBe('NATS_CERT and NATS_KEY: set both, or neither.')
    expect(faultOf({ NATS_CERT: 'cert.pem', NATS_KEY: 'key.pem' })).toBe('accepted')
  })

  test('[SV2] a wrong secret is not repeated', () => {
    const said = faultOf({ PULT_ADMIN_EMAIL: 'anna@example.com', PULT_ADMIN_PASSWORD: 'kanari' })
    expect(said).toContain('PULT_ADMIN_PASSWORD: its value has not 8 to 128 characters.')
    expect(said).not.toContain('kanari')
    const long = 'kanari'.repeat(30)
    expect(faultOf({ PULT_ADMIN_EMAIL: 'anna@example.com', PULT_ADMIN_PASSWORD: long })).not.toContain(
      'kanari',
    )
  })

  test('[SV2] the description has each setting, where it came from, and secrets only as set or not', () => {
    const given = { PORT: '9000', PULT_ADMIN_EMAIL: 'anna@example.com', PULT_ADMIN_PASSWORD: 'kanarienvogel' }
    const lines = describeConfig(readConfig(given)).split('\n')
    expect(lines.map((line) => line.split(' ')[0])).toEqual(settingList.map(({ name }) => name))
    expect(lines[0]).toMatch(/^PORT +9000 +environment +The port to listen on\.$/)
    expect(lines[1]).toMatch(/^HOST +\(empty\) +default /)
    expect(lines.find((line) => line.startsWith('PULT_ADMIN_PASSWORD'))).toMatch(
      /^PULT_ADMIN_PASSWORD +\(set\) +environment /,
    )
    expect(lines.join('\n')).not.toContain('kanari')
    expect(describeConfig(readConfig({}))).toMatch(/PULT_ADMIN_PASSWORD +\(not set\)/)
  })

  test('[SV1] names like ours that are not ours are found', () => {
    expect(unknownSettings({ PULT_PROT: '1', PORT: '1', PULT_DATA: 'x', HOME: 'y', PULT_A: '' })).toEqual([
      'PULT_A',
      'PULT_PROT',
    ])
  })
})
