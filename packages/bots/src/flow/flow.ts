/**
 * A scenario as data: what an admin draws, what is published, what a bot follows. The schema says what a flow looks like; a draft
 * with unconnected exits has that look too. Whether it may be published is for `check` to say.
 */
import { z } from 'zod'
import { conditionSchema } from './condition.ts'
import {
  BUTTONS_MAX,
  CALL_SECONDS_MAX,
  CASES_MAX,
  ENTRIES_MAX,
  HOLIDAYS_MAX,
  LABEL_CHARS_MAX,
  LIST_MAX,
  NODES_MAX,
  TRIES_MAX,
  VALUE_CHARS_MAX,
  VARIABLES_MAX,
  WORDINGS_MAX,
} from './limits.ts'
import { nodeIdSchema, noteSchema, variableSchema, wordsSchema } from './names.ts'

/** Where it goes on: a node, or `wait` for resting until the client writes. Absent in a draft: not connected yet. */
const exitSchema = nodeIdSchema.optional()
const labelSchema = z.string().min(1).max(LABEL_CHARS_MAX)
const valueSchema = z.string().max(VALUE_CHARS_MAX)
const note = noteSchema.optional()

const saySchema = z.strictObject({
  kind: z.literal('say'),
  note,
  text: wordsSchema,
  /** Nobody has to press one: the conversation goes on by `next`, and a press leads to its own node, now or later. */
  buttons: z
    .array(z.strictObject({ label: labelSchema, to: exitSchema }))
    .min(1)
    .max(BUTTONS_MAX)
    .optional(),
  next: exitSchema,
})

const count = z.number().int().min(0).max(VALUE_CHARS_MAX)
const number = z.number().min(-1e12).max(1e12)
const daySchema = z.string().regex(/^(today|\d{4}-\d\d-\d\d)$/)

/** What is taken for an answer, and how it is kept: an E.164 number, a day as `2026-11-22`, a number as `12.5`. */
export const answerSchema = z.discriminatedUnion('type', [
  /** `min` and `max` count characters. */
  z.strictObject({ type: z.literal('text'), min: count.optional(), max: count.optional() }),
  z.strictObject({
    type: z.literal('number'),
    min: number.optional(),
    max: number.optional(),
    whole: z.literal(true).optional(),
  }),
  /** `country`: the digits that stand before a number given without `+`, `7` for Russia. */
  z.strictObject({
    type: z.literal('phone'),
    country: z
      .string()
      .regex(/^[1-9]\d{0,2}$/)
      .optional(),
  }),
  z.strictObject({ type: z.literal('email') }),
  z.strictObject({ type: z.literal('date'), min: daySchema.optional(), max: daySchema.optional() }),
  /** Kept: the `value`, or the label where there is none. An option without `to` goes on by the node's `next`. */
  z.strictObject({
    type: z.literal('choice'),
    options: z
      .array(z.strictObject({ label: labelSchema, value: valueSchema.optional(), to: exitSchema }))
      .min(1)
      .max(BUTTONS_MAX),
  }),
])
export type Answer = z.infer<typeof answerSchema>

const askSchema = z.strictObject({
  kind: z.literal('ask'),
  note,
  text: wordsSchema,
  into: variableSchema.optional(),
  answer: answerSchema,
  /** Said when an answer will not do; without it the question is asked again. */
  wrong: wordsSchema.optional(),
  /** After so many wrong answers it goes on by `tooMany`. Without it, it asks for as long as somebody answers. */
  tries: z.number().int().min(1).max(TRIES_MAX).optional(),
  tooMany: exitSchema,
  next: exitSchema,
})

const branchSchema = z.strictObject({
  kind: z.literal('branch'),
  note,
  /** The first that holds wins. */
  cases: z
    .array(z.strictObject({ when: conditionSchema, to: exitSchema }))
    .min(1)
    .max(CASES_MAX),
  else: exitSchema,
})

const setSchema = z.strictObject({
  kind: z.literal('set'),
  note,
  /** One after the other; an empty value forgets. */
  values: z
    .array(z.strictObject({ into: variableSchema, value: valueSchema }))
    .min(1)
    .max(VARIABLES_MAX),
  next: exitSchema,
})

const clockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
const shiftsSchema = z
  .array(z.strictObject({ from: clockSchema, to: clockSchema }))
  .min(1)
  .max(10)
  .optional()
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const hoursSchema = z.strictObject({
  kind: z.literal('hours'),
  note,
  /** A day without shifts is closed. A shift that ends before it begins lasts past midnight. */
  week: z.strictObject({
    mon: shiftsSchema,
    tue: shiftsSchema,
    wed: shiftsSchema,
    thu: shiftsSchema,
    fri: shiftsSchema,
    sat: shiftsSchema,
    sun: shiftsSchema,
  }),
  /** `2027-05-10`, or `01-07` for every year. Closed all day; a shift of the day before still ends. */
  holidays: z
    .array(z.string().regex(/^(\d{4}-)?\d\d-\d\d$/))
    .min(1)
    .max(HOLIDAYS_MAX)
    .optional(),
  /** An IANA name; the flow's own where absent. */
  timeZone: z.string().min(1).max(64).optional(),
  open: exitSchema,
  closed: exitSchema,
})

