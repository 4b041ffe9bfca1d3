import type { IconName } from '../parts/icon.tsx'
import { rank } from './fuzzy.ts'

export const entryKinds = ['chat', 'command', 'colleague', 'canned'] as const
export type EntryKind = (typeof entryKinds)[number]

/** A line of the palette. */
export interface Entry {
  readonly id: string
  readonly kind: EntryKind
  readonly label: string
  /** What stands behind it in grey. */
  readonly more: string
  readonly icon: IconName
  /** How the same is done without the palette, as shown; empty: not at all. */
  readonly keys: string
  /** By what it is found besides its label. */
  readonly find: readonly string[]
  readonly run: () => void
}

export interface EntryGroup {
  readonly kind: EntryKind
  readonly entries: readonly Entry[]
}

/** What is seen at a glance, of each kind: with a query, and before there is one. */
const ENTRIES_MAX: { readonly [K in EntryKind]: readonly [asked: number, unasked: number] } = {
  chat: [6, 5],
  command: [7, 12],
  colleague: [5, 0],
  canned: [6, 0],
}

/** The entries that fit, by kinds: before anything is asked for in their usual order, then the kind with the best hit on top. */
export function arrange(query: string, entries: readonly Entry[]): readonly EntryGroup[] {
  const asked = query.trim() !== ''
  const groups = entryKinds.flatMap((kind) => {
    const ranked = rank(
      query,
      entries.filter((entry) => entry.kind === kind),
      textsOf,
    )
    const shown = ranked.slice(0, ENTRIES_MAX[kind][asked ? 0 : 1])
    return shown.length === 0 ? [] : [{ kind, entries: shown }]
  })
  if (!asked) return groups
  const order = rank(
    query,
    groups.flatMap((group) => group.entries.slice(0, 1)),
    textsOf,
  ).map(({ kind }) => kind)
  return groups.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

function textsOf({ label, find }: Entry): readonly string[] {
  return [label, ...find]
}
