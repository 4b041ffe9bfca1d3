/**
 * Builds the cabinet. Everything but `index.html` carries its hash and can be cached for ever. The page has no inline script and no
 * inline style, so that it stands under the strictest content security policy.
 */
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'

export interface CabinetBuildOptions {
  /** Made when it is not there. Files of an earlier build are left alone. */
  readonly outdir: string
  readonly minify: boolean
}

export interface CabinetBuild {
  /** Paths relative to `outdir`, as the server serves them under its root; `index.html` is the first. */
  readonly files: readonly string[]
}

/**
 * Writes `index.html` and `assets/[name]-[hash].[ext]`: script, style, icon. The same sources give the same names. Throws with the bundler's
 * messages when something does not build.
 */
export async function buildCabinet({ outdir, minify }: CabinetBuildOptions): Promise<CabinetBuild> {
  await mkdir(join(outdir, 'assets'), { recursive: true })
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, 'src/main.tsx')],
    target: 'browser',
    format: 'esm',
    minify,
    splitting: true,
    naming: { entry: 'cabinet-[hash].[ext]', chunk: 'part-[hash].[ext]', asset: '[name]-[hash].[ext]' },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const assets = await Promise.all(
    outputs.map(async (output) => ({
      name: basename(output.path),
      kind: output.kind,
      text: await output.text(),
    })),
  )
  const icon = await iconAsset()
  const page = pageOf({
    script: only(assets.filter(({ kind }) => kind === 'entry-point')),
    style: only(assets.filter(({ name }) => name.endsWith('.css'))),
    icon: icon.name,
  })
  await Promise.all([
    Bun.write(join(outdir, 'index.html'), page),
    ...[...assets, icon].map(({ name, text }) => Bun.write(join(outdir, 'assets', name), text)),
  ])
  return { files: ['index.html', ...[...assets, icon].map(({ name }) => `assets/${name}`)] }
}

function only(assets: readonly { readonly name: string }[]): string {
  const [asset] = assets
  if (asset === undefined || assets.length > 1)
    throw new Error(`One file was expected, not ${assets.length}.`)
  return asset.name
}

async function iconAsset(): Promise<{ readonly name: string; readonly text: string }> {
  const text = await Bun.file(join(import.meta.dir, 'src/favicon.svg')).text()
  return { name: `favicon-${Bun.hash(text).toString(36).slice(0, 8)}.svg`, text }
}

function pageOf(names: { readonly script: string; readonly style: string; readonly icon: string }): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <meta name="robots" content="noindex" />
    <title>Pult</title>
    <link rel="icon" href="/assets/${names.icon}" type="image/svg+xml" />
    <link rel="stylesheet" href="/assets/${names.style}" />
    <script type="module" src="/assets/${names.script}"></script>
  </head>
  <body>
    <div id="app"></div>
    <noscript>Pult needs JavaScript. Пульту нужен JavaScript.</noscript>
  </body>
</html>
`
}
