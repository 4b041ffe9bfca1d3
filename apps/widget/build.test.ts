import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWidget, type WidgetBuild } from './build.ts'
import { languages } from './src/language.ts'
import * as english from './src/words/english.ts'
import * as russian from './src/words/russian.ts'
import { demoRussian } from './demo/words-russian.ts'

/** A page of strangers loads it before anything else of ours. */
const LOADER_GZIP_BYTES_MAX = 2 * 1024
/**
 * The goal is 22 KB; the SDK's share of what there is now is 10.5 KB. This is a ratchet: it only ever goes down, and what makes the
 * widget heavier has to say here what it is worth.
 */
const WHOLE_GZIP_BYTES_MAX = 26 * 1024
/** What only zod's own code says. */
const ZOD = /_zod|ZodError|invalid_union/

let outdir: string
let built: WidgetBuild
const text = (path: string) => Bun.file(join(outdir, path)).text()
const gzipBytes = async (path: string) => Bun.gzipSync(Buffer.from(await text(path)), { level: 9 }).byteLength

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'pult-widget-'))
  built = await buildWidget({ outdir, minify: true })
})
afterAll(() => rm(outdir, { recursive: true, force: true }))

describe('[B1] the weight', () => {
  test('of the loader', async () => {
    expect(await gzipBytes(built.loader)).toBeLessThanOrEqual(LOADER_GZIP_BYTES_MAX)
  })
  test('of the whole', async () => {
    for (const language of languages) {
      const whole = (await gzipBytes(built.loader)) + (await gzipBytes(built.bundles[language]))
      expect(whole).toBeLessThanOrEqual(WHOLE_GZIP_BYTES_MAX)
    }
  })
  test('no schema library is inside', async () => {
    expect(await text(built.loader)).not.toMatch(ZOD)
    expect(await text(built.bundles.en)).not.toMatch(ZOD)
  })
  test('and one would be seen', async () => {
    const entry = join(outdir, 'with-zod.ts')
    await Bun.write(
      entry,
      `import { messageSchema } from '${import.meta.dir}/../../packages/protocol/src/index.ts'; console.log(messageSchema.parse({}))`,
    )
    const { outputs } = await Bun.build({ entrypoints: [entry], minify: true, target: 'browser' })
    expect(await outputs[0]!.text()).toMatch(ZOD)
  })
})

describe('[B2] names', () => {
  test('the loader keeps its own and knows the hashed one of the bundle', async () => {
    expect(built.loader).toBe('widget.js')
    for (const language of languages) {
      const bundle = built.bundles[language]
      expect(bundle).toMatch(new RegExp(`^assets/widget-${language}-[a-z0-9]+\\.js$`))
      expect(await text(built.loader)).toContain(`"/${bundle}"`)
    }
  })
  test('the same sources give the same names', async () => {
    const again = await mkdtemp(join(tmpdir(), 'pult-widget-'))
    try {
      expect(await buildWidget({ outdir: again, minify: true })).toEqual(built)
    } finally {
      await rm(again, { recursive: true, force: true })
    }
  })
})

describe('[B3] strict policies', () => {
  test('scripts make no code and no markup out of text', async () => {
    for (const path of [built.loader, built.bundles.en, built.demoScript]) {
      const code = await text(path)
      expect(code).not.toMatch(/\beval\(|new Function\b|document\.write/)
    }
  })
  test('nothing comes from a third party', async () => {
    for (const path of [built.loader, built.bundles.en, built.demoScript, built.demoStyle]) {
      const addresses = (await text(path)).match(/https?:\/\/[\w.]+/g) ?? []
      // Names of XML languages, which nobody fetches.
      expect(addresses.filter((address) => !address.startsWith('http://www.w3.org'))).toEqual([])
    }
  })
  test('the demo page carries no script and no style of its own', async () => {
    const page = await text(built.demo)
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/)
    expect(page).toContain(`href="/${built.demoStyle}"`)
    expect(page).toContain(`src="/${built.demoScript}"`)
    expect(page.match(/__[A-Z_]+__/g)).toEqual(['__CHANNEL_KEY__'])
  })
})

test('[T1] each bundle speaks its own language and no other', async () => {
  expect(await text(built.bundles.en)).toContain(english.welcomeMore)
  expect(await text(built.bundles.en)).not.toContain(russian.welcomeMore)
  expect(await text(built.bundles.ru)).toContain(russian.welcomeMore)
  expect(await text(built.bundles.ru)).not.toContain(english.welcomeMore)
})

test('[T3] the demo page says everything in both languages', async () => {
  const words = [...(await text(built.demo)).matchAll(/data-word="(\w+)"/g)].map(([, word]) => word)
  expect(new Set(words)).toEqual(new Set(Object.keys(demoRussian.page)))
})
