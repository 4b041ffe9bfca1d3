/** Blue-violet: 5.9 : 1 against white, which WCAG's AA asks of text. */
const DEFAULT_ACCENT = '#4f46e5'

/** A colour and what is legible on it. */
export interface Accent {
  readonly background: string
  readonly foreground: '#ffffff' | '#111111'
}

/**
 * The host's colour, `#rgb` or `#rrggbb`; anything else is ignored, because the value goes into a style.
 * The text on it is white or nearly black, whichever contrasts more (WCAG 2.2, relative luminance).
 */
export function accentOf(wish: string | null | undefined): Accent {
  const background = expand(wish?.trim() ?? '') ?? DEFAULT_ACCENT
  const light = luminance(background)
  const onWhite = 1.05 / (light + 0.05)
  const onBlack = (light + 0.05) / (luminance('#111111') + 0.05)
  return { background, foreground: onWhite >= onBlack ? '#ffffff' : '#111111' }
}

function expand(color: string): string | null {
  if (/^#[0-9a-f]{6}$/i.test(color)) return color.toLowerCase()
  if (/^#[0-9a-f]{3}$/i.test(color)) return color.toLowerCase().replace(/[0-9a-f]/g, '$&$&')
  return null
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const part = Number.parseInt(color.slice(from, from + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
