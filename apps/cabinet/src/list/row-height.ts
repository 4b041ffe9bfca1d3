/** Three lines and their air. Every row has it, so that ten thousand need no measuring; the same numbers stand in `list.css`. */
const ROW_PX = 76
const ROW_TOUCH_PX = 88

export function rowHeightPx(): number {
  return matchMedia('(pointer: coarse)').matches ? ROW_TOUCH_PX : ROW_PX
}
