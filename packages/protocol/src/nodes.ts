import { z } from 'zod'

/**
 * The machines that this Pult runs on, for an admin of whose company somebody says that the chat is slow. Everything is told in spans that end when the
 * answer is made: clocks of machines differ, and the reader's differs from all of them.
 */

const count = z.number().int().nonnegative()
const spanMs = z.number().int().nonnegative()

const failureSchema = z.object({ agoMs: spanMs, sentence: z.string() })

/** What a node says of itself, some four times in three seconds. */
export const nodeFactsSchema = z.object({
  name: z.string(),
  version: z.string(),
  upMs: spanMs,
  operators: count,
  clients: count,
  behind: z.object({ records: count, ms: spanMs }).nullable(),
  bus: z.object({ way: z.enum(['NATS', 'DATABASE']), isCutOff: z.boolean(), sinceMs: spanMs }).nullable(),
  database: z
    .object({ answerMs: z.number().nonnegative(), lastFailure: failureSchema.nullable() })
    .nullable(),
})
export type NodeFacts = z.infer<typeof nodeFactsSchema>

export const nodeSchema = z.object({
  id: z.string(),
  state: z.enum(['LIVE', 'STOPPING', 'SILENT']),
  heardMs: spanMs,
  facts: nodeFactsSchema.nullable(),
})
export type NodeOnWire = z.infer<typeof nodeSchema>

export const nodeLeaseSchema = z.object({
  owner: z.string().nullable(),
  epoch: count,
  heldMs: spanMs.nullable(),
  leftMs: spanMs.nullable(),
})

export const nodesSchema = z.object({
  answeredBy: z.string(),
  readMs: spanMs,
  headSeq: count,
  lease: nodeLeaseSchema.nullable(),
  file: z.object({ path: z.string(), bytes: count }).nullable(),
  nodes: z.array(nodeSchema),
})
export type Nodes = z.infer<typeof nodesSchema>
