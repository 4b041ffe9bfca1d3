import { expect, test } from 'bun:test'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildCabinet } from './build.ts'

/** What an operator's first visit costs; measured with room for growth, and below the 150 KB of the finished cabinet. */
const GZIP_BYTES_MAX = 120 * 1024

/** What `index.html` names: scripts, style, icon. */
function loadedAtFirst(page: string, files: readonly string[]): string[] {
  const links = page.split('\n').filter((line) => /rel="(icon|stylesheet)"|<script/.test(line))
  return files.filter((file) =>
    links.some((line) => line.includes(`${line.includes('<script') ? 'src' : 'href'}="/${file}"`)),
  )
}

async function built<T>(use: (outdir: string, files: readonly string[]) => Promise<T>): Promise<T> {
  const outdir = await mkdtemp(join(tmpdir(), 'cabinet-'))
  try {
    const { files } = await buildCabinet({ outdir, minify: true })
    return await use(outdir, files)
  } finally {
    await rm(outdir, { recursive: true, force: true })
  }
}

test('[B1] the page names its hashed files and nothing of anybody else', async () => {
  await built(async (outdir, files) => {
    const page = await readFile(join(outdir, 'index.html'), 'utf8')
    expect(files[0]).toBe('index.html')
    expect(files[1]).toBe('service-worker.js')
    for (const file of files.slice(2))
      expect(file).toMatch(
        /^assets\/(cabinet|first|part|favicon|unread|icon-(192|512|maskable|apple)|manifest-(en|ru))-[0-9a-z]{8}\.(js|css|svg|png|webmanifest)$/,
      )
    expect(loadedAtFirst(page, files)).toHaveLength(4)
    expect(page).not.toMatch(/https?:\/\//)
    expect(page).not.toMatch(/<script>|<style|\sstyle=|\son\w+=/)
  })
})

test('[B2] the first visit fits its weight: the page, what it names, the words, and the first chat', async () => {
  await built(async (outdir, files) => {
    const weight = async (file: string) => gzipSync(await readFile(join(outdir, file))).length
    const page = await readFile(join(outdir, 'index.html'), 'utf8')
    const named = loadedAtFirst(page, files)
    const later = files.filter((file) => file.startsWith('assets/part-'))
    const weights = await Promise.all(['index.html', ...named].map(weight))
    // A word that each language's table has, and nothing else.
    const texts = await Promise.all(
      later.map(async (file) => [file, await readFile(join(outdir, file), 'utf8')] as const),
    )
    const tables = texts.filter(([, text]) => text.includes('setup.lead')).map(([file]) => file)
    expect(tables).toHaveLength(2)
    const heaviest = Math.max(...(await Promise.all(tables.map(weight))))
    const chats = texts.filter(([, text]) => text.includes('id:"composer"')).map(([file]) => file)
    expect(chats).toHaveLength(1)
    weights.push(heaviest, ...(await Promise.all(chats.map(weight))))
    expect(weights.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(GZIP_BYTES_MAX)
  })
})

/** The map of the client panel, with its drawing: what one place on a map may cost. */
const MAP_GZIP_BYTES_MAX = 25 * 1024

test('[K4] the map is drawn at build time and is a file of its own, which only a place loads', async () => {
  await built(async (outdir, files) => {
    const page = await readFile(join(outdir, 'index.html'), 'utf8')
    const scripts = files.filter((file) => file.endsWith('.js'))
    const maps: string[] = []
    for (const file of scripts)
      if ((await readFile(join(outdir, file), 'utf8')).includes('world-land')) maps.push(file)
    expect(maps).toHaveLength(1)
    const map = await readFile(join(outdir, maps[0] ?? ''))
    expect(loadedAtFirst(page, maps)).toEqual([])
    expect(map.toString()).toMatch(/"M[-\dMlz ]{5000,}z"/)
    expect(map.toString()).not.toContain('Topology')
    expect(gzipSync(map).length).toBeLessThan(MAP_GZIP_BYTES_MAX)
  })
})

/** Cards, arrows, gestures, ten forms and their style: what drawing a scenario costs whoever does. */
const DRAWING_GZIP_BYTES_MAX = 24 * 1024

test('[BE14] the drawing of scenarios is a file of its own, which nothing at first loads or names', async () => {
  await built(async (outdir, files) => {
    const page = await readFile(join(outdir, 'index.html'), 'utf8')
    const drawings: string[] = []
    for (const file of files.filter((one) => /\.(js|css)$/.test(one)))
      if ((await readFile(join(outdir, file), 'utf8')).includes('draw-world')) drawings.push(file)
    expect(drawings).toHaveLength(1)
    expect(loadedAtFirst(page, drawings)).toEqual([])
    const drawing = await readFile(join(outdir, drawings[0] ?? ''))
    expect(gzipSync(drawing).length).toBeLessThan(DRAWING_GZIP_BYTES_MAX)
  })
})

test('[T1] [B3] no markup is made from text, and no code from strings', async () => {
  await built(async (outdir, files) => {
    const scripts = files.filter((file) => file.endsWith('.js'))
    expect(scripts.length).toBeGreaterThan(3)
    for (const script of scripts) {
      const text = await readFile(join(outdir, script), 'utf8')
      expect(text).not.toMatch(/\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML\s*=/)
    }
    const style = await readFile(join(outdir, files.find((file) => file.endsWith('.css')) ?? ''), 'utf8')
    expect(style).not.toMatch(/url\(|@import/)
  })
})

/** What runs before the first picture may not hold it up. */
const FIRST_GZIP_BYTES_MAX = 1_536
const SCRIPT_GZIP_BYTES_MAX = 72 * 1024

test('[B4] what the first picture waits for is small, and the words stand beside the script by their names', async () => {
  await built(async (outdir, files) => {
    const page = await readFile(join(outdir, 'index.html'), 'utf8')
    const weight = async (file: string) => gzipSync(await readFile(join(outdir, file))).length
    const named = loadedAtFirst(page, files)
    const first = named.find((file) => file.startsWith('assets/first-'))
    const script = named.find((file) => file.startsWith('assets/cabinet-') && file.endsWith('.js'))
    expect(await weight(first ?? '')).toBeLessThan(FIRST_GZIP_BYTES_MAX)
    expect(await weight(script ?? '')).toBeLessThan(SCRIPT_GZIP_BYTES_MAX)
    for (const [language, word] of [
      ['en', 'One moment…'],
      ['ru', 'Минуту…'],
    ] as const) {
      const [, file] =
        new RegExp(`<script src="/assets/first-.* data-${language}="/(assets/part-[^"]+)"`).exec(page) ?? []
      expect(await readFile(join(outdir, file ?? ''), 'utf8')).toContain(word)
    }
    // Painted before any script of ours has come.
    expect(page.indexOf('class="shell"')).toBeGreaterThan(page.indexOf('id="app"'))
  })
})

test('[B1] the same sources give the same names', async () => {
  const first = await built(async (_outdir, files) => files)
  const second = await built(async (_outdir, files) => files)
  expect(second).toEqual(first)
})
