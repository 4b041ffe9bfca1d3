/** Narrower, a name and its time do not fit on one line; wider, the chat loses what the list does not need. */
export const SIDE_PX_MIN = 280
export const SIDE_PX_MAX = 420
export const SIDE_PX = 340
/** One press of an arrow. */
const SIDE_PX_STEP = 20

export function clampSide(px: number): number {
  return Number.isFinite(px) ? Math.round(Math.min(SIDE_PX_MAX, Math.max(SIDE_PX_MIN, px))) : SIDE_PX
}

/** The width that was kept before; anything else than a number is the usual one. */
export function parseSide(stored: string | null): number {
  return stored === null || stored.trim() === '' ? SIDE_PX : clampSide(Number(stored))
}

/** The width after a key on the edge, or null where the key is none of its own. */
export function sideAfterKey(px: number, key: string): number | null {
  switch (key) {
    case 'ArrowLeft':
      return clampSide(px - SIDE_PX_STEP)
    case 'ArrowRight':
      return clampSide(px + SIDE_PX_STEP)
    case 'Home':
      return SIDE_PX_MIN
    case 'End':
      return SIDE_PX_MAX
    default:
      return null
  }
}
