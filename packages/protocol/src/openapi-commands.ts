import type { z } from 'zod'
import { clientCommands, operatorCommands } from './commands.ts'
import { clientCommandDescriptions, operatorCommandDescriptions } from './descriptions.ts'
import { clientCommandExamples, operatorCommandExamples } from './examples.ts'
import { commandBodyOf } from './http-bodies.ts'
import { KEY_CHARS_MAX } from './limits.ts'
import { commandErrorResponses } from './openapi-errors.ts'
import type { JsonSchema, SchemaBook } from './schema-book.ts'
import type { Role } from './values.ts'

interface Exchange {
  readonly frame: object
  readonly reply: object
}

interface Flavour {
  readonly of: 'operator' | 'client'
  readonly role: Role
  readonly description: string
  readonly data: z.ZodType
  readonly reply: z.ZodType
  readonly exchanges: readonly Exchange[]
}

/** [C1] `POST /api/v1/commands/{name}` for every command; who the sender is decides between the flavours of one name. */
export function commandPaths(book: SchemaBook, cursorHeader: JsonSchema): Record<string, JsonSchema> {
  const names = [...new Set([...Object.keys(operatorCommands), ...Object.keys(clientCommands)])]
  return Object.fromEntries(
    names.map((name) => {
      const flavours = flavoursOf(name)
      return [`/api/v1/commands/${name}`, { post: operation(book, name, flavours, cursorHeader) }]
    }),
  )
}

function operation(
  book: SchemaBook,
  name: string,
  flavours: readonly Flavour[],
  cursorHeader: JsonSchema,
): JsonSchema {
  const datas = unique(
    flavours.map((flavour) => book.input(flavour.data, shapeName(flavour, name, 'Command'))),
  )
  const replies = unique(
    flavours.map((flavour) => {
      book.output(flavour.reply, shapeName(flavour, name, 'Reply'))
      return book.output(bodyOf(flavour.reply), shapeName(flavour, name, 'Body'))
    }),
  )
  return {
    operationId: name,
    tags: flavours.map((flavour) => `${flavour.of} commands`),
    summary: flavours[0]?.description,
    description: flavours.map((flavour) => `- As ${article(flavour)}: ${flavour.description}`).join('\n'),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['data'],
            additionalProperties: false,
            properties: {
              key: { type: 'string', minLength: 1, maxLength: KEY_CHARS_MAX, description: KEY_SENTENCE },
              data: datas.length === 1 ? datas[0] : { oneOf: datas },
            },
          },
          examples: examplesOf(flavours, ({ frame }) => without(frame, ['command', 'id'])),
        },
      },
    },
    responses: {
      '200': {
        description: 'Done, and durable.',
        headers: cursorHeader,
        content: {
          'application/json': {
            // What one flavour answers may hold all that the other answers and more, so that both match.
            schema: replies.length === 1 ? replies[0] : { anyOf: replies },
            examples: examplesOf(flavours, ({ reply }) => without(reply, ['action', 'id'])),
          },
        },
      },
      ...commandErrorResponses(),
    },
  }
}

const KEY_SENTENCE =
  'Makes the command safe to repeat: the same key by the same author gives the same reply and happens once; for messages for ever, for other commands for 24 h. The same key with another body is refused with key_reused.'

function flavoursOf(name: string): readonly Flavour[] {
  const flavours: Flavour[] = []
  if (isKey(operatorCommands, name)) {
    const { role, data, reply } = operatorCommands[name]
    const description = operatorCommandDescriptions[name]
    flavours.push({
      of: 'operator',
      role,
      data,
      reply,
      description,
      exchanges: operatorCommandExamples[name],
    })
  }
  if (isKey(clientCommands, name)) {
    const { role, data, reply } = clientCommands[name]
    const description = clientCommandDescriptions[name]
    flavours.push({ of: 'client', role, data, reply, description, exchanges: clientCommandExamples[name] })
  }
  return flavours
}

function examplesOf(flavours: readonly Flavour[], shown: (exchange: Exchange) => unknown): JsonSchema {
  const named = flavours.flatMap(({ of, exchanges }) =>
    exchanges.map((exchange, index) => [index === 0 ? of : `${of} ${index + 1}`, { value: shown(exchange) }]),
  )
  return Object.fromEntries(named) as JsonSchema
}

/** One body for each reply, so that flavours and commands which share a reply share its description too. */
const bodies = new WeakMap<z.ZodType, z.ZodType>()
function bodyOf(reply: z.ZodType): z.ZodType {
  const known = bodies.get(reply)
  if (known !== undefined) return known
  const body = commandBodyOf(reply)
  bodies.set(reply, body)
  return body
}

function article({ of, role }: Flavour): string {
  if (of === 'client') return 'a client'
  return role === 'supervisor' ? 'a supervisor or admin' : `an ${role}`
}

const SHAPE_PREFIXES = { operator: '', client: 'Client', bot: 'Bot' } as const

/** `SendMessageCommand`, `ClientSendMessageReply`. */
export function shapeName(
  flavour: { readonly of: keyof typeof SHAPE_PREFIXES },
  name: string,
  suffix: string,
): string {
  return `${SHAPE_PREFIXES[flavour.of]}${name.charAt(0).toUpperCase()}${name.slice(1)}${suffix}`
}

function unique<T extends { readonly $ref: string }>(references: readonly T[]): readonly T[] {
  return [...new Map(references.map((reference) => [reference.$ref, reference])).values()]
}

function without(value: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}

function isKey<T extends object>(table: T, name: string): name is keyof T & string {
  return Object.hasOwn(table, name)
}
