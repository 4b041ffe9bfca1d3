import { expect } from 'bun:test'
import {
  clientCommands,
  clientEvents,
  clientSnapshotSchema,
  connectReplySchema,
  eventFrameSchema,
  liveSchema,
  operatorCommands,
  operatorEvents,
  operatorSnapshotSchema,
  replyFrameSchema,
  signalNames,
} from '@pult/protocol'
import { z } from 'zod'
import type { Flavour } from '../stream/frames.ts'

/** What stands in a frame, as tests read it. */
export interface Frame {
  readonly action: string
  readonly event?: string
  readonly id?: string | null
  readonly seq?: number
  readonly prev?: number
  readonly at?: string
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads what the schemas below have checked.
  readonly data?: any
  // oxlint-disable-next-line typescript/no-explicit-any -- the same.
  readonly error?: any
}

/**
 * Every frame that a test receives goes through here: it is of the protocol, with nothing missing and nothing more than the schemas
 * know (a field too many is how a leak looks). `commandOf` tells which command an answer belongs to.
 */
export function expectFrame(
  flavour: Flavour,
  frame: Frame,
  commandOf: (id: string) => string | undefined,
): void {
  if (frame.action === 'reply') return expectReply(flavour, frame, commandOf)
  if (frame.action === 'snapshot') {
    exactly(
      z.object({
        action: z.string(),
        data: flavour === 'OPERATOR' ? operatorSnapshotSchema : clientSnapshotSchema,
      }),
      frame,
    )
    return
  }
  if (frame.action === 'live') return exactly(z.object({ action: z.string(), data: liveSchema }), frame)
  if (frame.action === 'heartbeat')
    return exactly(eventFrameSchema.omit({ event: true }).extend({ data: z.strictObject({}) }), frame)
  const events: Readonly<Record<string, z.ZodType>> = flavour === 'OPERATOR' ? operatorEvents : clientEvents
  const data = Object.hasOwn(events, frame.action) ? events[frame.action]! : undefined
  if (data === undefined) throw new Error(`${frame.action} is no event of the ${flavour} stream`)
  if ((signalNames as readonly string[]).includes(frame.action))
    return exactly(z.object({ action: z.string(), data }), frame)
  expect(frame.event).toBe(frame.action === 'chatSessionStarted' ? 'chatSessionStarted' : undefined)
  exactly(eventFrameSchema.extend({ data }), frame)
}

function expectReply(flavour: Flavour, frame: Frame, commandOf: (id: string) => string | undefined): void {
  exactly(replyFrameSchema, frame)
  expect([frame.data === undefined, frame.error === undefined]).toContain(true)
  expect(frame.data === undefined).toBe(frame.error !== undefined)
  const command = frame.id == null ? undefined : commandOf(frame.id)
  if (command === undefined) {
    // Only what could not be read is answered without an id.
    if (frame.error === undefined) throw new Error(`an answer to nothing: ${JSON.stringify(frame)}`)
    return
  }
  if (frame.error !== undefined) return
  if (command === 'connect' || command === 'follow') return exactly(connectReplySchema, frame.data)
  if (command === 'heartbeat') return exactly(z.strictObject({}), frame.data)
  const table: Readonly<Record<string, { reply: z.ZodType }>> =
    flavour === 'OPERATOR' ? operatorCommands : clientCommands
  exactly(table[command]!.reply, frame.data)
}

/** The schema takes the value and leaves nothing of it out. */
export function exactly(schema: z.ZodType, value: unknown): void {
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new Error(`${z.prettifyError(parsed.error)}\nin ${JSON.stringify(value).slice(0, 2_000)}`)
  expect(parsed.data as object).toEqual(value as object)
}
