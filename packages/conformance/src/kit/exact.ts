import type { z } from 'zod'
import { firstDifference, shown } from '../expect.ts'

/**
 * What is wrong with a value, as a sentence, or undefined where it is exactly what its schema says: everything that must be there, and
 * nothing that the schema does not know. A deployment may not say more than the contract, or two of them would drift apart unseen.
 */
export function inexactness(schema: z.ZodType, value: unknown, where: string): string | undefined {
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const path = [where, ...(issue?.path ?? []).map(String)].join('.')
    return `${path} is not as the protocol says: ${issue?.message ?? 'wrong'} (${shown(at(value, issue?.path ?? []))})`
  }
  const difference = firstDifference(value, parsed.data, where)
  return difference === undefined ? undefined : `${difference} is no field of the protocol`
}

/** Texts that one memory holds: some thousand operators of a few hundred bytes. */
const REMEMBERED_MAX = 10_000

/** {@link inexactness} of one schema that looks at the same value once only. */
export function createMemory(schema: z.ZodType): (value: unknown, where: string) => string | undefined {
  const good = new Set<string>()
  return (value, where) => {
    const text = JSON.stringify(value)
    if (good.has(text)) return undefined
    const fault = inexactness(schema, value, where)
    if (fault !== undefined) return fault
    if (good.size >= REMEMBERED_MAX) good.clear()
    good.add(text)
    return undefined
  }
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  )
}
