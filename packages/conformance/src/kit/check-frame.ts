import {
  botSnapshotSchema,
  clientSnapshotSchema,
  connectReplySchema,
  errorSchema,
  errorTable,
  eventFrameSchema,
  liveSchema,
  messageSchema,
  operatorSnapshotSchema,
  replyFrameSchema,
  signalNames,
  type WireError,
} from '@pult/protocol'
import { z } from 'zod'
import { commandSpecs, eventSchemas, flavourNames, type Flavour } from './flavour.ts'
import { createMemory, inexactness } from './exact.ts'

/** A frame of the server, as it was read. Only events and heartbeats have `seq`, `prev` and `at`; only replies `id` and `error`. */
export interface Frame {
  readonly action: string
  readonly data?: unknown
  readonly seq?: number
  readonly prev?: number
  readonly at?: string
  readonly event?: string
  readonly id?: string | null
  readonly error?: WireError
}

const signalSchema = z.strictObject({ action: z.string(), data: z.unknown() })
const heartbeatSchema = eventFrameSchema.extend({ action: z.literal('heartbeat'), data: z.strictObject({}) })

/**
 * Reads one text frame. What leaves the protocol is a sentence.
 * @param commandOf the name of the command that was sent under an id and is not answered yet.
 */
export function checkFrame(
  flavour: Flavour,
  text: string,
  commandOf: (id: string) => string | undefined,
): { readonly frame: Frame } | { readonly fault: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { fault: 'a frame is not JSON' }
  }
  const action =
    typeof value === 'object' && value !== null ? (value as { action?: unknown }).action : undefined
  if (typeof action !== 'string') return { fault: 'a frame has no action' }
  const fault = faultOf(flavour, action, value, commandOf)
  return fault === undefined ? { frame: value as Frame } : { fault: `${action}: ${fault}` }
}

function faultOf(
  flavour: Flavour,
  action: string,
  value: unknown,
  commandOf: (id: string) => string | undefined,
): string | undefined {
  const { data } = value as Frame
  switch (action) {
    case 'reply':
      return replyFault(flavour, value, commandOf)
    case 'heartbeat':
      return inexactness(heartbeatSchema, value, 'frame')
    case 'snapshot':
      return (
        inexactness(signalSchema, value, 'frame') ??
        (flavour === 'OPERATOR'
          ? operatorSnapshotFault(data)
          : inexactness(flavour === 'BOT' ? botSnapshotSchema : clientSnapshotSchema, data, 'data'))
      )
    case 'live':
      return inexactness(signalSchema, value, 'frame') ?? inexactness(liveSchema, data, 'data')
    default:
      return eventFault(flavour, action, value)
  }
}

const { shape: parts } = operatorSnapshotSchema
/** What every operator's snapshot repeats. A deployment that has been asked often has thousands of them. */
const repeated = {
  operators: createMemory(parts.operators.element),
  groups: createMemory(parts.groups.element),
  channels: createMemory(parts.channels.element),
} as const
const restSchema = operatorSnapshotSchema.extend({
  operators: z.array(z.unknown()),
  groups: z.array(z.unknown()),
  channels: z.array(z.unknown()),
})

function operatorSnapshotFault(data: unknown): string | undefined {
  const fault = inexactness(restSchema, data, 'data')
  if (fault !== undefined) return fault
  for (const [list, faultOfItem] of Object.entries(repeated)) {
    const items = (data as Record<string, readonly unknown[]>)[list] ?? []
    for (const [index, item] of items.entries()) {
      const found = faultOfItem(item, `data.${list}.${index}`)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** [E3] Every event is written with `action`; `chatSessionStarted`, and no other, also with `event`. */
export function eventFault(flavour: Flavour, action: string, value: unknown): string | undefined {
  const schemas: Readonly<Record<string, z.ZodType>> = eventSchemas[flavour]
  const schema = Object.hasOwn(schemas, action) ? schemas[action] : undefined
  if (schema === undefined)
    return `there is no such event on the stream of ${flavour === 'OPERATOR' ? 'an' : 'a'} ${flavourNames[flavour]}`
  const { data, event } = value as Frame
  const isSignal = flavour === 'BOT' || (signalNames as readonly string[]).includes(action)
  const expectedEvent = action === 'chatSessionStarted' ? action : undefined
  if (event !== expectedEvent) return `"event" is ${String(event)} instead of ${String(expectedEvent)}`
  return (
    inexactness(isSignal ? signalSchema : eventFrameSchema, value, 'frame') ??
    inexactness(schema, data, 'data')
  )
}

function replyFault(
  flavour: Flavour,
  value: unknown,
  commandOf: (id: string) => string | undefined,
): string | undefined {
  const inexact = inexactness(replyFrameSchema, value, 'frame')
  if (inexact !== undefined) return inexact
  const { id, data, error } = value as Frame
  if ((data === undefined) === (error === undefined)) return 'a reply has either data or an error'
  const name = id === null || id === undefined ? undefined : commandOf(id)
  if (id !== null && name === undefined) return `nothing unanswered was sent under the id ${String(id)}`
  return error === undefined ? inexactness(replySchema(flavour, name ?? ''), data, 'data') : errorFault(error)
}

/** [C3] */
export function errorFault(error: WireError): string | undefined {
  const inexact = inexactness(errorSchema, error, 'error')
  if (inexact !== undefined) return inexact
  if (error.temporary !== errorTable[error.code].temporary)
    return `error.temporary of ${error.code} is ${String(error.temporary)}`
  if ((error.missed !== undefined) !== (error.code === 'stale'))
    return `error.missed belongs to stale, and to nothing else`
  return error.missed === undefined
    ? undefined
    : inexactness(z.array(messageSchema), error.missed, 'error.missed')
}

const nothingSchema = z.strictObject({})

/** What the positive reply to a command carries. */
export function replySchema(flavour: Flavour, command: string): z.ZodType {
  if (command === 'connect' || command === 'follow') return connectReplySchema
  const specs: Readonly<Record<string, { readonly reply: z.ZodType }>> = commandSpecs[flavour]
  return (Object.hasOwn(specs, command) ? specs[command]?.reply : undefined) ?? nothingSchema
}
