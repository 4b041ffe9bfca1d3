/** How a picture lies in the viewer: `scale` 1 fits the screen; the shift of its middle from the screen's, in CSS pixels. */
export interface Zoom {
  readonly scale: number
  readonly x: number
  readonly y: number
}

export const wholePicture: Zoom = { scale: 1, x: 0, y: 0 }
/** Beyond it one sees pixels. */
export const ZOOM_MAX = 8
/** One press of a key or a button. */
export const ZOOM_STEP = 1.5

/**
 * The picture `factor` times as large, with what is under the pointer staying there. `at`: the pointer's distance from the middle of the
 * screen. Never smaller than the whole picture, which always lies in the middle.
 */
export function zoomed(zoom: Zoom, factor: number, at: { readonly x: number; readonly y: number }): Zoom {
  const scale = Math.min(ZOOM_MAX, Math.max(1, zoom.scale * factor))
  if (scale === 1) return wholePicture
  const grown = scale / zoom.scale
  return { scale, x: at.x - (at.x - zoom.x) * grown, y: at.y - (at.y - zoom.y) * grown }
}

/** Dragged; its edges cannot be pulled past the middle of the screen. `size`: of the whole picture, in CSS pixels. */
export function dragged(
  zoom: Zoom,
  by: { readonly x: number; readonly y: number },
  size: { readonly width: number; readonly height: number },
): Zoom {
  if (zoom.scale === 1) return zoom
  const within = (shift: number, side: number) => {
    const reach = (side * zoom.scale) / 2
    return Math.min(reach, Math.max(-reach, shift))
  }
  return { scale: zoom.scale, x: within(zoom.x + by.x, size.width), y: within(zoom.y + by.y, size.height) }
}
