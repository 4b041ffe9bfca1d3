import { createVisitorClient } from '@pult/client'
import {
  botEvents,
  botStreamCommands,
  clientCommands,
  clientEvents,
  operatorCommands,
  operatorEvents,
} from '@pult/protocol'
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ADMIN, startProgram, temporaryFolder, type Program } from '../../testing/program.ts'
import { settingList } from '../config.ts'
import { exitCodes } from '../exit-codes.ts'
import { buildDocs } from './build.ts'
import { html } from './html.ts'
import { placePictures } from './pictures.ts'
import { withTables } from './tables.ts'
import { webpSize } from './webp-size.ts'

// Real programs, on machines that do other things as well.
setDefaultTimeout(30_000)

const SOURCE = join(import.meta.dir, '../../../../docs')
/** Inside the repository, so that an example finds the SDK as an installed package. */
const PLACE = join(import.meta.dir, '../../node_modules/.manual')
const folder = temporaryFolder()
/** By its address: `/docs/en/configuration`. */
const pages = new Map<string, string>()
beforeAll(async () => {
  for (const path of await buildDocs({ outdir: folder.path, source: SOURCE, version: '1.2.3' })) {
    const address = `/${path.replace(/\.html$/, '').replace(/\/index$/, '')}`
    pages.set(address, readFileSync(join(folder.path, path), 'utf8'))
  }
})
afterAll(() => folder[Symbol.dispose]())

