import { createOperatorClient, createVisitorClient, signIn } from '@pult/client'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { ADMIN, startProgram, temporaryFolder, type Program } from '../testing/program.ts'

/** Starting takes a second on a quiet machine. */
setDefaultTimeout(60_000)

const folder = temporaryFolder()
const heard: string[] = []
/** What speaks as OpenAI's does, on this machine. */
const endpoint = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request) {
    const { messages } = (await request.json()) as { messages: { content: string }[] }
    heard.push(messages.map(({ content }) => content).join('\n'))
    return Response.json({ choices: [{ message: { content: 'Ja, bis Freitag.' }, finish_reason: 'stop' }] })
  },
})
const settings = { endpoint: `http://127.0.0.1:${endpoint.port}/v1`, model: 'small' }
let program: Program

beforeAll(async () => {
  program = await startProgram({
    PULT_DATA: folder.path,
    PULT_OUTBOUND_ALLOW: `http://127.0.0.1:${endpoint.port}`,
  })
})
afterAll(async () => {
  await program.stop('SIGTERM')
  await endpoint.stop(true)
  folder[Symbol.dispose]()
})

async function until<T>(what: string, find: () => T | undefined): Promise<T> {
  for (let round = 0; round < 600; round += 1) {
    const found = find()
    if (found !== undefined) return found
    await Bun.sleep(20)
  }
  throw new Error(`${what} did not come`)
}

test('[GD14] [OH4] a model helps who asks it, when an admin has turned that on, about sessions that one may read', async () => {
  const { url } = program
  const { token } = await signIn({ url, ...ADMIN })
  const operator = createOperatorClient({ url, token })
  operator.connect()
  await until('the stream', () => operator.state.connection.name === 'live' || undefined)
  const [channel] = (await operator.history.channels()).items
  const visitor = createVisitorClient({ url, channelKey: channel!.channelKey })
  visitor.connect()
  await until('the stream', () => visitor.state.connection.name === 'live' || undefined)
  const { sessionId } = await visitor.command('sendMessage', { body: 'Kann ich die Kanne zurückgeben?' })
  const request = { kind: 'TRANSLATE', text: 'Yes, until Friday.' } as const

  expect(await operator.history.help()).toEqual({ kinds: [] })
  expect(operator.help(sessionId, request)).rejects.toMatchObject({ code: 'not_found' })

  await operator.command('createBot', { kind: 'MODEL', name: 'Idle', settings })
  const { botId } = await operator.command('createBot', {
    kind: 'MODEL',
    name: 'Helper',
    settings: { ...settings, help: ['TRANSLATE', 'SUMMARY'] },
  })
  expect(await operator.history.help()).toEqual({ kinds: ['SUMMARY', 'TRANSLATE'] })
  expect(await operator.help(sessionId, request)).toEqual({
    outcome: 'READY',
    text: 'Ja, bis Freitag.',
    code: null,
    sentence: null,
  })
  expect(heard.at(-1)).toContain('Kann ich die Kanne zurückgeben?')
  expect(heard.at(-1)).toContain('Yes, until Friday.')

  // Nothing of it was said to anybody.
  await operator.openSession(sessionId)
  const said = operator.state.messages.get(sessionId)!.map(({ body }) => body)
  expect(said.some((body) => body.includes('Freitag'))).toBe(false)
  const asked = (path: string, body: unknown, bearer: string): Promise<number> =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify(body),
    }).then(({ status }) => status)
  const path = `/sessions/${sessionId}/help`
  expect(await asked(path, { kind: 'SUGGEST' }, token)).toBe(404)
  expect(await asked(path, { kind: 'TRANSLATE', text: '' }, token)).toBe(422)
  expect(await asked('/sessions/ses_nothing/help', request, token)).toBe(404)
  const before = heard.length
  const guest = await fetch(`${url}/api/v1/client/hello`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channelKey: channel!.channelKey }),
  }).then((response) => response.json() as Promise<{ clientToken: string }>)
  expect(await asked(path, request, guest.clientToken)).toBe(404)
  expect(heard.length).toBe(before)

  await operator.command('deleteBot', { botId })
  expect(await operator.history.help()).toEqual({ kinds: [] })
  operator.close()
  visitor.close()
})
