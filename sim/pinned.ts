/** Seeds that ever broke a promise, each with what it was; they are run before all others for ever. */
export const PINNED: readonly { readonly seed: number; readonly why: string }[] = [
  {
    seed: 10_258,
    why: 'A clock that had been set back came to the second again for which a full disk had refused, and it was refused once more.',
  },
  {
    seed: 10_280,
    why: 'A deadline fired as the world ended, and what it told was on its way still: the check was wrong.',
  },
]
