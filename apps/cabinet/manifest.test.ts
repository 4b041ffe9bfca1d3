import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GROUND, manifestLanguages, manifestOf } from './manifest.ts'
import { languages } from './src/words/words.ts'

const icons = { icon192: '/assets/a.png', icon512: '/assets/b.png', maskable: '/assets/c.png' }
const read = (path: string) => readFileSync(join(import.meta.dir, path))

test('[PW1] every language has a manifest with a name, and all are the same application', () => {
  expect(manifestLanguages).toEqual([...languages])
  const manifests = manifestLanguages.map(
    (language) => JSON.parse(manifestOf(language, icons)) as Record<string, unknown>,
  )
  for (const [at, manifest] of manifests.entries()) {
    expect(manifest).toMatchObject({
      id: '/',
      lang: manifestLanguages[at],
      start_url: '/',
      scope: '/',
      display: 'standalone',
    })
    expect(String(manifest['name'])).not.toBe('')
  }
  expect(new Set(manifests.map(({ name }) => name)).size).toBe(manifests.length)
})

test('[PW1] its icons are as large as it says', () => {
  for (const [file, px] of [
    ['icon-192.png', 192],
    ['icon-512.png', 512],
    ['icon-maskable-512.png', 512],
    ['icon-apple-180.png', 180],
  ] as const) {
    const bytes = read(`icons/${file}`)
    // PNG (third edition) section 11.2.1: the first chunk tells width and height.
    expect([bytes.toString('latin1', 1, 4), bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([
      'PNG',
      px,
      px,
    ])
  }
})

test('[A4] the colours outside of the page are those of its ground', () => {
  expect(read('src/styles/tokens.css').toString()).toContain(
    `--ground: light-dark(${GROUND.light}, ${GROUND.dark});`,
  )
})

test('[N3] the icon with the dot is the icon, with a dot', () => {
  const plain = read('src/favicon.svg').toString().trim().replace('</svg>', '')
  expect(read('src/favicon-unread.svg').toString()).toStartWith(plain)
})
