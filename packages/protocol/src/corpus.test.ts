import { describe, expect, test } from 'bun:test'
import { z } from 'zod'
import { clientCommands, operatorCommands, streamCommands } from './commands.ts'
import { errorTable, httpStatusOf, type ErrorCode } from './errors.ts'
import { clientEvents, operatorEvents, signalNames } from './events.ts'
import * as examples from './examples.ts'
import {
  botSnapshotSchema,
  clientSnapshotSchema,
  commandFrameSchema,
  connectReplySchema,
  eventFrameSchema,
  liveSchema,
  operatorSnapshotSchema,
  replyFrameSchema,
} from './frames.ts'
import { botEvents, botStreamCommands } from './bot-stream.ts'
import { botTrialRequestSchema, botTrialSchema } from './bot-trial.ts'
import { helpGivenSchema, helpRequestSchema } from './help.ts'
import { botAnswersReplySchema, botAnswersRequestSchema } from './bots.ts'
import * as http from './http.ts'
import { FRAME_BYTES_MAX } from './limits.ts'

interface Exchange {
  readonly frame: Readonly<Record<string, unknown>>
  readonly reply: Readonly<Record<string, unknown>>
}

/** Every object of the corpus with the schema that it stands for, gathered while the tests below hold them against each other. */
const seen = new Map<z.ZodObject, Record<string, unknown>[]>()

/** Holds a value against its schema; a field that the schema does not know would be lost in parsing, and shows. */
function expectExact(schema: z.ZodType, value: unknown): void {
  expect(schema.parse(value)).toEqual(value as never)
  gather(schema, value)
}

function gather(schema: z.ZodType, value: unknown): void {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    gather(schema.unwrap() as z.ZodType, value)
  } else if (schema instanceof z.ZodArray && Array.isArray(value)) {
    for (const item of value) gather(schema.element as z.ZodType, item)
  } else if (schema instanceof z.ZodObject && typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>
    seen.set(schema, [...(seen.get(schema) ?? []), object])
    for (const [field, own] of Object.entries(schema.shape)) gather(own as z.ZodType, object[field])
  }
}

for (const [of, events, corpus] of [
  ['operator', operatorEvents, examples.operatorEventExamples],
  ['client', clientEvents, examples.clientEventExamples],
] as const) {
  describe(`the corpus: ${of}'s events`, () => {
    test('[G1] has every event and no other', () => {
      expect(Object.keys(corpus).toSorted()).toEqual(Object.keys(events).toSorted())
    })
    for (const [name, schema] of Object.entries(events)) {
      test(`[G2] ${name} is what the schemas say`, () => {
        const frames = (corpus as Readonly<Record<string, readonly Record<string, unknown>[]>>)[name] ?? []
        expect(frames.length).toBeGreaterThan(0)
        for (const frame of frames) {
          expect(frame['action']).toBe(name)
          expectExact(schema, frame['data'])
          expectWithinFrame(frame)
          if ((signalNames as readonly string[]).includes(name)) {
            expect(Object.keys(frame)).toEqual(['action', 'data'])
          } else {
            expectExact(eventFrameSchema, frame)
            expect(frame['prev']).toBeLessThan(frame['seq'] as number)
          }
        }
      })
    }
  })
}

for (const [of, commands, corpus] of [
  ['operator', operatorCommands, examples.operatorCommandExamples],
  ['client', clientCommands, examples.clientCommandExamples],
] as const) {
  describe(`the corpus: ${of}'s commands`, () => {
    test('[G1] has every command and no other', () => {
      expect(Object.keys(corpus).toSorted()).toEqual(Object.keys(commands).toSorted())
    })
    for (const [name, { data, reply }] of Object.entries(commands)) {
      test(`[G2] ${name} and its reply are what the schemas say`, () => {
        expectExchanges(name, data, reply, (corpus as Readonly<Record<string, readonly Exchange[]>>)[name])
      })
    }
  })
}

for (const of of ['operator', 'client'] as const) {
  describe(`the corpus: the ${of}'s stream`, () => {
    const { commands, frames } = examples.streamExamples[of]
    test('[G1] has every command of a stream', () => {
      expect(Object.keys(commands).toSorted()).toEqual(Object.keys(streamCommands).toSorted())
    })
    test('[G2] [S1] [S2] connect, follow and heartbeat', () => {
      expectExchanges('connect', streamCommands.connect, connectReplySchema, commands.connect)
      expectExchanges('follow', streamCommands.follow, connectReplySchema, commands.follow)
      expectExchanges('heartbeat', streamCommands.heartbeat, z.strictObject({}), commands.heartbeat)
    })
    test('[G2] [S2] [S4] snapshot, live and heartbeat', () => {
      const snapshot = of === 'operator' ? operatorSnapshotSchema : clientSnapshotSchema
      expect(frames.snapshot.map(({ data }) => data.last)).toEqual([false, true])
      for (const { action, data } of frames.snapshot) {
        expect(action).toBe('snapshot')
        expectExact(snapshot, data)
      }
      for (const { action, data } of frames.live) {
        expect(action).toBe('live')
        expectExact(liveSchema, data)
      }
      for (const frame of frames.heartbeat) {
        expectExact(eventFrameSchema, frame)
        expect(frame).toMatchObject({ action: 'heartbeat', data: {} })
      }
    })
  })
}

