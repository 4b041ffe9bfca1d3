import { afterAll, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createPages } from './pages.ts'
import { chosenEncoding } from './static-file.ts'

const root = mkdtempSync(join(tmpdir(), 'pult-pages-'))
const directory = join(root, 'dist')
const script = 'export const answer = 42;\n'.repeat(200)
const noise = crypto.getRandomValues(new Uint8Array(4_000))
mkdirSync(join(directory, 'assets'), { recursive: true })
mkdirSync(join(directory, 'docs'))
writeFileSync(join(root, 'secret.txt'), 'secret')
writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Pult</title>')
writeFileSync(join(directory, 'demo.html'), '<!doctype html><b>__CHANNEL_KEY__</b>')
writeFileSync(join(directory, 'demo.html.br'), brotliCompressSync('<!doctype html><b>__CHANNEL_KEY__</b>'))
writeFileSync(join(directory, 'docs/index.html'), '<!doctype html>docs')
writeFileSync(join(directory, 'widget.js'), script)
writeFileSync(join(directory, 'assets/main-1a2b3c4d.js'), script)
writeFileSync(join(directory, 'assets/built-1a2b3c4d.js'), script)
writeFileSync(join(directory, 'assets/built-1a2b3c4d.js.br'), brotliCompressSync(script))
writeFileSync(join(directory, 'assets/tiny-1a2b3c4d.css'), 'a{}')
writeFileSync(join(directory, 'assets/font-1a2b3c4d.woff2'), noise)

const pages = createPages({
  directory,
  https: true,
  kindOf: (path) => (path === 'widget.js' ? 'embed' : 'page'),
  fallback: 'index.html',
  fill: (path, html) => (path === 'demo.html' ? html.replace('__CHANNEL_KEY__', 'key_1') : html),
})
const server = Bun.serve({
  port: 0,
  fetch: async (request) => (await pages(request)) ?? new Response('nobody', { status: 404 }),
})
afterAll(async () => {
  await server.stop(true)
  rmSync(root, { recursive: true })
})

/** Without the client's own decompression: what goes over the wire. */
const load = (path: string, init: RequestInit & { decompress?: boolean } = {}) =>
  fetch(server.url.origin + path, { decompress: false, ...init })
const loadAs = (path: string, acceptEncoding: string) =>
  load(path, { headers: { 'accept-encoding': acceptEncoding } })

describe('addresses', () => {
  test('[EP40] pages by their names without endings', async () => {
    for (const [path, text] of [
      ['/', 'Pult'],
      ['/index.html', 'Pult'],
      ['/demo', 'key_1'],
      ['/demo/', 'key_1'],
      ['/docs', 'docs'],
      ['/docs/', 'docs'],
    ] as const) {
      const answer = await loadAs(path, 'identity')
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ])
      expect(await answer.text()).toContain(text)
    }
  })

  test('[EP40] an address that the application itself knows gives its page to people, not to scripts', async () => {
    const page = await load('/sessions/ses_1', { headers: { accept: 'text/html,*/*' } })
    expect(await page.text()).toContain('Pult')
    expect((await load('/assets/gone-1a2b3c4d.js', { headers: { accept: 'text/html' } })).status).toBe(404)
    expect((await load('/sessions/ses_1', { headers: { accept: '*/*' } })).status).toBe(404)
  })

  test('[EP40] nothing outside the directory, however it is spelt', async () => {
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '//secret.txt',
      '/%00',
      '/%',
      '/%ff',
      '/__proto__',
      '/constructor',
      '/assets',
      '/assets/built-1a2b3c4d.js.br',
    ]) {
      const answer = await pages(new Request(`http://host${path}`))
      expect([path, answer]).toEqual([path, null])
    }
  })

  test('[EP40] only reading', async () => {
    const answer = await load('/', { method: 'POST', body: 'x' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    const head = await load('/assets/main-1a2b3c4d.js', {
      method: 'HEAD',
      headers: { 'accept-encoding': 'identity' },
    })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(script.length),
      '',
    ])
  })
})

