import { describe, expect, test } from 'bun:test'
import { createLog } from './log.ts'
import { lineForPeople } from './log-line.ts'
import { scrubbed, withoutSecrets } from './redact.ts'

/** What a log of this style writes. */
function written(
  style: 'json' | 'lines',
  level: string,
  use: (log: ReturnType<typeof createLog>) => void,
): string {
  let text = ''
  use(createLog({ level, style, write: (line) => void (text += line) }))
  return text
}

/** Which of one line of each level are written at this level. */
function levels(level: string): string[] {
  return written('json', level, (log) => {
    for (const name of ['trace', 'debug', 'info', 'warn', 'error'] as const) log[name](name)
  })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { msg: string }).msg)
}

const CANARY = 'kanarienvogel'
const LOGIN_TOKEN = `pult_main_${'k4N-r_y'.repeat(6)}a`
const CLIENT_TOKEN = `pultc_${'WyJtYWluIiwi'.repeat(8)}.${'k4N-r_y'.repeat(6)}a`
const JWT = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiI0MiJ9'.repeat(2)}.${'s1gnature'.repeat(4)}`

describe('a log', () => {
  test('[SV3] writes one JSON object a line, with the level by its name and the time of the world', () => {
    const record = JSON.parse(written('json', 'info', (log) => log.info({ port: 1 }, 'ready'))) as object
    expect(record).toMatchObject({ level: 'info', port: 1, msg: 'ready' })
    expect((record as { time: string }).time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  })

  test('[SV3] LOG_LEVEL decides what is written', () => {
    expect(levels('trace')).toHaveLength(5)
    expect(levels('debug')).toEqual(['debug', 'info', 'warn', 'error'])
    expect(levels('error')).toEqual(['error'])
    expect(levels('silent')).toEqual([])
  })

  test.each(['json', 'lines'] as const)('[SV4] as %s: no canary comes through', (style) => {
    const fields = ['password', 'token', 'clientToken', 'identity', 'secret', 'channelSecret', 'passwordHash']
    const headers = { authorization: CANARY, Cookie: CANARY, 'Set-Cookie': CANARY }
    const error = Object.assign(new Error(`refused: ${LOGIN_TOKEN}`, { cause: new Error(CLIENT_TOKEN) }), {
      request: { headers, body: { data: { password: CANARY } } },
    })
    const text = written(style, 'trace', (log) => {
      for (const field of fields) {
        log.info({ [field]: CANARY, deep: { deeper: [{ [field]: CANARY }] } }, 'x')
      }
      log.error({ err: error }, `with Authorization: Bearer ${CANARY}`)
      log.info(
        { url: `/api/v1/attachments/att_1?expires=1&signature=${CANARY}&preview=1` },
        `identity ${JWT}`,
      )
      log.info({ headers }, `login ${LOGIN_TOKEN} and ${CLIENT_TOKEN}`)
      log.warn({ hash: `$argon2id$v=19$m=19456,t=2,p=1$${CANARY}$${CANARY}` }, 'hash')
    })
    for (const secret of [CANARY, 'k4N-r_y', 's1gnature', 'WyJtYWluIiwi']) expect(text).not.toContain(secret)
    expect(text.split('[redacted]').length).toBeGreaterThan(20)
    expect(text).toContain('expires=1')
    expect(text).toContain('preview=1')
  })

  test('[SV4] an error keeps what helps: its name, message, code, stack and causes', () => {
    const error = Object.assign(new TypeError('wrong', { cause: new Error('the cause') }), { code: 'E_X' })
    expect(withoutSecrets(error)).toMatchObject({
      name: 'TypeError',
      message: 'wrong',
      code: 'E_X',
      stack: expect.stringContaining('log.test.ts'),
      cause: { message: 'the cause' },
    })
  })

  test('[SV4] what refers to itself ends, and what is harmless stays', () => {
    const loop: Record<string, unknown> = { name: 'x' }
    loop['self'] = loop
    expect(JSON.stringify(withoutSecrets(loop))).toContain('[deeper]')
    expect(withoutSecrets({ a: [1, null, 'b'], tokens: 3 })).toEqual({ a: [1, null, 'b'], tokens: 3 })
    expect(scrubbed('Pult is ready: http://localhost:8080/setup#kept')).toContain('/setup#kept')
  })
})

describe('lines for people', () => {
  test('[SV3] are short: time, words, what is left', () => {
    const line = written('lines', 'info', (log) =>
      log.info({ port: 8080, data: './my data' }, 'Pult is ready'),
    )
    expect(line).toMatch(/^\d\d:\d\d:\d\d Pult is ready port=8080 data="\.\/my data"\n$/)
  })

  test('[SV3] warnings and errors say so, and an error brings its stack', () => {
    expect(lineForPeople({ level: 'warn', msg: 'look' })).toBe(' WARNING look\n')
    const text = written('lines', 'info', (log) => log.error({ err: new Error('boom') }, 'caught'))
    expect(text).toMatch(/ ERROR caught\n {9}Error: boom\n {9} +at /)
  })

  test('[SV3] nothing that a stranger wrote moves the cursor or begins a line', () => {
    const text = written('lines', 'info', (log) =>
      log.info({ path: '/\u001b[2J\nFAKE' }, 'a\u001b[31mb\r\nERROR c'),
    )
    expect(text.split('\n')).toHaveLength(2)
    expect(text).not.toContain('\u001b')
  })
})
