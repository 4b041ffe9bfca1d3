import { describe, expect, test } from 'bun:test'
import { z } from 'zod'
import { operatorCommands } from './commands.ts'
import { commandFrameSchema } from './frames.ts'
import { fieldOf, refusalOf } from './validation.ts'

/** The refusal of a text as it would come off the wire: only JSON.parse makes own keys like `__proto__`. */
function refusal(schema: z.ZodType, json: string, prefix = 'data') {
  const { error } = schema.safeParse(JSON.parse(json))
  if (error === undefined) throw new Error(`${json} was accepted`)
  return refusalOf(error, prefix)
}

const {
  sendMessage,
  updateClient,
  setPriority,
  setTags,
  createOperator,
  createChannel,
  transferSession,
  banClient,
} = operatorCommands
const message = (more: string) => `{"sessionId":"s","body":"Hello"${more}}`

describe('a refusal names the field and says what is wanted', () => {
  for (const [title, schema, json, field, sentence] of [
    ['a missing field', sendMessage.data, '{"sessionId":"s"}', 'data.body', 'data.body must be a string.'],
    [
      'a wrong type',
      sendMessage.data,
      '{"sessionId":"s","body":5}',
      'data.body',
      'data.body must be a string.',
    ],
    ['no object', sendMessage.data, '[]', 'data', 'data must be an object.'],
    ['null', sendMessage.data, 'null', 'data', 'data must be an object.'],
    [
      'an unknown field',
      sendMessage.data,
      message(',"colour":1'),
      'data.colour',
      'There is no field data.colour.',
    ],
    [
      'a wrong word',
      sendMessage.data,
      message(',"type":"LAST"'),
      'data.type',
      'data.type must be one of REGULAR, TERMINAL.',
    ],
    [
      'a field inside a list',
      sendMessage.data,
      message(',"actions":[{"id":"a"}]'),
      'data.actions.0.label',
      'data.actions.0.label must be a string.',
    ],
    [
      'an unknown field inside a list',
      sendMessage.data,
      message(',"actions":[{"id":"a","label":"A","x":1}]'),
      'data.actions.0.x',
      'There is no field data.actions.0.x.',
    ],
    [
      'a branch of a union',
      sendMessage.data,
      message(',"attachments":[{"id":5}]'),
      'data.attachments.0.id',
      'data.attachments.0.id must be a string.',
    ],
    [
      'no branch of a union',
      sendMessage.data,
      message(',"attachments":[5]'),
      'data.attachments.0',
      'data.attachments.0 has a wrong value.',
    ],
    [
      'a script as a link',
      sendMessage.data,
      message(',"actions":[{"id":"a","label":"A","url":"javascript:alert(1)"}]'),
      'data.actions.0.url',
      'data.actions.0.url must be a link that starts with http, https, mailto or tel.',
    ],
    [
      'an empty text',
      setTags.data,
      '{"sessionId":"s","tags":[" "]}',
      'data.tags.0',
      'data.tags.0 must not be empty.',
    ],
    [
      'a short text',
      createOperator.data,
      '{"email":"a@example.com","name":"A","role":"admin","password":"123","groupIds":[]}',
      'data.password',
      'data.password must have at least 8 characters.',
    ],
    [
      'a long list',
      setTags.data,
      JSON.stringify({ sessionId: 's', tags: Array(51).fill('a') }),
      'data.tags',
      'data.tags must have at most 50 items.',
    ],
    [
      'a large number',
      setPriority.data,
      '{"sessionId":"s","priority":11}',
      'data.priority',
      'data.priority must be at most 10.',
    ],
    [
      'a small number',
      setPriority.data,
      '{"sessionId":"s","priority":-11}',
      'data.priority',
      'data.priority must be at least -10.',
    ],
    [
      'a fraction',
      setPriority.data,
      '{"sessionId":"s","priority":1.5}',
      'data.priority',
      'data.priority must be a whole number.',
    ],
    [
      'no e-mail address',
      updateClient.data,
      '{"clientId":"c","email":"anna"}',
      'data.email',
      'data.email must be an e-mail address.',
    ],
    [
      'no time',
      banClient.data,
      '{"clientId":"c","banned":true,"until":"soon"}',
      'data.until',
      'data.until must be a time such as 2026-11-22T10:00:00.123Z.',
    ],
    [
      'a pattern with its own sentence',
      createChannel.data,
      '{"messengerType":"WIDGET","name":"A","groupId":"g","bot":{"kind":"NONE"},"origins":["ftp://a"]}',
      'data.origins.0',
      'An origin looks like https://example.com',
    ],
    [
      'a rule between fields',
      transferSession.data,
      '{"sessionId":"s"}',
      'data.operatorId',
      'Name either operatorId or groupId.',
    ],
    [
      'a bad key',
      updateClient.data,
      '{"clientId":"c","attributes":{"":"x"}}',
      'data.attributes.',
      'data.attributes. has a key that is not allowed.',
    ],
    [
      'one word allowed',
      z.object({ kind: z.literal('A') }),
      '{"kind":"B"}',
      'data.kind',
      'data.kind must be A.',
    ],
    [
      'a pattern without a sentence',
      z.object({ at: z.string().regex(/^a/) }),
      '{"at":"b"}',
      'data.at',
      'data.at is not written as it should be.',
    ],
    [
      'a multiple',
      z.object({ n: z.number().multipleOf(5) }),
      '{"n":3}',
      'data.n',
      'data.n must be a multiple of 5.',
    ],
    [
      'one character too many',
      z.object({ n: z.string().max(1) }),
      '{"n":"ab"}',
      'data.n',
      'data.n must have at most 1 character.',
    ],
    [
      'one item too many',
      z.object({ n: z.array(z.string()).max(1) }),
      '{"n":["a","b"]}',
      'data.n',
      'data.n must have at most 1 item.',
    ],
  ] as const) {
    test(`[S10] ${title}`, () => {
      expect(refusal(schema, json)).toEqual({
        code: 'validation_failed',
        temporary: false,
        field,
        message: sentence,
      })
    })
  }

  test('[S10] a frame has no prefix', () => {
    expect(refusal(commandFrameSchema, '{"command":5,"id":"1"}', '').field).toBe('command')
    expect(refusal(commandFrameSchema, '5', '')).toEqual({
      code: 'validation_failed',
      temporary: false,
      message: 'The value must be an object.',
    })
  })

  test('an error without issues still names where it was', () => {
    expect(refusalOf(new z.ZodError([]), 'data')).toMatchObject({ code: 'validation_failed', field: 'data' })
    expect(refusalOf(new z.ZodError([]), '')).not.toHaveProperty('field')
  })
})

