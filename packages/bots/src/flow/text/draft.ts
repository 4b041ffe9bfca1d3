import type { Cursor } from './cursor.ts'
import { fault } from './fault.ts'

/** A node or a flow while its lines are read; the schema has the last word about what came of them. */
export type Draft = Record<string, unknown>

/** Sets a field once. Undefined sets nothing. @throws Fault the second time */
export function put(draft: Draft, { line }: Cursor, field: string, value: unknown): void {
  if (draft[field] !== undefined) throw fault(line.number, 1, 'text_twice', { name: field })
  if (value !== undefined) draft[field] = value
}

export function add(draft: Draft, field: string, item: unknown): void {
  const items = (draft[field] ??= []) as unknown[]
  items.push(item)
}