describe('the manual', () => {
  test('[SV11] is whole in both languages: the same guides, the same headings, the same code', () => {
    const guides = readdirSync(join(SOURCE, 'en')).toSorted()
    expect(readdirSync(join(SOURCE, 'ru')).toSorted()).toEqual(guides)
    const shape = (language: string, guide: string): unknown => {
      const text = readFileSync(join(SOURCE, language, guide), 'utf8')
      return {
        headings: text.split('\n').filter((line) => /^#+ /.test(line)).length,
        tables: text.match(/\{\{\w+\}\}/g),
        code: text.match(/^```\w+/gm),
      }
    }
    for (const guide of guides)
      expect({ guide, ...(shape('ru', guide) as object) }).toEqual({
        guide,
        ...(shape('en', guide) as object),
      })
    expect(pages.size).toBe(2 * guides.length + 1 + 5)
  })

  test('[SV12] needs no script, no inline style and nothing from elsewhere', () => {
    for (const [address, text] of pages) {
      expect({
        address,
        found: /<script|<style|\sstyle=|\son\w+=|<iframe|javascript:/i.exec(
          text.replaceAll(/<code[\s\S]*?<\/code>/g, ''),
        ),
      }).toEqual({ address, found: null })
      const links = [...text.matchAll(/<link[^>]*href="([^"]*)"/g)].map(([, href]) => href)
      expect(links).toEqual([expect.stringMatching(/^\/assets\/docs-\w+\.css$/)])
    }
    expect(
      readFileSync(join(folder.path, 'assets', readdirSync(join(folder.path, 'assets'))[0]!), 'utf8'),
    ).not.toMatch(/url\(|@import/)
  })

  test('[SV18] pictures are our own, have their size and a text in their place, and come when they are reached', () => {
    let images = 0
    for (const [address, text] of pages) {
      for (const [tag] of text.matchAll(/<(?:img|source)\b[^>]*>/g)) {
        const of = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
        const path = tag.startsWith('<img') ? of('src') : of('srcset')
        expect({ address, path }).toEqual({
          address,
          path: expect.stringMatching(/^\/assets\/docs-(en|ru)-[\w-]+\.webp$/),
        })
        const size = webpSize(readFileSync(join(folder.path, path)))
        expect({ path, width: of('width'), height: of('height') }).toEqual({
          path,
          width: String(size.width),
          height: String(size.height),
        })
        if (!tag.startsWith('<img')) continue
        images += 1
        expect({ path, alt: of('alt').length > 2, loading: of('loading') }).toEqual({
          path,
          alt: true,
          loading: 'lazy',
        })
      }
    }
    expect(images).toBeGreaterThan(200)
  })

  test('[SV18] every picture is shown somewhere, has its four looks, and all together stay small', () => {
    const shown = [...pages.values()].join('')
    const bytes = [...new Bun.Glob('*/*.webp').scanSync({ cwd: join(SOURCE, 'pictures') })].map((path) => {
      const name = path.replace('/', '-').replace(/\.webp$/, '')
      expect({ name, shown: shown.includes(`/assets/docs-${name}-`) }).toEqual({ name, shown: true })
      for (const look of ['desk-light', 'desk-dark', 'phone-light', 'phone-dark'])
        expect(
          existsSync(
            join(SOURCE, 'pictures', path.replace(/(desk|phone)-(light|dark)\.webp$/, `${look}.webp`)),
          ),
        ).toBe(true)
      const { size } = statSync(join(SOURCE, 'pictures', path))
      expect({ path, fits: size <= PICTURE_BYTES_MAX }).toEqual({ path, fits: true })
      return size
    })
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(PICTURES_BYTES_MAX)
  })

  test('[SV18] a picture of somebody else, or one that says nothing, is refused', () => {
    expect(() => place('<img src="https://x.example/a.webp" alt="A chat">')).toThrow(
      'is not one of the manual',
    )
    expect(() => place('<img src="../pictures/en/../../x-desk-light.webp" alt="A chat">')).toThrow(
      'is not one',
    )
    expect(() => place('<img src="../pictures/en/chat-desk-light.webp" alt=" ">')).toThrow('has no text')
    expect(place('<img src="../pictures/en/chat-desk-light.webp" alt="&quot;A&quot; chat">').text).toContain(
      'alt="&quot;A&quot; chat" width="1024" height="640"',
    )
  })

  test('[SV11] every link leads somewhere', () => {
    const others = new Set(['/', '/demo', '/docs/', '/api/v1/openapi.json', '/api/v1/asyncapi.json'])
    const broken: string[] = []
    for (const [address, text] of pages) {
      for (const [, href = ''] of text.matchAll(/<a [^>]*href="([^"]*)"/g)) {
        if (others.has(href)) continue
        const [path = '', anchor] = href.split('#')
        const target = path === '' ? text : pages.get(path)
        if (target === undefined || (anchor !== undefined && !target.includes(`id="${anchor}"`))) {
          broken.push(`${address}: ${href}`)
        }
      }
    }
    expect(broken).toEqual([])
  })

  test('[SV11] the reference has every event and every command, each with its fields', () => {
    const events = pages.get('/docs/reference/events')!
    const commands = pages.get('/docs/reference/commands')!
    for (const name of Object.keys(operatorEvents)) expect(events).toContain(`id="operator-${name}"`)
    for (const name of Object.keys(clientEvents)) expect(events).toContain(`id="client-${name}"`)
    for (const name of Object.keys(botEvents)) expect(events).toContain(`id="bot-${name}"`)
    for (const name of Object.keys(botStreamCommands)) expect(commands).toContain(`id="bot-${name}"`)
    for (const name of Object.keys(operatorCommands)) expect(commands).toContain(`id="operator-${name}"`)
    for (const name of Object.keys(clientCommands)) expect(commands).toContain(`id="client-${name}"`)
    expect(events.match(/one of the fifteen/g)).toHaveLength(15)
    expect(commands).toContain('<td><code>timerFirstAnswer</code><span class="optional">?</span></td>')
    expect(pages.get('/docs/reference/types')).toContain('<td><code>unreadClientMessageCount</code>')
    expect(pages.get('/docs/reference/http')).toContain('POST /api/v1/client/hello')
    expect(pages.get('/docs/reference/errors')).toContain('id="stale_baton"')
  })

  test('[SV11] the tables of a guide are those of the program', () => {
    for (const language of ['en', 'ru']) {
      const text = pages.get(`/docs/${language}/configuration`)!
      for (const { name } of settingList) expect(text).toContain(`<code>${name}</code>`)
      for (const code of Object.values(exitCodes)) expect(text).toContain(`<code>${code}</code>`)
      expect(text).not.toContain('{{')
    }
    expect(() => withTables('{{noSuchTable}}', 'en')).toThrow('There is no table "noSuchTable".')
  })

  test('[SV12] text is never taken for a tag', () => {
    expect(html`<p title="${'"'}">${'<script>'}${[html`<b>${'&'}</b>`, '<i>']}</p>`.text).toBe(
      '<p title="&quot;">&lt;script&gt;<b>&amp;</b>&lt;i&gt;</p>',
    )
  })
})

/** One picture of a guide, in a manual that has this one alone. */
function place(image: string) {
  const pictures = new Map([['en/chat-desk-light.webp', CHAT]])
  return placePictures(`<p>${image}</p>`, { pictures, language: 'en', every: false })
}
const CHAT = { file: 'chat.webp', address: 'assets/docs-en-chat-desk-light-1.webp', width: 1024, height: 640 }
/** A page with all of them is still read on a telephone. */
const PICTURE_BYTES_MAX = 150_000
/** They are kept in the repository for ever, each time they are made anew: about 13 KB for each look of its 64 screens. */
const PICTURES_BYTES_MAX = 3_500_000

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !isSo(); tries += 1) await Bun.sleep(10)
}

describe('on a running Pult', () => {
  const data = temporaryFolder()
  let program: Program
  let cabinet: Bun.Subprocess<'pipe', 'pipe', 'inherit'> | undefined
  beforeAll(async () => {
    program = await startProgram({ PULT_DATA: data.path })
  })
  afterAll(async () => {
    cabinet?.kill()
    rmSync(PLACE, { recursive: true, force: true })
    await program.stop()
    data[Symbol.dispose]()
  })

  test('[SV12] the manual is served under the strict policy, and what it has not is not there', async () => {
    for (const path of ['/docs', '/docs/', '/docs/ru/getting-started', '/docs/reference/events']) {
      const answer = await fetch(program.url + path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-security-policy')).toMatch(
        /default-src 'none'; script-src 'self'; style-src 'self'/,
      )
      expect(await answer.text()).toContain('<main')
    }
    const style = /href="(\/assets\/docs-[^"]+)"/.exec(await (await fetch(`${program.url}/docs`)).text())?.[1]
    expect((await fetch(program.url + style)).headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${program.url}/docs/en/nothing`, { headers: { accept: 'text/html' } })).status).toBe(
      404,
    )
  })

  test('[SV13] the cabinet in forty lines works as it stands in the manual', async () => {
    const guide = readFileSync(join(SOURCE, 'en', 'protocol.md'), 'utf8')
    const code = /```ts\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''
    expect(code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(45)
    mkdirSync(PLACE, { recursive: true })
    const file = join(PLACE, 'cabinet.ts')
    writeFileSync(file, code)
    const child = (cabinet = Bun.spawn([process.execPath, file, program.url, ADMIN.email, ADMIN.password], {
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'inherit',
    }))
    let shown = ''
    const reading = (async () => {
      const decoder = new TextDecoder()
      for await (const chunk of child.stdout) shown += decoder.decode(chunk)
    })()
    await until(() => shown.includes('Hello, Admin.'))

    const demo = await (await fetch(`${program.url}/demo`)).text()
    const channelKey = /data-channel="([^"]+)"/.exec(demo)?.[1] ?? ''
    const visitor = createVisitorClient({ url: program.url, channelKey })
    visitor.connect()
    await visitor.sendMessage({ body: 'Позовите оператора' }).sent
    visitor.sendMessage({ body: 'Is anybody there?' })
    await until(() => shown.includes('Is anybody there?'))
    expect(shown.indexOf('Позовите оператора')).toBeGreaterThan(0)
    expect(shown.indexOf('Позовите оператора')).toBeLessThan(shown.indexOf('Is anybody there?'))
    expect(shown.split('Is anybody there?')).toHaveLength(2)

    void child.stdin.write('Yes, I am.\n')
    void child.stdin.flush()
    const answered = () =>
      visitor.state.messages.some(
        ({ body, authorType }) => body === 'Yes, I am.' && authorType === 'OPERATOR',
      )
    await until(answered)
    expect(answered()).toBe(true)
    await visitor.command('closeSession', {})
    await until(() => shown.includes('has closed the chat'))
    expect(shown).toContain('has closed the chat')
    visitor.close()
    child.kill()
    await reading
  })
})
