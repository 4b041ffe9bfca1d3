import type { z } from 'zod'
import { errorSchema } from './errors.ts'
import { errorExamples, streamExamples } from './examples.ts'
import { liveSchema } from './frames.ts'
import { ID_CHARS_MAX, KEY_CHARS_MAX } from './limits.ts'
import { shapeName } from './openapi-commands.ts'
import type { JsonSchema, SchemaBook } from './schema-book.ts'
import { timeSchema } from './values.ts'

/** One of the streams: who reads it, and the words that are spoken on it. */
export interface Flavour {
  readonly of: 'operator' | 'client' | 'bot'
  readonly events: Readonly<Record<string, z.ZodType>>
  /** Events that have no place in the order. */
  readonly unnumbered: readonly string[]
  readonly eventDescriptions: Readonly<Record<string, string>>
  readonly eventExamples: Readonly<Record<string, readonly unknown[]>>
  readonly commands: Readonly<Record<string, { readonly data: z.ZodType; readonly reply: z.ZodType }>>
  readonly commandDescriptions: Readonly<Record<string, string>>
  readonly commandExamples: Readonly<
    Record<string, readonly { readonly frame: unknown; readonly reply: unknown }[]>
  >
  readonly snapshot: z.ZodType
  /** Whether a key makes its commands safe to repeat; those of a bot name the event that they answer. */
  readonly hasKeys: boolean
}

/** Every event of the flavour, by its name. */
export function eventMessages(flavour: Flavour, book: SchemaBook): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(flavour.events).map(([name, schema]) => {
      const data = book.output(schema, shapeName(flavour, name, ''))
      const signal = flavour.unnumbered.includes(name)
      const also = name === 'chatSessionStarted' ? { event: { const: name, type: 'string' } } : {}
      const payload = signal
        ? frame({ action: name }, { data })
        : frame({ action: name }, { ...also, ...position(book), data })
      return [name, message(name, flavour.eventDescriptions[name], payload, flavour.eventExamples[name])]
    }),
  )
}

const SNAPSHOT_NAMES = { operator: 'OperatorSnapshot', client: 'ClientSnapshot', bot: 'BotSnapshot' } as const

/** What is neither an event nor a reply: the stations of a stream. */
export function stationMessages(flavour: Flavour, book: SchemaBook): Record<string, JsonSchema> {
  const { frames } = streamExamples[flavour.of]
  const snapshot = book.output(flavour.snapshot, SNAPSHOT_NAMES[flavour.of])
  const live = book.output(liveSchema, 'Live')
  return {
    snapshot: message(
      'snapshot',
      'One part of an exact cut at `cursor`; the parts together are the cut, and `last` is true in the last.',
      frame({ action: 'snapshot' }, { data: snapshot }),
      frames.snapshot,
    ),
    live: message(
      'live',
      'From here on the stream is live.',
      frame({ action: 'live' }, { data: live }),
      frames.live,
    ),
    heartbeat: message(
      'heartbeat',
      'Like an event with nothing in it: everything up to `seq` that this person may see has been told. Moves the cursor.',
      frame({ action: 'heartbeat' }, { ...position(book), data: { type: 'object' } }),
      frames.heartbeat,
    ),
  }
}

/** What the other side sends, each as `command.<name>`. */
export function commandMessages(flavour: Flavour, book: SchemaBook): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(flavour.commands).map(([name, { data }]) => {
      const payload = {
        type: 'object',
        required: ['command', 'id', 'data'],
        additionalProperties: false,
        properties: {
          command: { type: 'string', const: name },
          id: { type: 'string', minLength: 1, maxLength: ID_CHARS_MAX, description: ID_SENTENCE },
          ...(flavour.hasKeys ? { key: KEY } : {}),
          data: book.input(data, shapeName(flavour, name, 'Command')),
        },
      }
      const examples = flavour.commandExamples[name]?.map((exchange) => exchange.frame)
      return [
        `command.${name}`,
        message(`command.${name}`, flavour.commandDescriptions[name], payload, examples),
      ]
    }),
  )
}

const ID_SENTENCE = "The sender's own; unique among its unanswered commands."
const KEY = {
  type: 'string',
  minLength: 1,
  maxLength: KEY_CHARS_MAX,
  description: 'The same key by the same author gives the same reply and happens once.',
}

/** The answer to each command, as `reply.<name>`, and the refusal, `reply.error`. */
export function replyMessages(flavour: Flavour, book: SchemaBook): Record<string, JsonSchema> {
  const id = { type: 'string', description: 'The id of the command.' }
  const seq = {
    type: 'integer',
    description: 'Where the last event of the command stands; absent where there was none.',
  }
  const replies = Object.entries(flavour.commands).map(([name, { reply }]) => {
    const data = book.output(reply, shapeName(flavour, name, 'Reply'))
    const payload = {
      ...frame({ action: 'reply' }, { id, data }),
      properties: { action: { const: 'reply', type: 'string' }, id, data, seq },
    }
    const examples = flavour.commandExamples[name]?.map((exchange) => exchange.reply)
    return [`reply.${name}`, message(`reply.${name}`, `The positive answer to ${name}.`, payload, examples)]
  })
  const error = frame(
    { action: 'reply' },
    {
      id: { type: ['string', 'null'], description: 'Null only for a frame whose id could not be read.' },
      error: book.output(errorSchema, 'Error'),
    },
  )
  const refusal = message('reply.error', 'A refusal: nothing happened.', error, Object.values(errorExamples))
  return Object.fromEntries([...replies, ['reply.error', refusal]]) as Record<string, JsonSchema>
}

/** [S4] */
function position(book: SchemaBook): Readonly<Record<string, JsonSchema>> {
  return {
    seq: { type: 'integer', description: "The event's number in the workspace's log; rises strictly." },
    prev: { type: 'integer', description: 'The position that this connection was told before.' },
    at: { allOf: [book.output(timeSchema, 'Time')], description: 'When it happened, by the server.' },
  }
}

function frame(
  constants: Readonly<Record<string, string>>,
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const named = Object.entries(constants).map(([name, value]) => [name, { type: 'string', const: value }])
  return {
    type: 'object',
    required: [...Object.keys(constants), ...Object.keys(properties)],
    properties: { ...Object.fromEntries(named), ...properties } as unknown,
  }
}

function message(
  name: string,
  summary: string | undefined,
  payload: JsonSchema,
  examples: readonly unknown[] = [],
): JsonSchema {
  return { name, title: name, summary, payload, examples: examples.map((example) => ({ payload: example })) }
}