describe('what a sender chose cannot hurt', () => {
  for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
    test(`[S10] the key ${key} is refused like any other and touches nothing`, () => {
      const before = Object.getOwnPropertyNames(Object.prototype)
      const { field, message: said } = refusal(sendMessage.data, message(`,"${key}":{"polluted":true}`))
      expect(field).toBe(`data.${key}`)
      expect(said).toBe(`There is no field data.${key}.`)
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    })
  }

  test('[S10] prototype keys in free attributes stay plain data or vanish', () => {
    const json = '{"clientId":"c","attributes":{"__proto__":"x","constructor":"y","plan":"gold"}}'
    const { attributes } = updateClient.data.parse(JSON.parse(json))
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype)
    expect(Object.entries(attributes ?? {})).toEqual([
      ['constructor', 'y'],
      ['plan', 'gold'],
    ])
  })

  test('[S10] prototype keys beside an attachment id do not get through', () => {
    const json = message(',"attachments":[{"id":"a","__proto__":{"polluted":true},"constructor":1}]')
    expect(sendMessage.data.parse(JSON.parse(json)).attachments?.map(String)).toEqual(['a'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('[S10] a long key earns a short answer', () => {
    const long = 'k'.repeat(50_000)
    const { field, message: said } = refusal(sendMessage.data, message(`,"${long}":1`))
    expect(field).toHaveLength(200)
    expect(said.length).toBeLessThan(250)
  })

  test('[S10] many faults earn one answer', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, 1]))
    expect(refusal(sendMessage.data, JSON.stringify({ sessionId: 's', body: 'b', ...many })).message).toBe(
      'There is no field data.k0.',
    )
  })
})

test('fieldOf joins with dots', () => {
  expect(fieldOf(['attachments', 0, 'id'], 'data')).toBe('data.attachments.0.id')
  expect(fieldOf([], 'data')).toBe('data')
  expect(fieldOf(['command'], '')).toBe('command')
  expect(fieldOf([], '')).toBe('')
})
