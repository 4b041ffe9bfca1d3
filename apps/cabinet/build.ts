/**
 * Builds the cabinet. Everything but `index.html` and the service worker carries its hash and can be cached for ever. The page has no inline script
 * and no inline style, so that it stands under the strictest content security policy.
 */
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { GROUND, manifestLanguages, manifestOf, type ManifestLanguage } from './manifest.ts'
import { noCodeFromStrings } from './no-code-from-strings.ts'
import { shellMarkup } from './src/first/shell.ts'

export interface CabinetBuildOptions {
  /** Made when it is not there. Files of an earlier build are left alone. */
  readonly outdir: string
  readonly minify: boolean
}

export interface CabinetBuild {
  /** Paths relative to `outdir`, as the server serves them under its root; `index.html` is the first. */
  readonly files: readonly string[]
}

interface Asset {
  readonly name: string
  readonly content: string | Uint8Array<ArrayBuffer>
}

/**
 * Writes `index.html`, `assets/[name]-[hash].[ext]` (scripts, style, icons, manifests) and `service-worker.js`. The same sources give the same names.
 * Throws with the bundler's messages when something does not build.
 */
export async function buildCabinet({ outdir, minify }: CabinetBuildOptions): Promise<CabinetBuild> {
  await mkdir(join(outdir, 'assets'), { recursive: true })
  const bundle = await bundled(minify)
  const icons = await iconAssets()
  const manifests = manifestLanguages.map((language) =>
    hashed(
      `manifest-${language}`,
      'webmanifest',
      manifestOf(language, {
        icon192: `/assets/${icons.icon192.name}`,
        icon512: `/assets/${icons.icon512.name}`,
        maskable: `/assets/${icons.maskable.name}`,
      }),
    ),
  )
  const first = hashed('first', 'js', await plainScript(minify, 'src/first/first.ts'))
  const assets: readonly Asset[] = [first, ...bundle.assets, ...Object.values(icons), ...manifests]
  const page = pageOf({
    first: first.name,
    words: bundle.words,
    script: bundle.script,
    style: bundle.style,
    icon: icons.plain.name,
    unread: icons.unread.name,
    touch: icons.apple.name,
    manifests: manifests.map(({ name }) => name),
  })
  // What is drawn by the device itself is fetched by it.
  const kept = [first, ...bundle.assets, icons.plain, icons.unread].map(({ name }) => `/assets/${name}`)
  const worker = await plainScript(minify, 'src/service-worker/service-worker.ts', {
    PULT_BUILD: JSON.stringify({ files: kept, name: hashOf(page + kept.join()) }),
  })
  await Promise.all([
    Bun.write(join(outdir, 'index.html'), page),
    Bun.write(join(outdir, WORKER), worker),
    ...assets.map(({ name, content }) => Bun.write(join(outdir, 'assets', name), content)),
  ])
  return { files: ['index.html', WORKER, ...assets.map(({ name }) => `assets/${name}`)] }
}

/** At the root, so that it may stand before the page that is there. */
const WORKER = 'service-worker.js'

async function bundled(minify: boolean): Promise<{
  readonly assets: readonly Asset[]
  readonly script: string
  readonly style: string
  /** The words of each language, a file of their own. */
  readonly words: Readonly<Record<ManifestLanguage, string>>
}> {
  const { outputs, metafile } = await Bun.build({
    entrypoints: [join(import.meta.dir, 'src/main.tsx')],
    target: 'browser',
    format: 'esm',
    minify,
    splitting: true,
    metafile: true,
    naming: { entry: 'cabinet-[hash].[ext]', chunk: 'part-[hash].[ext]', asset: '[name]-[hash].[ext]' },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [noCodeFromStrings],
  })
  const assets = await Promise.all(
    outputs.map(async (output) => ({
      name: basename(output.path),
      kind: output.kind,
      content: await output.text(),
    })),
  )
  return {
    assets,
    script: only(assets.filter(({ kind }) => kind === 'entry-point')),
    style: only(assets.filter(({ name }) => name.endsWith('.css'))),
    words: { en: partOf(metafile, 'src/words/en.ts'), ru: partOf(metafile, 'src/words/ru.ts') },
  }
}

/** The file that is loaded where this source is asked for by `import()`. */
function partOf(metafile: Bun.BuildMetafile | undefined, source: string): string {
  const found = Object.entries(metafile?.outputs ?? {}).find(([, { entryPoint }]) =>
    entryPoint?.endsWith(source),
  )
  if (found === undefined) throw new Error(`${source} is no file of its own.`)
  return basename(found[0])
}

/** One file that is no module: the service worker, and what runs before the page is painted. */
async function plainScript(
  minify: boolean,
  path: string,
  define: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, path)],
    target: 'browser',
    format: 'iife',
    minify,
    define,
  })
  const [output] = outputs
  if (output === undefined) throw new Error(`${path} was not built.`)
  return await output.text()
}

function only(assets: readonly { readonly name: string }[]): string {
  const [asset] = assets
  if (asset === undefined || assets.length > 1)
    throw new Error(`One file was expected, not ${assets.length}.`)
  return asset.name
}

async function iconAssets() {
  return {
    plain: hashed('favicon', 'svg', await source('favicon.svg')),
    unread: hashed('unread', 'svg', await source('favicon-unread.svg')),
    apple: hashed('icon-apple', 'png', await icon('icon-apple-180.png')),
    icon192: hashed('icon-192', 'png', await icon('icon-192.png')),
    icon512: hashed('icon-512', 'png', await icon('icon-512.png')),
    maskable: hashed('icon-maskable', 'png', await icon('icon-maskable-512.png')),
  }
}

function source(name: string): Promise<string> {
  return Bun.file(join(import.meta.dir, 'src', name)).text()
}

function icon(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return Bun.file(join(import.meta.dir, 'icons', name)).bytes()
}

function hashed(name: string, ending: string, content: Asset['content']): Asset {
  return { name: `${name}-${hashOf(content)}.${ending}`, content }
}

function hashOf(content: Asset['content']): string {
  return Bun.hash(content).toString(36).padStart(8, '0').slice(0, 8)
}

function pageOf(names: {
  readonly first: string
  readonly words: Readonly<Record<ManifestLanguage, string>>
  readonly script: string
  readonly style: string
  readonly icon: string
  readonly unread: string
  readonly touch: string
  /** In the order of the languages; the page begins with the first. */
  readonly manifests: readonly string[]
}): string {
  const manifests = manifestLanguages.map(
    (language, at) => `data-${language}="/assets/${names.manifests[at]}"`,
  )
  const words = manifestLanguages.map((language) => `data-${language}="/assets/${names.words[language]}"`)
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" content="${GROUND.light}" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="${GROUND.dark}" media="(prefers-color-scheme: dark)" />
    <meta name="referrer" content="no-referrer" />
    <meta name="robots" content="noindex" />
    <title>Pult</title>
    <link rel="icon" href="/assets/${names.icon}" type="image/svg+xml" data-plain="/assets/${names.icon}" data-unread="/assets/${names.unread}" />
    <link rel="apple-touch-icon" href="/assets/${names.touch}" />
    <link rel="manifest" href="/assets/${names.manifests[0]}" ${manifests.join(' ')} />
    <script src="/assets/${names.first}" ${words.join(' ')}></script>
    <link rel="stylesheet" href="/assets/${names.style}" />
    <script type="module" src="/assets/${names.script}"></script>
  </head>
  <body>
    <div id="app"></div>
    ${shellMarkup()}
  </body>
</html>
`
}
