/** What a flow knows of a session between two messages: carried by the session's record, seen by nobody, gone when the session closes. */
import { z } from 'zod'
import {
  ID_CHARS_MAX,
  MEMORY_BYTES_MAX,
  OFFERED_MAX,
  SAYS_MAX,
  STEPS_MAX,
  TRIES_MAX,
  VALUE_CHARS_MAX,
} from './limits.ts'
import { own } from './own.ts'
import { shortened } from './template.ts'

const nodeId = z.string().max(ID_CHARS_MAX)

export const memorySchema = z.object({
  v: z.literal(1),
  /** The version of the flow that was followed last. */
  rev: z.number(),
  /** The question that waits for its answer, or null where the conversation rests. */
  at: nodeId.nullable(),
  /** Wrong answers to it so far. */
  tries: z.number().int().min(0).max(TRIES_MAX),
  /** Nodes whose buttons have been shown, the newest last. */
  offered: z.array(nodeId).max(OFFERED_MAX),
  /** By the letters of the last message that had any. */
  language: z.enum(['ru', 'en']).nullable(),
  vars: z.record(z.string().max(ID_CHARS_MAX), z.string().max(VALUE_CHARS_MAX)),
  /** In the middle of an answer, between a call and its result: what has been done so far. Never kept longer. */
  calling: z
    .object({
      node: nodeId,
      steps: z.number().int().min(0).max(STEPS_MAX),
      said: z.number().int().min(0).max(SAYS_MAX),
      calls: z.number().int().min(0),
      message: z.string(),
      attachments: z.number(),
      mayHandOver: z.boolean(),
    })
    .optional(),
})
export type Memory = z.infer<typeof memorySchema>

/** Null for what is no memory of a flow (another kind of bot had the session): it begins anew. */
export function readMemory(json: unknown): Memory | null {
  return memorySchema.safeParse(json).data ?? null
}

const encoder = new TextEncoder()

/** As JSON in UTF-8. */
export function memoryBytes(memory: Memory): number {
  return encoder.encode(JSON.stringify(memory)).length
}

/** What values are cut to, one after the other, until they fit. Below the last a value says nothing, and whole variables go instead. */
const LENGTHS = [400, 300, 200, 150, 100, 70, 50, 35, 24, 16, 12, 8]

/**
 * A memory within `MEMORY_BYTES_MAX`. What is too much gives way: the longest values are cut first, so that a telephone number never
 * suffers for a long story; when only short ones are left, the newest variables go.
 * @returns the same object when it fits, and the names of the variables that were cut or went
 */
export function fitted(memory: Memory): { readonly memory: Memory; readonly cut: readonly string[] } {
  // Cheap first: no UTF-16 unit takes more than six bytes of JSON, and the rest is a few names.
  if (charsOf(memory) * 6 + 200 <= MEMORY_BYTES_MAX || memoryBytes(memory) <= MEMORY_BYTES_MAX) {
    return { memory, cut: [] }
  }
  let kept = Object.entries(memory.vars)
  for (const chars of LENGTHS) {
    kept = kept.map(([name, value]) => [name, shortened(value, chars)])
    if (fits(memory, kept)) break
  }
  while (kept.length > 0 && !fits(memory, kept)) kept.pop()
  const vars = Object.fromEntries(kept)
  const cut = Object.keys(memory.vars).filter((name) => own(vars, name) !== memory.vars[name])
  return { memory: { ...memory, vars }, cut }
}

function fits(memory: Memory, vars: readonly (readonly [string, string])[]): boolean {
  return memoryBytes({ ...memory, vars: Object.fromEntries(vars) }) <= MEMORY_BYTES_MAX
}

function charsOf({ at, offered, vars }: Memory): number {
  let chars = (at?.length ?? 0) + offered.length * 3
  for (const id of offered) chars += id.length
  for (const name in vars) chars += name.length + (vars[name]?.length ?? 0) + 1
  return chars
}
