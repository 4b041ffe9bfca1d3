import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import type { HelpRequest, Message, MessageId } from '@pult/protocol'
import { createAskedModel, type AskedModel } from '../model/asking.ts'
import { FakeEndpoint, streamed } from '../model/fake-endpoint.fixture.ts'
import { articleOf, portsOf } from '../model/model.fixture.ts'
import { modelSettingsSchema } from '../model/settings.ts'
import { messageOf } from '../records.fixture.ts'
import { giveHelp } from './give-help.ts'

let endpoint: FakeEndpoint
beforeAll(() => {
  endpoint = new FakeEndpoint()
})
afterEach(() => {
  endpoint.heard.length = 0
})
afterAll(() => endpoint[Symbol.asyncDispose]())

const ARTICLE = articleOf('art_1', 'Returns', 'A teapot can be returned within fourteen days.')

function model(limits: object = {}): AskedModel {
  const settings = modelSettingsSchema.parse({
    endpoint: endpoint.url,
    model: 'small',
    allowedHosts: ['shop.example.com'],
    limits,
  })
  return createAskedModel(settings, portsOf({ articles: () => [ARTICLE] }))
}

const chat = (...said: readonly (readonly ['CLIENT' | 'OPERATOR', string])[]): Message[] =>
  said.map(([authorType, body], index) =>
    messageOf(body, { id: `msg_${String(index)}` as MessageId, authorType }),
  )

const talk = chat(['CLIENT', 'Kann ich die Teekanne zurückgeben?'], ['OPERATOR', 'Sure'], ['CLIENT', 'Wann?'])
const give = (request: HelpRequest, messages = talk, by = model()) =>
  giveHelp(request, messages, by, { timeoutMs: 5_000 })

/** All that was sent with the last request. */
function asked(): string {
  return endpoint.heard
    .at(-1)!
    .body.messages.map(({ content }) => content)
    .join('\n---\n')
}

test('[OH1] an answer is suggested out of the articles, with what it cites; nothing where the model is not sure', async () => {
  endpoint.answer = () => streamed(['Within fourteen days ', '[1].'])
  const english = chat(['CLIENT', 'Can I return the teapot?'])
  expect(await give({ kind: 'SUGGEST' }, english)).toEqual({
    outcome: 'READY',
    text: 'Within fourteen days [1].\n\n[1] Returns',
    code: null,
    sentence: null,
  })
  expect(asked()).toContain('A teapot can be returned within fourteen days.')
  endpoint.answer = () => streamed(['HANDOVER'])
  expect((await give({ kind: 'SUGGEST' })).outcome).toBe('NOTHING')
  const before = endpoint.heard.length
  expect((await give({ kind: 'SUGGEST' }, [])).outcome).toBe('NOTHING')
  expect(endpoint.heard.length).toBe(before)
})

test('[OH1] a chat is summed up in the reader’s language, out of what both sides said', async () => {
  endpoint.answer = () => streamed(['Клиент хочет вернуть чайник.'])
  expect((await give({ kind: 'SUMMARY', language: 'ru' })).text).toBe('Клиент хочет вернуть чайник.')
  expect(asked()).toContain('in Russian')
  expect(asked()).toContain('Client: Kann ich die Teekanne zurückgeben?\nCompany: Sure\nClient: Wann?')
})

test('[OH1] a text is translated into the client’s own language, or the one that is named', async () => {
  endpoint.answer = () => streamed(['Ja, bis Freitag.'])
  const request = { kind: 'TRANSLATE', text: 'Yes, until Friday.' } as const
  expect((await give(request)).text).toBe('Ja, bis Freitag.')
  expect(asked()).toContain(
    'the language of this sample:\n"""\nWann?\nKann ich die Teekanne zurückgeben?\n"""',
  )
  await give({ ...request, language: 'pt-BR' })
  expect(asked()).toContain('Brazilian Portuguese')
})

test('[OH2] links stay where the material had them, and lead nowhere else; markup is gone', async () => {
  endpoint.answer = () =>
    streamed([
      '**See** https://shop.example.com/a, https://track.example.net/7 and https://evil.example.org/x <b>now</b>',
    ])
  const { text } = await give({
    kind: 'REWRITE',
    text: 'Look at https://track.example.net/7 or write to help@mail.example.net',
    tone: 'FRIENDLY',
  })
  expect(text).toContain('https://shop.example.com/a')
  expect(text).toContain('https://track.example.net/7')
  expect(text).not.toMatch(/evil|\*|<b>/)
})

test('[OH2] a mail address that stood in the material stands in what becomes of it', async () => {
  endpoint.answer = () => streamed(['Please write to help@mail.example.net or to thief@evil.example.org.'])
  const { text } = await give({ kind: 'REWRITE', text: 'write help@mail.example.net', tone: 'FORMAL' })
  expect(text).toContain('help@mail.example.net')
  expect(text).not.toContain('evil')
})

test('[OH3] what goes wrong is said: a text that is too long, an endpoint that fails, tokens that are used up', async () => {
  const small = model({ contextTokens: 500, answerTokens: 16, sessionTokens: 600, dayTokens: 600 })
  const before = endpoint.heard.length
  const long = await give({ kind: 'REWRITE', text: 'word '.repeat(800), tone: 'SHORT' }, talk, small)
  expect(long).toMatchObject({ outcome: 'FAILED', text: null, code: 'text_too_long' })
  expect(long.sentence).toContain('longer')
  expect(endpoint.heard.length).toBe(before)
  endpoint.answer = () => new Response('no', { status: 401 })
  expect(await give({ kind: 'SUGGEST' })).toMatchObject({
    outcome: 'FAILED',
    code: 'key_refused',
    sentence: expect.stringContaining('key'),
  })
  expect((await give({ kind: 'REWRITE', text: 'Hi', tone: 'SHORT' })).outcome).toBe('FAILED')
  endpoint.answer = () => streamed(['Yes'], { usage: { prompt_tokens: 590, completion_tokens: 9 } })
  await give({ kind: 'REWRITE', text: 'Hi', tone: 'SHORT' }, talk, small)
  const over = await give({ kind: 'REWRITE', text: 'Hi', tone: 'SHORT' }, talk, small)
  expect([over.code, over.sentence]).toEqual(['model_silent', expect.stringContaining('tokens of the day')])
})