describe('the corpus: the stream of a bot’s program', () => {
  const { commands, events, frames } = examples.streamExamples.bot
  test('[G1] has every command and every event, and no other', () => {
    expect(Object.keys(commands).toSorted()).toEqual(
      Object.keys({ ...streamCommands, ...botStreamCommands }).toSorted(),
    )
    expect(Object.keys(events)).toEqual(Object.keys(botEvents))
  })
  test('[G2] commands and their replies are what the schemas say', () => {
    const nothing = z.strictObject({})
    expectExchanges('connect', streamCommands.connect, connectReplySchema, commands.connect)
    expectExchanges('follow', streamCommands.follow, connectReplySchema, commands.follow)
    expectExchanges('heartbeat', streamCommands.heartbeat, nothing, commands.heartbeat)
    expectExchanges('answerEvent', botStreamCommands.answerEvent, nothing, commands.answerEvent)
    expectExchanges('failEvent', botStreamCommands.failEvent, nothing, commands.failEvent)
  })
  test('[G2] what is told is what the schemas say', () => {
    const types = events.botEvent.map(({ action, data }) => {
      expect(action).toBe('botEvent')
      expectExact(botEvents.botEvent, data)
      return data.event.type
    })
    expect(types).toEqual(['session.received', 'session.message'])
    for (const { data } of frames.snapshot) expectExact(botSnapshotSchema, data)
    for (const { data } of frames.live) expectExact(liveSchema, data)
    for (const frame of frames.heartbeat) expectExact(eventFrameSchema, frame)
  })
})

describe('the corpus: errors', () => {
  test('[G1] has every code and no other', () => {
    expect(Object.keys(examples.errorExamples)).toEqual(Object.keys(errorTable))
  })
  for (const code of Object.keys(errorTable) as ErrorCode[]) {
    test(`[G2] ${code} is what the schemas say`, () => {
      const frame = examples.errorExamples[code]
      expectExact(replyFrameSchema, frame)
      expect(frame.error).toMatchObject({ code, temporary: errorTable[code].temporary })
      expect(httpStatusOf(code)).toBeGreaterThanOrEqual(400)
    })
  }
})

describe('the corpus: HTTP', () => {
  const { login, me, hello, botAnswers, botTrial, help, identity, attachment, push, reads } =
    examples.httpExamples
  test('[G2] sign-in, hello and upload', () => {
    expectExact(http.loginRequestSchema, login.request)
    expectExact(http.loginReplySchema, login.reply)
    expectExact(http.meReplySchema, me.reply)
    expectExact(http.helloRequestSchema, hello.request)
    expectExact(http.helloReplySchema, hello.reply)
    expectExact(botAnswersRequestSchema, botAnswers.request)
    expectExact(botAnswersReplySchema, botAnswers.reply)
    expectExact(botTrialRequestSchema, botTrial.request)
    for (const reply of botTrial.replies) expectExact(botTrialSchema, reply)
    for (const request of help.requests) expectExact(helpRequestSchema, request)
    for (const reply of help.replies) expectExact(helpGivenSchema, reply)
    expectExact(http.identityClaimsSchema, identity.claims)
    expectExact(http.attachmentReplySchema, attachment.reply)
    expectExact(http.pushPayloadSchema, push.payload)
  })
  test('[G1] has every read and no other', () => {
    expect(Object.keys(reads).toSorted()).toEqual(Object.keys(http.reads).toSorted())
  })
  for (const key of Object.keys(http.reads) as (keyof typeof http.reads)[]) {
    test(`[G2] ${key} is what the schemas say`, () => {
      expect(reads[key].length).toBeGreaterThan(0)
      for (const { query, reply } of reads[key]) {
        expect(http.reads[key].query.safeParse(query).error).toBeUndefined()
        expectExact(http.reads[key].reply, reply)
      }
    })
  }
})

/** Runs last: it judges what the tests above have gathered. */
test('[G3] every field that the server sends is filled somewhere, and null somewhere where it may be', () => {
  expect(seen.size).toBeGreaterThan(20)
  const gaps = [...seen]
    .filter(([schema]) => !envelopes.has(schema))
    .flatMap(([schema, objects]) =>
      Object.entries(schema.shape).flatMap(([field, own]) => {
        const values = objects.map((object) => object[field])
        const here = `${field} of { ${Object.keys(schema.shape).slice(0, 4).join(', ')}… }`
        const filled = values.some((value) => value !== undefined && value !== null)
        const asNull = !acceptsNull(own as z.ZodType) || values.includes(null)
        return [...(filled ? [] : [`${here} is never filled`]), ...(asNull ? [] : [`${here} is never null`])]
      }),
    )
  expect(gaps).toEqual([])
})

/** What carries the data, and is never whole: a reply has `data` or `error`, a page has a next one or none. */
const envelopes: ReadonlySet<z.ZodType> = new Set<z.ZodType>([
  eventFrameSchema,
  replyFrameSchema,
  ...Object.values(http.reads).map(({ reply }) => reply),
])

function acceptsNull(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodOptional) return acceptsNull(schema.unwrap() as z.ZodType)
  return schema instanceof z.ZodNullable
}

function expectExchanges(
  name: string,
  data: z.ZodType,
  reply: z.ZodType,
  exchanges: readonly Exchange[] = [],
): void {
  expect(exchanges.length).toBeGreaterThan(0)
  for (const exchange of exchanges) {
    expect(commandFrameSchema.parse(exchange.frame)).toEqual(exchange.frame as never)
    expect(exchange.frame['command']).toBe(name)
    expect(data.safeParse(exchange.frame['data']).error).toBeUndefined()
    expectWithinFrame(exchange.frame)
    expect(replyFrameSchema.parse(exchange.reply)).toEqual(exchange.reply as never)
    expect(exchange.reply['id']).toBe(exchange.frame['id'] as string)
    expectExact(reply, exchange.reply['data'])
  }
}

function expectWithinFrame(frame: object): void {
  expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThan(FRAME_BYTES_MAX)
}
