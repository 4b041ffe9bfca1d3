import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { ADMIN, run, startProgram, temporaryFolder, type Program } from '../../testing/program.ts'
import { parseOptions } from './options.ts'
import { percentile, report } from './report.ts'
import { markedBody, markOf, Tally } from './tally.ts'

// Real programs, on machines that do other things as well.
setDefaultTimeout(30_000)

describe('the command line', () => {
  const admin = { PULT_ADMIN_EMAIL: 'a@example.com', PULT_ADMIN_PASSWORD: '12345678' }

  test('[SV16] has defaults, and takes the admin from the environment', () => {
    expect(parseOptions(['--url', 'http://localhost:8080/'], admin)).toEqual({
      options: {
        url: 'http://localhost:8080',
        clients: 200,
        operators: 20,
        minutes: 5,
        pace: 1,
        email: 'a@example.com',
        password: '12345678',
      },
    })
    expect(parseOptions(['--help'], {})).toEqual({ usage: true })
  })

  test.each([
    [[], '--url: an address like'],
    [['--url', 'localhost'], '--url: an address like'],
    [['--url', 'http://x/chat?of=us'], '--url: an address like'],
    [['--url', 'http://x', '--clients', '0'], '--clients: "0" is not a whole number from 1 to 5000'],
    [['--url', 'http://x', '--clients', '5001'], '--clients: "5001" is not'],
    [['--url', 'http://x', '--clients', '1.5'], '--clients: "1.5" is not a whole number'],
    [['--url', 'http://x', '--operators', '501'], '--operators: "501" is not'],
    [['--url', 'http://x', '--minutes', '0'], '--minutes: "0" is not a number from'],
    [['--url', 'http://x', '--minutes', ''], '--minutes: "" is not'],
    [['--url', 'http://x', '--pace', '101'], '--pace: "101" is not'],
    [['--url', 'http://x', '--speed', '2'], 'speed'],
  ] as const)('[SV16] %j is refused by name', (args, said) => {
    expect(parseOptions(args, admin)).toEqual({ fault: expect.stringContaining(said) })
  })

  test('[SV16] without an admin it says where one may come from', () => {
    expect(parseOptions(['--url', 'http://x'], {})).toEqual({
      fault: expect.stringContaining('PULT_ADMIN_EMAIL'),
    })
  })
})

describe('the tally', () => {
  const operator = { name: 'op', side: 'operator' } as const

  test('[SV15] a message that is acknowledged, kept and told is neither lost nor doubled', () => {
    const tally = new Tally()
    const mark = tally.sending('client', 10)
    const body = markedBody('Где заказ?', mark)
    expect(markOf(body)).toBe(mark)
    tally.acknowledged(mark, 'msg_1', 12)
    tally.told(body, 'msg_1', { name: 'vera', side: 'client' }, 13)
    expect(tally.unheard().size).toBe(1)
    tally.told(body, 'msg_1', operator, 15)
    tally.told(body, 'msg_1', { name: 'another', side: 'operator' }, 99)
    expect(tally.messages.get(mark)).toMatchObject({ ackedAtMs: 12, toldAtMs: 15 })
    expect(tally.unheard().size).toBe(0)
    expect(
      tally.compare([
        { id: 'msg_1', body },
        { id: 'msg_2', body: 'from elsewhere' },
      ]).size,
    ).toBe(0)
    expect(tally.doubled.size).toBe(0)
    expect(tally.pending).toBe(0)
  })

  test('[SV15] acknowledged and not kept, or kept under another id, is lost', () => {
    const tally = new Tally()
    const marks = ['msg_1', 'msg_2', 'msg_3'].map((id) => {
      const mark = tally.sending('client', 0)
      tally.acknowledged(mark, id, 1)
      return mark
    })
    const kept = [
      { id: 'msg_1', body: markedBody('a', marks[0]!) },
      { id: 'msg_9', body: markedBody('b', marks[1]!) },
    ]
    expect([...tally.compare(kept)]).toEqual([marks[1]!, marks[2]!])
  })

  test('[SV15] what was never acknowledged is not lost; it is pending, unless it was refused', () => {
    const tally = new Tally()
    const [first, second] = [tally.sending('client', 0), tally.sending('operator', 0)]
    expect(tally.compare([])).toEqual(new Set())
    expect(tally.pending).toBe(2)
    tally.refused(first)
    tally.acknowledged(second, 'msg_1', 1)
    expect(tally.pending).toBe(0)
  })

  test('[SV15] told twice on one stream, or kept twice, is doubled', () => {
    const tally = new Tally()
    const [first, second] = [tally.sending('client', 0), tally.sending('client', 0)]
    tally.told(markedBody('a', first), 'msg_1', operator, 1)
    tally.told(markedBody('a', first), 'msg_1', operator, 2)
    tally.compare(['msg_2', 'msg_3'].map((id) => ({ id, body: markedBody('b', second) })))
    expect([...tally.doubled]).toEqual([first, second])
  })

  test('[SV15] percentiles are values that were there', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1)
    expect([50, 95, 99, 100].map((percent) => percentile(values, percent))).toEqual([50, 95, 99, 100])
    expect(percentile([7], 50)).toBe(7)
    expect(percentile([], 50)).toBeUndefined()
    const empty = report({ clients: 1, operators: 1, elapsedMs: 0, tally: new Tally(), lost: new Set() })
    expect(empty).toContain('p50 –')
  })
})

