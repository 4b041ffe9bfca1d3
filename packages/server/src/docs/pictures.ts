import { Glob } from 'bun'
import { join } from 'node:path'
import { html, trusted, type Html } from './html.ts'
import type { DocsLanguage } from './layout.ts'
import { webpSize, type Size } from './webp-size.ts'

/**
 * The pictures of the manual. A guide names the one of a desk in light, `![what is on it](../pictures/en/chat-desk-light.webp)`, so that it
 * shows wherever Markdown is read; on our own pages each reader is shown the one that fits their screen and their colours.
 */
export interface Picture extends Size {
  /** Where it lies, to be copied. */
  readonly file: string
  /** Its name changes with its content. */
  readonly address: string
}

/** By its path as guides name it: `en/chat-desk-light.webp`. */
export type Pictures = ReadonlyMap<string, Picture>

/** In the order in which they stand beside each other. */
const LOOKS = ['desk-light', 'desk-dark', 'phone-light', 'phone-dark'] as const
type LookName = (typeof LOOKS)[number]

/** When each is the one to show; the first that fits is taken. A desk in light is what is left. The width is that of `docs.css`. */
const MEDIA: readonly (readonly [LookName, string])[] = [
  ['phone-dark', '(max-width: 46rem) and (prefers-color-scheme: dark)'],
  ['phone-light', '(max-width: 46rem)'],
  ['desk-dark', '(prefers-color-scheme: dark)'],
]

const lookWords: Readonly<Record<DocsLanguage, Readonly<Record<LookName, string>>>> = {
  en: {
    'desk-light': 'desk, light',
    'desk-dark': 'desk, dark',
    'phone-light': 'phone, light',
    'phone-dark': 'phone, dark',
  },
  ru: {
    'desk-light': 'стол, светлые цвета',
    'desk-dark': 'стол, тёмные цвета',
    'phone-light': 'телефон, светлые цвета',
    'phone-dark': 'телефон, тёмные цвета',
  },
}

/** Reads all of a folder, which may be missing. */
export async function openPictures(folder: string): Promise<Pictures> {
  const pictures = new Map<string, Picture>()
  for (const path of new Glob('*/*.webp').scanSync({ cwd: folder })) {
    const file = join(folder, path)
    const bytes = await Bun.file(file).bytes()
    const name = path.replace('/', '-').replace(/\.webp$/, '')
    const hash = Bun.hash(bytes).toString(36).slice(0, 8)
    pictures.set(path, { file, address: `assets/docs-${name}-${hash}.webp`, ...webpSize(bytes) })
  }
  return pictures
}

export interface PlaceOptions {
  readonly pictures: Pictures
  readonly language: DocsLanguage
  /** Every look beside the others, for a page that shows what there is. */
  readonly every: boolean
}

/**
 * Puts the pictures into a rendered guide: with their sizes, so that nothing moves when they come. Throws with a sentence for a picture that
 * is not of the manual's own folder and for one without a text in its place.
 */
export function placePictures(
  rendered: string,
  options: PlaceOptions,
): { readonly text: string; readonly used: readonly Picture[] } {
  const used: Picture[] = []
  const rewriter = new HTMLRewriter().on('img', {
    element(image) {
      const source = image.getAttribute('src') ?? ''
      const alt = image.getAttribute('alt') ?? ''
      const [, path, screen] = /^\.\.\/pictures\/((\w+\/[\w-]+)-desk-light\.webp)$/.exec(source) ?? []
      if (path === undefined || screen === undefined || !options.pictures.has(path))
        throw new Error(`The picture "${source}" is not one of the manual.`)
      if (alt.trim() === '') throw new Error(`The picture "${source}" has no text in its place.`)
      const of = (look: LookName) => options.pictures.get(`${screen}-${look}.webp`)
      used.push(...LOOKS.flatMap((look) => of(look) ?? []))
      const made = options.every ? everyLook(of, alt, options.language) : fittingLook(of, alt)
      image.replace(made.text, { html: true })
    },
  })
  return { text: rewriter.transform(rendered), used }
}

type Of = (look: LookName) => Picture | undefined

function fittingLook(of: Of, alt: string): Html {
  const sources = MEDIA.flatMap(([look, media]) => {
    const picture = of(look)
    return picture === undefined
      ? []
      : html`<source
          media="${media}"
          srcset="/${picture.address}"
          width="${picture.width}"
          height="${picture.height}"
        />`
  })
  return html`<picture>${sources}${imageOf(of('desk-light'), trusted(alt))}</picture>`
}

function everyLook(of: Of, alt: string, language: DocsLanguage): Html {
  const images = LOOKS.map((look) => imageOf(of(look), html`${trusted(alt)} (${lookWords[language][look]})`))
  return html`<span class="looks">${images}</span>`
}

/** The text comes out of the renderer, and is escaped already. */
function imageOf(picture: Picture | undefined, alt: Html): Html | string {
  if (picture === undefined) return ''
  const { address, width, height } = picture
  return html`<img src="/${address}" alt="${alt}" width="${width}" height="${height}" loading="lazy" />`
}
