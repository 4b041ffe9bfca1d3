import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ADMIN,
  run as runProgram,
  startProgram,
  temporaryFolder,
  type Program,
} from '../server/testing/program.ts'
import { run, scenarios, type RunResult } from './src/index.ts'
import { chosen } from './src/run.ts'
import { openLyingProxy } from './testing/lying-proxy.ts'

// A real program, several hundred scenarios, on machines that do other things as well.
setDefaultTimeout(240_000)

/** Where the program may call this machine; the port is whatever is free. */
const CALLABLE = 'http://127.0.0.1'
const folder = temporaryFolder()
let program: Program
beforeAll(async () => {
  program = await startProgram({ PULT_DATA: join(folder.path, 'data'), PULT_OUTBOUND_ALLOW: CALLABLE })
})
afterAll(async () => {
  await program.stop('SIGKILL')
  folder[Symbol.dispose]()
})

let runs = 0
function ask(url: string, only?: string): Promise<RunResult> {
  const callable = `${CALLABLE}:0`
  const options = { url, ...ADMIN, concurrency: 8, slow: false, only, callable }
  return run(scenarios, options, { nowMs: () => performance.now(), label: `t${(runs += 1)}` })
}

describe('the list', () => {
  test('[CF1] there are at least 250 scenarios, no two of one name', () => {
    const names = scenarios.map(({ rule, title }) => `[${rule}] ${title}`)
    expect(names.length).toBeGreaterThanOrEqual(250)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('[CF1] every numbered rule that can be seen from outside has a scenario', () => {
    const asked = new Set(scenarios.map(({ rule }) => rule))
    const rules = [
      'V1',
      'V2',
      'V3',
      ...numbered('A', 9),
      ...numbered('S', 10),
      ...numbered('L', 4),
      ...numbered('C', 3),
      'W1',
    ]
    expect(rules.filter((rule) => !asked.has(rule))).toEqual([])
  })
})

test('[CF4] a rule names its own scenarios and no others, words those whose titles have them', () => {
  expect(named('S1')).toEqual(new Set(['S1']))
  expect(named('[s10]')).toEqual(new Set(['S10']))
  expect(named('TERMINAL')).toContain('V2')
  const all = { only: undefined, slow: true }
  expect(chosen(scenarios, { ...all, callable: CALLABLE }).scenarios).toEqual([...scenarios])
  const { scenarios: asked, notCalled } = chosen(scenarios, all)
  expect(notCalled).toBeGreaterThan(0)
  expect(asked.length).toBe(scenarios.length - notCalled)
})

test('[CF2] the program keeps every rule; nobody who was made can still sign in, and no session is open', async () => {
  const { results, failed, leftOut, notCalled } = await ask(program.url)
  expect(results.filter(({ failure }) => failure !== undefined)).toEqual([])
  expect(failed).toBe(0)
  expect(results.length + leftOut).toBe(scenarios.length)
  expect(notCalled).toBe(0)
  const { body } = await signedIn(program.url, '/api/v1/operators?limit=200')
  const made = (body as { items: { email: string; blocked: boolean }[] }).items.filter(({ email }) =>
    email.endsWith('@conformance.example'),
  )
  expect(made.length).toBeGreaterThan(10)
  expect(made.filter(({ email }) => email.includes('-admin-')).length).toBeGreaterThan(3)
  expect(made.filter(({ blocked }) => !blocked)).toEqual([])
  const open = await signedIn(program.url, '/api/v1/sessions?status=ACTIVE')
  expect(open.body).toEqual({ items: [], next: null })
  for (const path of ['/api/v1/bots', '/api/v1/articles'])
    expect((await signedIn(program.url, path)).body).toEqual({ items: [], next: null })
})

describe('the command', () => {
  test('[CF4] says what holds, rule by rule, and ends with 0; the result goes to a file', async () => {
    const file = join(folder.path, 'result.json')
    const { code, output, errors } = await runProgram(here('--only', 'S9', '--json', file))
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(output).toContain('holds  [S9] operatorBlocked is the last')
    expect(output).toMatch(/^S9 {2}3 hold$/m)
    expect(output).toMatch(/3 scenarios in [\d.]+ s: 3 hold, 0 fail\n$/)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      passed: 3,
      failed: 0,
      results: [{ rule: 'S9' }, {}, {}],
    })
  })

  test('[CF4] says what does not hold, with the last frames, and ends with 1', async () => {
    using proxy = openLyingProxy(program.url, { code: (code) => (code === 4409 ? 4410 : code) })
    const args = ['conformance', '--url', proxy.url, '--only', 'S9']
    const { code, output } = await runProgram(args, {
      PULT_ADMIN_EMAIL: ADMIN.email,
      PULT_ADMIN_PASSWORD: ADMIN.password,
    })
    expect(code).toBe(1)
    expect(output).toMatch(/^S9 {2}2 hold, 1 FAIL$/m)
    expect(output).toContain('the close code is 4410 instead of 4409')
    expect(output).toContain('operator 1 #')
  })

  test.each([
    [['--url', 'chat'], 64, '--url: an address like https://chat.example.com is needed.'],
    [['--url', 'http://127.0.0.1:1', '--email', 'a@b.c'], 64, 'An admin is needed'],
    [['--url', 'http://127.0.0.1:1', '--concurrency', '0'], 64, '--concurrency: "0" is not a whole number'],
    [['--url', 'http://127.0.0.1:1', '--callable', 'here'], 64, '--callable: an address with a port'],
    [['--what'], 64, '--what'],
    [
      ['--url', 'http://127.0.0.1:1', '--email', 'a@b.c', '--password', 'x'],
      1,
      'There is no Pult at http://127.0.0.1:1',
    ],
  ] as const)('[CF5] says in a sentence what is wrong with %p', async (args, code, sentence) => {
    const ended = await runProgram(['conformance', ...args])
    expect(ended.errors).toContain(sentence)
    expect(ended.code).toBe(code)
  })

  test('[CF5] says that a password is wrong, that somebody is no admin, that nothing has such a name', async () => {
    const wrong = await runProgram([
      'conformance',
      '--url',
      program.url,
      '--email',
      ADMIN.email,
      '--password',
      'wrong password',
    ])
    expect(wrong.errors).toBe(
      `Signing in as ${ADMIN.email} was refused: The e-mail or the password is wrong.\n`,
    )
    const operator = { email: 'plain@conformance.example', password: 'plain password' }
    await signedIn(program.url, '/api/v1/commands/createOperator', {
      data: { ...operator, name: 'Plain', role: 'operator', groupIds: [] },
    })
    const plain = await runProgram([
      'conformance',
      '--url',
      program.url,
      '--email',
      operator.email,
      '--password',
      operator.password,
    ])
    expect(plain.errors).toContain('plain@conformance.example is no admin')
    const nothing = await runProgram(here('--only', 'Z9'))
    expect(nothing.errors).toBe('No scenario has the rule or the words "Z9".\n')
    expect([wrong.code, plain.code, nothing.code]).toEqual([1, 1, 1])
  })
})

function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`)
}

async function signedIn(url: string, path: string, body?: unknown): Promise<{ body: unknown }> {
  const json = { 'content-type': 'application/json' }
  const login = await fetch(`${url}/api/v1/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(ADMIN),
  })
  const { token } = (await login.json()) as { token: string }
  const headers = { ...json, authorization: `Bearer ${token}` }
  const answer = await fetch(
    url + path,
    body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
  )
  return { body: await answer.json() }
}

function named(only: string): Set<string> {
  return new Set(chosen(scenarios, { only, slow: true }).scenarios.map(({ rule }) => rule))
}

function here(...more: string[]): string[] {
  const { email, password } = ADMIN
  return ['conformance', '--url', program.url, '--email', email, '--password', password, ...more]
}