const httpSchema = z.strictObject({
  kind: z.literal('http'),
  note,
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** Variables are percent-encoded, and none may stand in the scheme or the host. */
  url: z.string().min(1).max(2_048),
  headers: z
    .array(
      z.strictObject({
        name: z
          .string()
          .max(100)
          .regex(/^[A-Za-z][A-Za-z0-9-]*$/),
        value: z.string().max(1_000),
      }),
    )
    .min(1)
    .max(LIST_MAX)
    .optional(),
  /** JSON whose strings may hold variables: a value never becomes more than a string. */
  body: z.json().optional(),
  /** From the JSON of the answer, by JSON Pointer (RFC 6901). */
  take: z
    .array(z.strictObject({ into: variableSchema, from: z.string().max(500) }))
    .min(1)
    .max(VARIABLES_MAX)
    .optional(),
  /** Seconds. */
  within: z.number().int().min(1).max(CALL_SECONDS_MAX).optional(),
  /** A status of 2xx, and JSON where something is taken from it. */
  ok: exitSchema,
  failed: exitSchema,
})

const faqSchema = z.strictObject({
  kind: z.literal('faq'),
  note,
  entries: z
    .array(
      z.strictObject({
        questions: z.array(z.string().min(1).max(300)).min(1).max(WORDINGS_MAX),
        answer: wordsSchema,
      }),
    )
    .min(1)
    .max(ENTRIES_MAX),
  /** The answer has been said. */
  found: exitSchema,
  notFound: exitSchema,
})

const jumpSchema = z.strictObject({ kind: z.literal('jump'), note, next: exitSchema })

const handOverSchema = z.strictObject({
  kind: z.literal('handOver'),
  note,
  summary: wordsSchema.optional(),
  fields: z
    .array(z.strictObject({ name: z.string().min(1).max(100), value: valueSchema }))
    .min(1)
    .max(LIST_MAX)
    .optional(),
  groupId: z.string().min(1).max(64).optional(),
  skills: z
    .array(
      z
        .string()
        .max(64)
        .regex(/^\S(.*\S)?$/u),
    )
    .min(1)
    .max(LIST_MAX)
    .optional(),
  language: z.string().min(1).max(35).optional(),
  priority: z.number().int().min(-10).max(10).optional(),
})

const closeSchema = z.strictObject({ kind: z.literal('close'), note, reason: valueSchema.min(1).optional() })

export const nodeSchema = z.discriminatedUnion('kind', [
  saySchema,
  askSchema,
  branchSchema,
  setSchema,
  hoursSchema,
  httpSchema,
  faqSchema,
  jumpSchema,
  handOverSchema,
  closeSchema,
])
export type Node = z.infer<typeof nodeSchema>
export type NodeKind = Node['kind']
export type NodeOf<K extends NodeKind> = Extract<Node, { kind: K }>

export const flowSchema = z.strictObject({
  version: z.literal(1),
  note,
  name: z.string().min(1).max(200).optional(),
  /** Where a client's first words come in; nobody is spoken to before they have written. */
  start: nodeIdSchema,
  /** An IANA name, for hours, `{today}` and `{now}`; UTC where absent. */
  timeZone: z.string().min(1).max(64).optional(),
  /** Where a message goes that no question waits for; to the start where absent. */
  otherwise: exitSchema,
  /** Where it goes on when an operator gives the session back; where absent, it rests until the client writes. */
  returned: exitSchema,
  /** Where it goes on when no operator is to be had. */
  operatorUnavailable: exitSchema,
  /** Words that call a person wherever the conversation is: beginnings of words, in any letter case. */
  callOperator: z
    .strictObject({ words: z.array(z.string().min(1).max(100)).min(1).max(LIST_MAX), to: exitSchema })
    .optional(),
  /** What variables hold at the beginning. */
  variables: z
    .array(z.strictObject({ name: variableSchema, value: valueSchema }))
    .min(1)
    .max(VARIABLES_MAX)
    .optional(),
  nodes: z
    .record(nodeIdSchema, nodeSchema)
    .refine((nodes) => Object.keys(nodes).length <= NODES_MAX, { params: { maximum: NODES_MAX } }),
  /** Where the editor draws the nodes. */
  layout: z
    .array(z.strictObject({ node: nodeIdSchema, x: z.number().int(), y: z.number().int() }))
    .min(1)
    .max(NODES_MAX)
    .optional(),
})
export type Flow = z.infer<typeof flowSchema>

/** The JSON Schema of a flow, for documents, editors of text and other people's tools. */
export function flowJsonSchema(): object {
  return z.toJSONSchema(flowSchema, { io: 'input' })
}
