/** Seeds that ever broke a promise, each with what it was; they are run before all others for ever. */
export const PINNED: readonly { readonly seed: number; readonly why: string }[] = []