describe('encodings', () => {
  test('[EP41] brotli, gzip or nothing, and always the same content', async () => {
    for (const [accept, encoding, open] of [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip, deflate', 'gzip', gunzipSync],
      ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
      ['identity', null, (bytes: Uint8Array) => Buffer.from(bytes)],
    ] as const) {
      for (const path of ['/assets/main-1a2b3c4d.js', '/assets/built-1a2b3c4d.js']) {
        const answer = await loadAs(path, accept)
        expect(answer.headers.get('content-encoding')).toBe(encoding)
        expect(answer.headers.get('vary')).toBe('accept-encoding')
        expect(open(await answer.bytes()).toString()).toBe(script)
      }
    }
  })

  test('[EP41] what is small or compressed already goes as it is', async () => {
    expect((await loadAs('/assets/tiny-1a2b3c4d.css', 'br')).headers.get('content-encoding')).toBeNull()
    const font = await loadAs('/assets/font-1a2b3c4d.woff2', 'br')
    expect(font.headers.get('content-encoding')).toBeNull()
    expect(Buffer.from(await font.bytes())).toEqual(Buffer.from(noise))
  })

  test('[EP41] a page that is filled in does not use the form that was compressed before', async () => {
    expect(await (await load('/demo', { decompress: true })).text()).toContain('key_1')
  })

  test('[EP41] weights', () => {
    expect(chosenEncoding(null)).toBeNull()
    expect(chosenEncoding('')).toBeNull()
    expect(chosenEncoding('BR')).toBe('br')
    expect(chosenEncoding('br ; q=0.000, gzip ; q=0.001')).toBe('gzip')
    expect(chosenEncoding('bread')).toBeNull()
  })
})

describe('caching', () => {
  test('[EP42] names with a hash for ever, pages never unasked, the loader for minutes', async () => {
    expect((await load('/assets/main-1a2b3c4d.js')).headers.get('cache-control')).toBe(
      'public, max-age=31536000, immutable',
    )
    expect((await load('/')).headers.get('cache-control')).toBe('no-cache')
    expect((await load('/widget.js')).headers.get('cache-control')).toStartWith('public, max-age=600')
  })

  test('[EP42] what the browser has is not sent again, each form for itself', async () => {
    const etags = new Set<string>()
    for (const accept of ['br', 'gzip', 'identity']) {
      const etag = (await loadAs('/assets/main-1a2b3c4d.js', accept)).headers.get('etag')!
      etags.add(etag)
      for (const sent of [etag, `W/${etag}`, `"other", ${etag}`]) {
        const again = await load('/assets/main-1a2b3c4d.js', {
          headers: { 'accept-encoding': accept, 'if-none-match': sent },
        })
        expect([again.status, await again.text()]).toEqual([304, ''])
      }
    }
    expect(etags.size).toBe(3)
  })
})

describe('headers', () => {
  test('[EP43] every answer carries them: pages, scripts, 304, 405', async () => {
    const etag = (await loadAs('/', 'identity')).headers.get('etag')!
    const answers = [
      await load('/'),
      await load('/demo'),
      await load('/assets/main-1a2b3c4d.js'),
      await load('/', { headers: { 'if-none-match': etag, 'accept-encoding': 'identity' } }),
      await load('/', { method: 'DELETE' }),
      await load('/sessions/ses_1', { headers: { accept: 'text/html' } }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 304, 405, 200])
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toContain("script-src 'self'")
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    }
  })

  test('[EP43] the loader may be loaded by other sites', async () => {
    const { headers } = await load('/widget.js')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  })

  test('[EP43] over plain http there is no HSTS', async () => {
    const answer = await createPages({ directory, https: false })(new Request('http://host/'))
    expect(answer!.headers.get('strict-transport-security')).toBeNull()
  })
})
