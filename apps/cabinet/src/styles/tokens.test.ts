import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HUES } from '../parts/hue.ts'

type Theme = 'light' | 'dark'
const sheet = readFileSync(join(import.meta.dir, 'tokens.css'), 'utf8')

function colour(name: string, theme: Theme): string {
  const value = new RegExp(`--${name}: ([^;]+);`).exec(sheet)?.[1] ?? ''
  const pair = /light-dark\((#\w{6}), (#\w{6})\)/.exec(value)
  const found = pair === null ? value : pair[theme === 'light' ? 1 : 2]
  if (found === undefined || !/^#\w{6}$/.test(found)) throw new Error(`No colour ${name}.`)
  return found
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

const grounds = ['ground', 'sunken', 'sheet', 'raised', 'hover', 'pressed', 'accent-soft']
const bubbles = [
  'bubble-theirs',
  'bubble-ours',
  'bubble-pending',
  'bubble-bot',
  'bubble-note',
  'bad-soft',
  'warn-soft',
]
const text: readonly (readonly [string, readonly string[]])[] = [
  ['ink', [...grounds, ...bubbles]],
  ['ink-dim', [...grounds, ...bubbles.slice(0, -1)]],
  ['accent', ['ground', 'sheet', 'raised', 'hover', 'accent-soft', ...bubbles]],
  ['bot', ['sheet', 'raised', 'hover', 'accent-soft', 'bubble-bot']],
  ['on-accent', ['accent-fill', 'accent-fill-hover', 'bad-fill', 'bad-fill-hover']],
  ['good', ['good-soft']],
  ['warn', ['warn-soft', 'sheet', 'hover', 'accent-soft']],
  ['bad', ['bad-soft', 'sheet', 'raised', 'hover', 'accent-soft', 'ground']],
  ['sheet', ['ink', 'bot']],
  ['on-film', ['film', 'film-hover']],
  ['on-ink-accent', ['ink', 'on-ink-hover']],
  ...Array.from({ length: HUES }, (_, hue) => [`hue-${hue}-ink`, [`hue-${hue}`]] as const),
]

for (const theme of ['light', 'dark'] as const)
  test(`[A1] text reaches 4.5 : 1 on every ground that it stands on (${theme})`, () => {
    const weak = text.flatMap(([ink, on]) =>
      on.flatMap((ground) => {
        const ratio = contrast(colour(ink, theme), colour(ground, theme))
        return ratio < 4.5 ? [`${ink} on ${ground}: ${ratio.toFixed(2)}`] : []
      }),
    )
    expect(weak).toEqual([])
  })

test('[A1] borders of fields and the signs of presence reach 3 : 1', () => {
  for (const theme of ['light', 'dark'] as const)
    for (const sign of ['line-strong', 'good', 'warn', 'bad', 'idle', 'accent'])
      expect(
        contrast(colour(sign, theme), colour('sheet', theme)),
        `${sign} ${theme}`,
      ).toBeGreaterThanOrEqual(3)
})

test('[A4] colours have their names in one file, and every name that is used is there', () => {
  const named = new Set([...sheet.matchAll(/(--[\w-]+):/g)].map((match) => match[1]))
  for (const file of new Bun.Glob('*.css').scanSync(import.meta.dir)) {
    const text = readFileSync(join(import.meta.dir, file), 'utf8')
    for (const [, name] of text.matchAll(/var\((--[\w-]+)/g))
      expect(named.has(name), `${file} ${name}`).toBe(true)
    if (file !== 'tokens.css') expect(text, file).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|oklch\(/)
    expect(text.split('\n').length, file).toBeLessThan(320)
  }
})

test('[A3] nothing moves but in the time of a token, which is none where the reader wants no motion', () => {
  for (const file of new Bun.Glob('*.css').scanSync(import.meta.dir)) {
    const text = readFileSync(join(import.meta.dir, file), 'utf8')
    for (const [whole] of text.matchAll(/(?:transition|animation):[^;]+;/g))
      expect(whole, file).toMatch(/var\(--(quick|calm)\)|none/)
  }
  expect(sheet).toMatch(/reduced-motion: reduce\) \{\s*:root \{\s*--quick: 0ms;\s*--calm: 0ms;/)
})

test('[T1] no source makes markup from a string or a style from an attribute', () => {
  const root = join(import.meta.dir, '..')
  const sources = [...new Bun.Glob('**/*.{ts,tsx}').scanSync(root)].filter(
    (path) => !path.endsWith('.test.ts'),
  )
  expect(sources.length).toBeGreaterThan(80)
  for (const path of sources) {
    const source = readFileSync(join(root, path), 'utf8')
    expect(source, path).not.toMatch(/innerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|\sstyle=["{]/)
  }
})