describe('on a running Pult', () => {
  const folder = temporaryFolder()
  let program: Program
  beforeAll(async () => {
    program = await startProgram({ PULT_DATA: folder.path })
  })
  afterAll(async () => {
    await program.stop()
    folder[Symbol.dispose]()
  })
  const simulation = (...more: string[]): ReturnType<typeof run> =>
    run(['simulate', '--url', program.url, ...more], {
      PULT_ADMIN_EMAIL: ADMIN.email,
      PULT_ADMIN_PASSWORD: ADMIN.password,
    })

  async function connections(): Promise<number> {
    const metrics = await (await fetch(`${program.url}/metrics`)).text()
    return Number(/^pult_connections (\d+)$/m.exec(metrics)?.[1])
  }

  test('[SV14] people talk, nothing is lost or doubled, and nothing of the simulation can sign in afterwards', async () => {
    const { code, output, errors } = await simulation(
      '--clients',
      '12',
      '--operators',
      '2',
      '--minutes',
      '0.05',
      '--pace',
      '30',
    )
    expect(errors).toBe('')
    expect(output).toMatch(/^lost +0$/m)
    expect(output).toMatch(/^doubled +0$/m)
    expect(output).toMatch(/^errors +0$/m)
    expect(Number(/^told to operators +(\d+)$/m.exec(output)?.[1])).toBeGreaterThan(10)
    expect(Number(/^told to clients +(\d+)$/m.exec(output)?.[1])).toBeGreaterThan(0)
    expect(code).toBe(0)
    const login = await fetch(`${program.url}/api/v1/login`, { method: 'POST', body: JSON.stringify(ADMIN) })
    const { token } = (await login.json()) as { token: string }
    const answer = await fetch(`${program.url}/api/v1/operators`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const { items } = (await answer.json()) as { items: { name: string; blocked: boolean }[] }
    const simulated = items.filter(({ name }) => name.startsWith('simulation'))
    expect(simulated).toHaveLength(2)
    expect(simulated.every(({ blocked }) => blocked)).toBe(true)
  })

  test('[SV16] a wrong password is one sentence', async () => {
    const { code, errors } = await simulation('--password', 'not the password')
    expect(errors).toBe('The simulation could not go on: The e-mail or the password is wrong.\n')
    expect(code).toBe(1)
  })

  test('[SV16] Ctrl-C ends it with the summary', async () => {
    const child = Bun.spawn(
      [
        process.execPath,
        `${import.meta.dir}/../main.ts`,
        'simulate',
        '--url',
        program.url,
        '--clients',
        '3',
        '--operators',
        '1',
        '--email',
        ADMIN.email,
        '--password',
        ADMIN.password,
      ],
      { stdout: 'pipe', stderr: 'ignore' },
    )
    // The admin, the operator and a client.
    while ((await connections()) < 3) await Bun.sleep(50)
    child.kill('SIGINT')
    const [output, code] = await Promise.all([new Response(child.stdout).text(), child.exited])
    expect(output).toMatch(/^people +3 clients, \d operators/m)
    expect(code).toBe(0)
  })
})
