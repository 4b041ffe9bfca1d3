import type { TrialResult } from './trial.ts'

/** What the process of a trial tells the one that started it. */
export type TrialMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly words: string }
  | { readonly kind: 'note'; readonly line: string }
  | { readonly kind: 'result'; readonly result: TrialResult }

/** What a trial's process is told, as its one argument. */
export interface TrialOrder {
  readonly name: string
  readonly size: number
  readonly seed: number
  readonly folder: string
}
