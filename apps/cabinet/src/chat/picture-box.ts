/** The longer side of a picture in a chat, as large as its preview is sharp on most screens. */
export const PICTURE_PX_MAX = 320
/** A strip of a few pixels could not be hit. */
export const PICTURE_PX_MIN = 56
/** Of pictures that do not say how large they are. */
const UNKNOWN = { width: 240, height: 180 }

/** The box that a picture is given before it is loaded, in CSS pixels: so that nothing moves when it comes. Small ones are not blown up. */
export function pictureBox(
  width: number | undefined,
  height: number | undefined,
): { readonly width: number; readonly height: number } {
  if (width === undefined || height === undefined || !(width > 0) || !(height > 0)) return UNKNOWN
  const scale = Math.min(1, PICTURE_PX_MAX / Math.max(width, height))
  const side = (px: number) => Math.max(PICTURE_PX_MIN, Math.round(px * scale))
  return { width: side(width), height: side(height) }
}
