import { StorageFault } from '@pult/engine'
import { describe, expect, test } from 'bun:test'
import { BucketUnusable } from './bucket-fault.ts'
import { ConfigError } from './config.ts'
import { exitCodes } from './exit-codes.ts'
import { DamagedFile, exitCodeOf, startFault } from './start-fault.ts'

const config = { PORT: 8080, HOST: '', PULT_DATA: '/srv/pult' }
const coded = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`failed with ${code}`), { code, ...more })
const wrapped = (code: string): StorageFault =>
  new StorageFault('Could not open the log: x', { cause: coded(code) })

const bucketConfig = {
  PULT_S3_BUCKET: 'files',
  PULT_S3_ENDPOINT: '',
  PULT_S3_REGION: 'eu-1',
  PULT_S3_KEY_ID: 'KEYID',
  PULT_S3_SECRET: 'kanarienvogel',
  PULT_S3_PREFIX: '',
} as const
const refused = (code: string): BucketUnusable =>
  new BucketUnusable(
    bucketConfig,
    new Error(`Could not write to the bucket: ${code}.`, {
      cause: Object.assign(coded(code), { name: 'S3Error' }),
    }),
  )

describe('why it did not start', () => {
  test.each([
    [new ConfigError('PORT: "x" is not a port.'), 78, 'PORT: "x" is not a port.'],
    [
      coded('EADDRINUSE', { syscall: 'listen' }),
      69,
      'Port 8080 is taken by another program. Stop that one, or set PORT',
    ],
    [coded('EADDRNOTAVAIL', { syscall: 'listen' }), 78, 'Set HOST to an address of this machine'],
    [coded('EACCES', { syscall: 'listen' }), 78, 'PORT to one above 1023'],
    [coded('EACCES'), 73, 'Pult cannot write to the data folder /srv/pult'],
    [coded('EROFS'), 73, 'Set PULT_DATA to a folder that this user may write to'],
    [wrapped('ENOTDIR'), 73, 'Pult cannot write to the data folder'],
    [wrapped('SQLITE_CANTOPEN'), 73, 'Pult cannot write to the data folder'],
    [wrapped('SQLITE_READONLY_DIRECTORY'), 73, 'Pult cannot write to the data folder'],
    [coded('ENOSPC'), 73, 'The disk of the data folder /srv/pult is full. Make room'],
    [wrapped('SQLITE_BUSY'), 75, 'Another Pult uses the data folder /srv/pult. Stop it, or set PULT_DATA'],
    [wrapped('SQLITE_NOTADB'), 65, 'is damaged'],
    [wrapped('SQLITE_IOERR_READ'), 74, 'The disk of the data folder /srv/pult does not work as it should'],
    [coded('EIO'), 74, 'Look at the disk'],
    [new StorageFault('Record 7 of the log is damaged.'), 65, 'restore it from a backup'],
    [
      new StorageFault('It was written by a newer version. Start that version again.'),
      65,
      'Start that version again.',
    ],
    [new DamagedFile('secret.key holds no secret of ours.'), 65, 'secret.key holds no secret of ours.'],
    [new Error('something else'), 1, 'Pult could not start: something else'],
    ['a string', 1, 'Pult could not start: a string'],
  ])('[SV5] case %#: the exit code and the sentence that it asks for', (error, code, said) => {
    const fault = startFault(error, config)
    expect(exitCodeOf(fault)).toBe(code)
    expect(fault.sentence).toContain(said)
    expect(fault.sentence).not.toMatch(/\n\s+at /)
  })

  test.each([
    ['NoSuchBucket', 78, 'There is no bucket files at https://s3.eu-1.amazonaws.com. Make it'],
    ['InvalidAccessKeyId', 78, 'Set PULT_S3_KEY_ID and PULT_S3_SECRET anew.'],
    ['SignatureDoesNotMatch', 78, 'does not know the key KEYID with this secret'],
    ['AccessDenied', 78, 'write, read, list and remove objects. Give it these rights.'],
    ['PermanentRedirect', 78, 'is not in the region eu-1. Set PULT_S3_REGION'],
    ['AuthorizationHeaderMalformed', 78, 'is not in the region eu-1'],
    ['RequestTimeTooSkewed', 78, 'the clock of this machine is wrong. Set it'],
    [
      'InternalError',
      69,
      'does not answer for the bucket files as it should (Could not write to the bucket: I',
    ],
    ['ConnectionRefused', 69, 'See that PULT_S3_ENDPOINT is right and can be reached from here'],
  ])('[SV21] the bucket says %s: the exit code and what to do', (code, exit, said) => {
    const fault = startFault(refused(code), config)
    expect(exitCodeOf(fault)).toBe(exit)
    expect(fault.sentence).toContain(said)
    expect(fault.sentence).not.toContain('kanari')
  })

  test('[SV5] each way to end has a number of its own', () => {
    expect(new Set(Object.values(exitCodes)).size).toBe(Object.keys(exitCodes).length)
  })
})
