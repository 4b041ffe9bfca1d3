import { describe, expect, test } from 'bun:test'
import { parseMove } from './options.ts'

const settings = { PULT_DATA: './data', DATABASE_URL: 'postgres://pult:s3cret@db/pult' }

describe('the command line of pult move', () => {
  test('[SV22] by default goes from the folder to the database of the settings', () => {
    expect(parseMove([], settings)).toEqual({
      options: {
        from: { kind: 'sqlite', directory: './data' },
        to: { kind: 'postgres', url: settings.DATABASE_URL },
        waitMs: 3_600_000,
      },
    })
    expect(
      parseMove(['--from', 'DATABASE_URL', '--to', 'sqlite:/srv/pult', '--wait', '0.5'], settings),
    ).toEqual({
      options: {
        from: { kind: 'postgres', url: settings.DATABASE_URL },
        to: { kind: 'sqlite', directory: '/srv/pult' },
        waitMs: 30_000,
      },
    })
    expect(parseMove(['--help'], settings)).toEqual({ usage: true })
  })

  test.each([
    [['--from', './data'], '--from is neither sqlite:FOLDER nor postgres://'],
    [['--from', 'sqlite:'], '--from has no folder'],
    [['--from', 'DATABASE_URL'], 'one is a folder (sqlite:…), the other a database'],
    [['--to', 'mysql://pult:s3cret@db'], '--to is neither'],
    [['--wait', 'long'], '--wait: "long" is not a number'],
    [['--wait', '-1'], 'wait'],
    [['--now'], 'now'],
  ] as const)('[SV22] %j is refused by name, and no address is repeated', (args, said) => {
    const parsed = parseMove(args, settings)
    expect(parsed).toEqual({ fault: expect.stringContaining(said) })
    expect(JSON.stringify(parsed)).not.toContain('s3cret')
  })

  test('[SV22] without DATABASE_URL an address is needed', () => {
    expect(parseMove([], { ...settings, DATABASE_URL: '' })).toEqual({
      fault: expect.stringContaining('--to is a database, and DATABASE_URL is not set'),
    })
  })
})
