/**
 * Builds what a site embeds and the page that shows it. The loader keeps the name `widget.js`, because it stands in the pages of
 * strangers; everything else carries its hash and can be cached for ever.
 */
import { mkdir } from 'node:fs/promises'
import type { BunPlugin } from 'bun'
import { basename, join } from 'node:path'
import type { Language } from './src/language.ts'

export interface WidgetBuildOptions {
  /** Made when it is not there. Files of an earlier build are left alone. */
  readonly outdir: string
  readonly minify: boolean
}

/** Paths relative to `outdir`, as the server serves them under its root. */
export interface WidgetBuild {
  readonly loader: 'widget.js'
  readonly bundles: Readonly<Record<Language, string>>
  readonly demo: 'demo.html'
  readonly demoScript: string
  readonly demoStyle: string
}

/**
 * Writes `widget.js`, `assets/widget-{en,ru}-[hash].js`, `demo.html` and `assets/demo-[hash].{css,js}`. The same sources give the same names.
 * `demo.html` keeps the placeholder `__CHANNEL_KEY__`, which the server fills in. Throws with the bundler's messages when something does not build.
 */
export async function buildWidget({ outdir, minify }: WidgetBuildOptions): Promise<WidgetBuild> {
  await mkdir(join(outdir, 'assets'), { recursive: true })

  const css = await bundled(source('src/style.css'), { minify })
  const bundleOf = async (language: Language, words: string) =>
    bundled(source('src/main.ts'), {
      minify,
      define: { WIDGET_CSS: JSON.stringify(css.text) },
      name: `widget-${language}`,
      words: source(words),
    })
  const bundles = {
    en: await bundleOf('en', 'src/words/english.ts'),
    ru: await bundleOf('ru', 'src/words/russian.ts'),
  }
  const loader = await bundled(source('src/loader.ts'), {
    minify,
    define: {
      WIDGET_BUNDLES: JSON.stringify({ en: `/assets/${bundles.en.name}`, ru: `/assets/${bundles.ru.name}` }),
    },
  })
  const demoScript = await bundled(source('demo/demo.ts'), { minify })
  const demoStyle = await bundled(source('demo/demo.css'), { minify })
  const page = (await Bun.file(source('demo/demo.html')).text())
    .replace('__DEMO_STYLE__', `/assets/${demoStyle.name}`)
    .replace('__DEMO_SCRIPT__', `/assets/${demoScript.name}`)

  await Promise.all([
    Bun.write(join(outdir, 'widget.js'), loader.text),
    Bun.write(join(outdir, 'demo.html'), page),
    ...[bundles.en, bundles.ru, demoScript, demoStyle].map((file) =>
      Bun.write(join(outdir, 'assets', file.name), file.text),
    ),
  ])
  return {
    loader: 'widget.js',
    bundles: { en: `assets/${bundles.en.name}`, ru: `assets/${bundles.ru.name}` },
    demo: 'demo.html',
    demoScript: `assets/${demoScript.name}`,
    demoStyle: `assets/${demoStyle.name}`,
  }
}

const source = (path: string) => join(import.meta.dir, path)

interface BundleOptions {
  readonly minify: boolean
  readonly define?: Record<string, string>
  readonly name?: string
  /** The table that takes the place of `src/words.ts`. */
  readonly words?: string
}

/** One entry as one file. Scripts are wrapped in a function: a host page's globals are not ours to add to. */
async function bundled(
  entry: string,
  { minify, define = {}, name, words }: BundleOptions,
): Promise<{ readonly name: string; readonly text: string }> {
  const { outputs } = await Bun.build({
    entrypoints: [entry],
    target: 'browser',
    minify,
    plugins: words === undefined ? [] : [wordsFrom(words)],
    naming: '[name]-[hash].[ext]',
    define: { 'process.env.NODE_ENV': '"production"', ...define },
  })
  const output = outputs[0]
  if (output === undefined) throw new Error(`Nothing came out of ${entry}`)
  const built = basename(output.path)
  return {
    name: name === undefined ? built : built.replace(/^[^-]+/, name),
    // Bun's own `iife` carries a shim for `require`, which nothing here calls.
    text: built.endsWith('.js') ? `(()=>{${await output.text()}})()` : await output.text(),
  }
}

const wordsFrom = (path: string): BunPlugin => ({
  name: 'words',
  setup(build) {
    build.onResolve({ filter: /\/words\.ts$/ }, () => ({ path }))
  },
})
