import { describe, expect, test } from 'bun:test'
import { Parser } from '@asyncapi/parser'
import { asyncApiDocument } from './asyncapi.ts'
import { botEvents, botStreamCommands } from './bot-stream.ts'
import { closeCodes } from './close-codes.ts'
import { clientCommands, operatorCommands, streamCommands } from './commands.ts'
import { clientEvents, operatorEvents } from './events.ts'

interface Message {
  readonly summary: string
  readonly examples: readonly { payload: unknown }[]
  readonly payload: { required: readonly string[]; properties: Record<string, Record<string, unknown>> }
}
interface Document {
  readonly servers: { readonly public: Record<string, string> }
  readonly channels: Record<
    string,
    {
      address: string
      description: string
      messages: Record<string, unknown>
      'x-close-codes': Record<string, unknown>
    }
  >
  readonly operations: Record<string, { action: string }>
  readonly components: { readonly messages: Record<string, Message> }
}

const options = { publicUrl: 'https://chat.example.com', version: '0.1.0' }
const document = asyncApiDocument(options) as unknown as Document
const payloadOf = (name: string) => document.components.messages[name]!.payload

describe('the AsyncAPI document', () => {
  test('[D1] the AsyncAPI parser finds nothing wrong', async () => {
    const { document: parsed, diagnostics } = await new Parser().parse(
      JSON.stringify(asyncApiDocument(options)),
    )
    // Newer versions of the format are known to fewer readers.
    const faults = diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version')
    expect(faults.map(({ message, path }) => `${path.join('.')}: ${message}`)).toEqual([])
    expect(
      parsed
        ?.channels()
        .all()
        .map((channel) => channel.address()),
    ).toEqual(['/api/v1/operator/stream', '/api/v1/client/stream', '/api/v1/bot/stream'])
  }, 60_000)

  test('[D2] every event and every command of a flavour is on its channel', () => {
    for (const [of, events, commands] of [
      ['operator', operatorEvents, operatorCommands],
      ['client', clientEvents, clientCommands],
      ['bot', botEvents, botStreamCommands],
    ] as const) {
      const names = { ...streamCommands, ...commands }
      expect(new Set(Object.keys(document.channels[`${of}Stream`]?.messages ?? {}))).toEqual(
        new Set([
          ...Object.keys(events),
          'snapshot',
          'live',
          'heartbeat',
          'reply.error',
          ...Object.keys(names).flatMap((name) => [`command.${name}`, `reply.${name}`]),
        ]),
      )
      for (const name of Object.keys(names))
        expect(document.operations[`${of}.${name}`]?.action).toBe('receive')
    }
  })

  test('[S4] events are numbered, and chatSessionStarted alone also says event', () => {
    expect(payloadOf('operator.chatMessageCreated').required).toEqual(['action', 'seq', 'prev', 'at', 'data'])
    expect(payloadOf('operator.chatSessionStarted').required).toEqual([
      'action',
      'event',
      'seq',
      'prev',
      'at',
      'data',
    ])
    expect(payloadOf('operator.chatSessionStarted').properties['event']).toEqual({
      const: 'chatSessionStarted',
      type: 'string',
    })
    const withEvent = Object.entries(document.components.messages).filter(
      ([, { payload }]) => 'event' in payload.properties,
    )
    expect(withEvent.map(([name]) => name)).toEqual([
      'operator.chatSessionStarted',
      'client.chatSessionStarted',
    ])
    expect(payloadOf('operator.heartbeat').required).toEqual(['action', 'seq', 'prev', 'at', 'data'])
  })

  test('[S4] signals carry no position', () => {
    expect(payloadOf('operator.typing').required).toEqual(['action', 'data'])
    expect(payloadOf('client.typing').properties).not.toHaveProperty('seq')
    expect(payloadOf('bot.botEvent').required).toEqual(['action', 'data'])
  })

  test('[S6] a bot’s commands have no keys: they name the event that they answer', () => {
    expect(payloadOf('bot.command.answerEvent').properties).not.toHaveProperty('key')
    expect(payloadOf('operator.command.sendMessage').properties).toHaveProperty('key')
  })

  test('[D2] every close code is described on every channel', () => {
    for (const channel of Object.values(document.channels)) {
      expect(Object.keys(channel['x-close-codes']).map(Number)).toEqual(Object.values(closeCodes))
      for (const code of Object.values(closeCodes)) expect(channel.description).toContain(`| ${code} |`)
    }
  })

  test('[D3] every message has a sentence and an example', () => {
    for (const { summary, examples } of Object.values(document.components.messages)) {
      expect(summary).toMatch(/^.{10,}\.$/s)
      expect(examples.length).toBeGreaterThan(0)
      for (const { payload } of examples) expect(payload).toBeObject()
    }
  })

  test('the server is the address that the world sees', () => {
    expect(document.servers.public).toEqual({ host: 'chat.example.com', protocol: 'wss' })
    const plain = asyncApiDocument({
      ...options,
      publicUrl: 'http://localhost:8080/chat/',
    }) as unknown as Document
    expect(plain.servers.public).toEqual({ host: 'localhost:8080', pathname: '/chat', protocol: 'ws' })
  })
})
