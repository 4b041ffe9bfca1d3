import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { html, trusted } from './html.ts'
import { guides, page, type DocsLanguage, type GuideName } from './layout.ts'
import { openPictures, placePictures, type Picture } from './pictures.ts'
import { referencePages } from './reference.ts'
import { withTables } from './tables.ts'

export interface DocsBuildOptions {
  /** Made when it is not there. */
  readonly outdir: string
  /** The folder of the guides: `en/` and `ru/` in it, and `pictures/`. */
  readonly source: string
  readonly version: string
}

const LANGUAGES = ['en', 'ru'] as const satisfies readonly DocsLanguage[]
/** Guides are ours, but a tag in one would be a hole in the policy of the page: there are none. */
const MARKDOWN = { headings: { ids: true }, noHtmlBlocks: true, noHtmlSpans: true } as const

/** Writes the manual under `docs/`, its style and its pictures under `assets/`. Returns the paths of the pages. */
export async function buildDocs({ outdir, source, version }: DocsBuildOptions): Promise<readonly string[]> {
  await mkdir(join(outdir, 'assets'), { recursive: true })
  const css = await Bun.file(join(import.meta.dir, 'docs.css')).text()
  const style = `assets/docs-${Bun.hash(css).toString(36).slice(0, 8)}.css`
  const pages = new Map<string, string>()
  const pictures = await openPictures(join(source, 'pictures'))
  const shown = new Set<Picture>()
  for (const language of LANGUAGES) {
    for (const name of Object.keys(guides) as GuideName[]) {
      const markdown = await Bun.file(join(source, language, `${name}.md`)).text()
      const rendered = placePictures(Bun.markdown.html(withTables(markdown, language), MARKDOWN), {
        pictures,
        language,
        every: name === 'screens',
      })
      for (const picture of rendered.used) shown.add(picture)
      const text = page({
        language,
        path: `${language}/${name}`,
        otherPath: `${language === 'en' ? 'ru' : 'en'}/${name}`,
        title: guides[name][language],
        style,
        body: trusted(rendered.text),
      })
      pages.set(`${language}/${name}`, text)
      if (language === 'en' && name === 'getting-started') pages.set('index', text)
    }
  }
  for (const { path, title, body } of referencePages(version)) {
    pages.set(
      `reference/${path}`,
      page({
        language: 'en',
        path: `reference/${path}`,
        otherPath: 'ru/protocol',
        title,
        style,
        body: html`<h1>${title}</h1>
          ${body}`,
      }),
    )
  }
  await Bun.write(join(outdir, style), css)
  await Promise.all([...shown].map(({ file, address }) => Bun.write(join(outdir, address), Bun.file(file))))
  await Promise.all([...pages].map(([path, text]) => Bun.write(join(outdir, 'docs', `${path}.html`), text)))
  return [...pages.keys()].map((path) => `docs/${path}.html`)
}
