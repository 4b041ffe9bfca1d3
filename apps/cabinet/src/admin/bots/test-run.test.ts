import type { FlowEvent, Situation } from '@pult/bots/flow'
import { expect, test } from 'bun:test'
import { exampleTexts } from './example.ts'
import { flowText, imported, offsetOf, readText } from './flow-reading.ts'
import { secretsIn, secretsText } from './secrets.ts'
import { nothingSaid, told, waysOf, whereIn, type TestRun } from './test-run.ts'

const nobody: ReadonlySet<string> = new Set()
const situation: Situation = {
  nowMs: Date.parse('2026-11-25T09:00:00Z'),
  revision: 1,
  client: null,
  channel: { id: 'chn_1', type: 'WIDGET' },
  secrets: {},
}
const shop = readText(exampleTexts.en, nobody, 'en').flow!
const says = (body: string): FlowEvent => ({ name: 'message', body, attachments: 0 })
const after = (...events: readonly FlowEvent[]): TestRun =>
  events.reduce((run, event) => told(run, shop, event, situation), nothingSaid)

test('[BE2] a mistake is told with its line and column, in the language of the reader', () => {
  const text = exampleTexts.en.replace('say "Hello!', 'shout "Hello!')
  const line = text.split('\n').findIndex((one) => one.includes('shout')) + 1
  const [problem] = readText(text, nobody, 'ru').problems
  expect(problem).toMatchObject({ level: 'error', line, column: 3, text: expect.stringMatching(/[а-я]/) })
  expect(text.slice(offsetOf(text, line, 3)).startsWith('shout')).toBe(true)
})

test('[BE2] what is wrong with a node stands at the line where it begins, and what is wrong with the head at its own', () => {
  const lost = exampleTexts.en.replace('not found -> menu', 'not found -> nowhere')
  const read = readText(lost, nobody, 'en')
  const lineOf = (start: string) => lost.split('\n').findIndex((one) => one.startsWith(start)) + 1
  expect(read.mayPublish).toBe(false)
  expect(read.problems.find(({ level }) => level === 'error')?.line).toBe(lineOf('questions:'))
  const elsewhere = readText(lost.replace('Europe/London', 'Europe/Nowhere'), nobody, 'en').problems
  expect(elsewhere.map(({ line }) => line)).toContain(lineOf('time zone'))
})

test('[BE2] nothing written is nothing wrong, and may not be published', () => {
  expect(readText(' \n', nobody, 'en')).toEqual({ flow: null, problems: [], mayPublish: false })
})

test('[BE3] both examples may be published as they are', () => {
  for (const language of ['en', 'ru'] as const)
    expect(readText(exampleTexts[language], nobody, language)).toMatchObject({
      problems: [],
      mayPublish: true,
    })
})

test('[BE3] the test run asks what another server answers, and goes on by it', () => {
  const asks = after(says('Where is my order?'), says('1234'))
  expect(asks.wants).toMatchObject({ method: 'POST', url: 'https://shop.example/api/orders/find' })
  const known = told(
    asks,
    shop,
    { name: 'called', ok: true, body: { state: 'sent', day: '2027-01-02' } },
    situation,
  )
  expect(known.lines.slice(-3)).toMatchObject([
    { by: 'call', ok: true },
    { by: 'bot', said: { body: 'Order 1234 comes on 2027-01-02.' } },
    { by: 'bot', said: { actions: [{ label: 'That is all, thank you' }] } },
  ])
  const failed = told(asks, shop, { name: 'called', ok: false }, situation)
  expect(failed.lines).toContainEqual({ by: 'bot', said: { body: 'I cannot find order 1234.' } })
})

test('[BE3] handed over, people have the client; nobody there, the bot is told so', () => {
  const handed = after(says('A person, please'))
  expect(handed).toMatchObject({ isWithPeople: true, wants: null })
  expect(handed.lines.at(-1)).toMatchObject({ by: 'end', ending: { name: 'handOver' } })
  const back = told(handed, shop, { name: 'begin', why: 'OPERATOR_UNAVAILABLE' }, situation)
  expect(back.isWithPeople).toBe(false)
  expect(back.lines.at(-1)).toMatchObject({
    by: 'bot',
    said: { body: 'All operators are busy. Wait a little, or ask me.' },
  })
})

test('[BE4] what was exported can be imported, as text and as JSON; what is neither is said', () => {
  const text = exampleTexts.ru
  expect(imported(`\uFEFF${text}`, 'ru')).toEqual({ text })
  const { flow } = readText(text, nobody, 'ru')
  expect(imported(JSON.stringify(flow), 'ru')).toEqual({ text })
  expect(flowText({ flow })).toBe(text)
  expect(flowText(null)).toBeNull()
  expect(imported('{ "version": 1', 'en')).toEqual({ trouble: null })
  expect(imported('{ "version": 7 }', 'en').trouble).toMatch(/\w/)
})

test('[BE4] secrets are lines of names and values', () => {
  const secrets = secretsIn('token = a=b \n\nkey=\nhalf\n token2= x ')
  expect(secrets).toEqual({ token: 'a=b', key: '', token2: 'x' })
  expect(secretsIn(secretsText({ secrets }))).toEqual(secrets)
  expect(secretsText(null)).toBe('')
})

test('[BE12] the way of a test run is told: where it is, and from where to where it went', () => {
  expect([whereIn(nothingSaid), waysOf(nothingSaid).size]).toEqual([null, 0])
  const asks = after(says('Where is my order?'))
  expect(asks.trail.length).toBeGreaterThan(1)
  expect(whereIn(asks)).toBe(asks.memory?.at ?? '')
  const [first, second] = asks.trail
  expect(waysOf(asks).has(`${first} ${second}`)).toBe(true)
  const calling = after(says('Where is my order?'), says('1234'))
  // A call waits for its answer: that is where it is, though no question waits.
  expect(shop.nodes[whereIn(calling) ?? '']?.kind).toBe('http')
})
