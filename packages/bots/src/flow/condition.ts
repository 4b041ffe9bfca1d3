import { z } from 'zod'
import { LIST_MAX, VALUE_CHARS_MAX } from './limits.ts'
import { referenceSchema } from './names.ts'

/** May hold variables too: `order is "{last_order}"`. */
const valueSchema = z.string().max(VALUE_CHARS_MAX)

/**
 * What is asked of one value. A closed set, as data: nothing that an admin writes is ever run, and no pattern of theirs can hang
 * the server. Letter case and ё are of no matter to `is`, `isNot`, `contains` and `matches`.
 */
const testSchema = z.discriminatedUnion('test', [
  z.strictObject({ of: referenceSchema, test: z.literal('is'), value: valueSchema }),
  z.strictObject({ of: referenceSchema, test: z.literal('isNot'), value: valueSchema }),
  z.strictObject({ of: referenceSchema, test: z.literal('contains'), value: valueSchema }),
  /** Some word begins with one of these: `достав` finds «доставка» and «доставили». */
  z.strictObject({
    of: referenceSchema,
    test: z.literal('matches'),
    words: z.array(z.string().min(1).max(100)).min(1).max(LIST_MAX),
  }),
  /** Numbers, or days as `2026-11-22`; anything else is neither above nor below. */
  z.strictObject({ of: referenceSchema, test: z.literal('above'), value: valueSchema }),
  z.strictObject({ of: referenceSchema, test: z.literal('below'), value: valueSchema }),
  /** It has been told and is not empty. */
  z.strictObject({ of: referenceSchema, test: z.literal('exists') }),
])

const allSchema = z.strictObject({
  get all() {
    return z.array(conditionSchema).min(2).max(LIST_MAX)
  },
})
const anySchema = z.strictObject({
  get any() {
    return z.array(conditionSchema).min(2).max(LIST_MAX)
  },
})
const notSchema = z.strictObject({
  get not() {
    return conditionSchema
  },
})

export type Test = z.infer<typeof testSchema>
export type Condition =
  | Test
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition }

export const conditionSchema: z.ZodType<Condition, Condition> = z.union([
  testSchema,
  allSchema,
  anySchema,
  notSchema,
])
