import { createHash } from 'node:crypto'
import { z } from 'zod'
import { botTrialRequestSchema, botTrialSchema } from './bot-trial.ts'
import { botEvents, botStreamCommands } from './bot-stream.ts'
import { helpGivenSchema, helpRequestSchema } from './help.ts'
import { botAnswersReplySchema, botAnswersRequestSchema } from './bots.ts'
import { closeCodes } from './close-codes.ts'
import { clientCommands, operatorCommands, streamCommands } from './commands.ts'
import { errorSchema, errorTable } from './errors.ts'
import { clientEvents, operatorEvents, signalNames } from './events.ts'
import * as frames from './frames.ts'
import * as http from './http.ts'
import { errorBodySchema } from './http-bodies.ts'
import * as limits from './limits.ts'
import { openObjects } from './schema-book.ts'
import { PROTOCOL } from './version.ts'

/** The wire, in numbers: one hash for each word of it, so that a difference can say which word it is in. */
export interface Fingerprint {
  readonly protocol: string
  readonly hash: string
  readonly parts: Readonly<Record<string, string>>
}

/** The fingerprint of the wire as it is in the sources. The same sources give the same fingerprint on every machine. */
export function fingerprintOfSources(): Fingerprint {
  return fingerprintOf(PROTOCOL, wireParts())
}

export function fingerprintOf(protocol: string, wire: Readonly<Record<string, unknown>>): Fingerprint {
  const names = Object.keys(wire).toSorted()
  const parts = Object.fromEntries(names.map((name) => [name, hashOf(wire[name]).slice(0, PART_DIGITS)]))
  return { protocol, hash: hashOf({ protocol, parts }), parts }
}

/** 64 bits: nobody attacks this, and a chance collision among some two hundred words is out of the question. */
const PART_DIGITS = 16

/** Which words differ, each with what happened to it; the words of the recorded side first. */
export function changesBetween(recorded: Fingerprint, now: Fingerprint): readonly string[] {
  const names = [...new Set([...Object.keys(recorded.parts), ...Object.keys(now.parts)])]
  return names
    .filter((name) => recorded.parts[name] !== now.parts[name])
    .map((name) => {
      if (recorded.parts[name] === undefined) return `${name} (new)`
      return now.parts[name] === undefined ? `${name} (gone)` : `${name} (changed)`
    })
}

/**
 * What is wrong between the recorded wire and the present one, with what to do; undefined when they agree.
 * Before 1.0 the wire may still move under one name; afterwards only additions may, since [W1] makes them harmless.
 */
export function complaint(recorded: Fingerprint, now: Fingerprint, version: string): string | undefined {
  if (recorded.hash === now.hash) return undefined
  const changes = changesBetween(recorded, now)
  const what =
    recorded.protocol === now.protocol
      ? `The wire changed: ${changes.join(', ')}.`
      : `The protocol is ${now.protocol} and the recorded one ${recorded.protocol}.`
  return `${what} ${mayRecord(recorded, now, version, false) ? RECORD_SENTENCE : VERSION_SENTENCE}`
}

/** Whether a new recording may replace the old one. `compatible`: a person vouches that every change only adds. */
export function mayRecord(
  recorded: Fingerprint,
  now: Fingerprint,
  version: string,
  compatible: boolean,
): boolean {
  if (version.startsWith('0.') || recorded.protocol !== now.protocol || compatible) return true
  return changesBetween(recorded, now).every((change) => change.endsWith('(new)'))
}

const RECORD_SENTENCE = 'If that is meant, record it: bun packages/protocol/src/fingerprint.record.ts'
const VERSION_SENTENCE =
  'Give PROTOCOL in packages/protocol/src/version.ts another name and record it: bun packages/protocol/src/fingerprint.record.ts. If the change only adds, record it with --compatible.'

/** Everything that two sides must agree on. Sentences for people are not part of it. */
export function wireParts(): Record<string, unknown> {
  return {
    ...named('operator event', operatorEvents, received),
    ...named('client event', clientEvents, received),
    ...named('signal', Object.fromEntries(signalNames.map((name) => [name, true])), same),
    ...named('stream command', streamCommands, sent),
    ...named('operator command', operatorCommands, exchange),
    ...named('client command', clientCommands, exchange),
    ...named('frame', frames, either),
    ...named(
      'HTTP',
      {
        ...http,
        errorBodySchema,
        botAnswersRequestSchema,
        botAnswersReplySchema,
        botTrialRequestSchema,
        botTrialSchema,
        helpRequestSchema,
        helpGivenSchema,
      },
      either,
    ),
    ...named('bot stream', { ...botStreamCommands, ...botEvents }, either),
    ...named('read', http.reads, ({ query, reply }) => ({
      query: z.toJSONSchema(query),
      reply: received(reply),
    })),
    ...named('error', errorTable, (row) => ({ http: row.http, temporary: row.temporary })),
    'error schema': received(errorSchema),
    ...named('close code', closeCodes, same),
    ...named('limit', limits, same),
  }
}

function named<T>(
  kind: string,
  table: Readonly<Record<string, T>>,
  view: (value: T) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table)
      .map(([name, value]) => [`${kind} ${name}`, view(value)] as const)
      .filter(([, seen]) => seen !== undefined),
  )
}

const same = (value: unknown): unknown => value
const sent = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input' })
const received = (schema: z.ZodType): unknown =>
  z.toJSONSchema(schema, { io: 'output', override: openObjects })
const exchange = (command: {
  readonly role: string
  readonly data: z.ZodType
  readonly reply: z.ZodType
}): unknown => ({
  role: command.role,
  data: sent(command.data),
  reply: received(command.reply),
})
/** A module's schemas, whichever way they go; what else it exports is not the wire's. */
const either = (value: unknown): unknown =>
  value instanceof z.ZodType
    ? { sent: z.toJSONSchema(value, { io: 'input', unrepresentable: 'any' }), received: received(value) }
    : undefined

/** SHA-256 of the value as JSON with its keys in order: neither the order of fields in a source nor formatting is the wire's. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
