/** What people write is text wherever it shows, and the widget lives on pages that allow next to nothing. */
import { afterAll, beforeAll, expect } from 'bun:test'
import type { Page } from 'playwright-core'
import { describeInChromium, openContext, STEP_MS, step } from './testing/chromium.ts'
import { collectComplaints } from './testing/complaints.ts'
import { eventually, sees } from './testing/eventually.ts'
import { serveHost } from './testing/host-site.ts'
import type { Operator } from './testing/operator.ts'
import { payloads } from './testing/payloads.ts'
import { openAdmin, openApiClient, type Admin } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor, type Visitor } from './testing/visitor.ts'

const ANNA = { name: 'Anna <img src=x onerror=alert(0)>', email: 'anna@example.com' } as const
const TAG_CHARS_MAX = 64

describeInChromium('safety', () => {
  let stage: Stage
  let root: Admin
  let anna: Operator
  let visitor: Visitor

  beforeAll(async () => {
    stage = await openStage()
    root = await openAdmin(stage.pult.url)
    await root.addOperator(ANNA)
    anna = await stage.atWork(ANNA.email)
    visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
    await visitor.write('An operator, please')
    await sees(visitor.standing.filter({ hasText: `${ANNA.name} is with you` }))
    await anna.rows.getByRole('link').click()
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step('[U6] messages of both sides', async () => {
    for (const payload of payloads) {
      await visitor.field.focus()
      await visitor.page.keyboard.insertText(payload)
      await visitor.page.keyboard.press('Enter')
    }
    await eventually(async () => (await saidTo(anna)).slice(-payloads.length), [...payloads])
    // All are in sight, so that none of the answers is held back as stale [C2].
    await eventually(
      () =>
        anna.page
          .getByText('Read by the client')
          .count()
          .then((count) => count > 0),
      true,
    )
    for (const payload of payloads) {
      await anna.field.focus()
      await anna.page.keyboard.insertText(payload)
      await anna.page.keyboard.press('Enter')
    }
    const both = [...payloads, ...payloads]
    // The cabinet draws the end of a chat; further up there is more of it.
    await eventually(async () => (await saidTo(anna)).at(-1), payloads.at(-1))
    await anna.page.getByRole('log').evaluate((log) => log.scrollTo({ top: 0 }))
    await eventually(async () => (await saidTo(anna)).slice(-both.length), both)
    await eventually(async () => (await saidTo(visitor)).slice(-both.length), both)
    expect(await oddLinks(anna.page)).toEqual([])
    expect(await oddLinks(visitor.page)).toEqual([])
  })

  step('[U6] quotes, edits, and what one is typing', async () => {
    const marked = '<u onclick=alert(1)>underlined</u>'
    await visitor.write('plain words')
    await visitor.act('plain words', 'Edit')
    await visitor.field.fill(marked)
    await visitor.page.keyboard.press('Enter')
    await sees(visitor.message(marked).filter({ hasText: 'edited' }))
    await sees(anna.message(marked).filter({ hasText: 'edited' }))
    await anna.act(marked, 'Reply')
    await anna.write('To that I say')
    await sees(anna.message('To that I say').filter({ hasText: marked }))
    await sees(visitor.message('To that I say').filter({ hasText: marked }))
    await visitor.field.pressSequentially('<b onmouseover=alert(1)>bold')
    await sees(anna.page.getByRole('log').getByText('<b onmouseover=alert(1)>bold', { exact: true }))
    await visitor.field.fill('')
  })

  step('[U6] the client’s name, tags, and the title and address of the page', async () => {
    const client = await openApiClient(stage.pult.url)
    await client.command('sendMessage', { body: 'An operator, please' })
    await eventually(() => anna.rows.count(), 2)
    await client.command('sendMessage', { body: 'I am the other one' })
    await anna.rows.filter({ hasText: 'I am the other one' }).getByRole('link').click()
    await sees(anna.message('I am the other one'))
    await anna.page.getByRole('button', { name: 'About the client' }).click()
    const panel = anna.page.getByRole('complementary', { name: 'About the client' })
    const fact = (name: string) =>
      panel.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd')

    const sessionId = decodeURIComponent(new URL(anna.page.url()).hash.split('/').at(-1) ?? '')
    for (const payload of payloads) {
      await root.command('updateClient', { clientId: client.clientId, name: payload })
      await client.command('setPage', { url: payload, title: payload })
      await eventually(() => anna.page.getByRole('heading', { level: 1 }).textContent(), payload)
      await eventually(() => fact('Reads now').textContent(), payload)
    }
    await client.command('setPage', { url: 'javascript:alert(document.domain)', title: '' })
    await eventually(() => fact('Reads now').textContent(), 'javascript:alert(document.domain)')
    expect(await fact('Reads now').getByRole('link').count()).toBe(0)

    const tags = payloads.filter((payload) => payload.length <= TAG_CHARS_MAX)
    await root.command('setTags', { sessionId, tags })
    await eventually(
      () => panel.getByRole('region', { name: /^Tags/ }).locator('.mark-chip').allTextContents(),
      tags,
    )
    expect(await oddLinks(anna.page)).toEqual([])
    await anna.page.reload()
    await sees(anna.message('I am the other one'))
  })

  step('[H7] on a page of another origin whose policy allows our origin only', async () => {
    await using host = serveHost(stage.pult.url)
    const { channelKey } = await root.addChannel([host.url])
    host.embed(channelKey)
    const guest = await openVisitor(await stage.newContext(), host.url)
    await guest.write('An operator, please')
    await sees(guest.standing.filter({ hasText: 'is with you' }))
    await guest.write('Hello from a strict page')
    await anna.rows.filter({ hasText: 'Hello from a strict page' }).getByRole('link').click()
    await sees(anna.message('Hello from a strict page'))
    await anna.attach({
      name: 'dot.png',
      mimeType: 'image/png',
      buffer: Buffer.from(DOT, 'base64'),
    })
    await anna.write('A picture')
    const picture = guest.message('A picture').locator('img')
    await sees(picture)
    await eventually(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), 1)
  })

  step('on a page that the channel does not allow, the widget says so', async () => {
    await using host = serveHost(stage.pult.url)
    const { channelKey } = await root.addChannel(['https://somewhere-else.example'])
    host.embed(channelKey)
    const guest = await openVisitor(await stage.newContext(), host.url)
    await sees(guest.panel.getByText('This site is not allowed to open the chat.'))
  })

  step('[U3] what would be a complaint is heard', async () => {
    const context = await openContext(stage.browser)
    const heard = await collectComplaints(context)
    const page = await context.newPage()
    await page.goto(stage.pult.url)
    await page.evaluate(() => {
      const image = document.createElement('img')
      image.src = 'https://x.example/'
      document.body.append(image)
      setTimeout(() => {
        throw new Error('planted')
      })
    })
    await page.evaluate(() => alert('planted'))
    await eventually(
      async () => heard.map((what) => what.slice(0, what.indexOf(':'))).toSorted(),
      ['dialog', 'policy', 'thrown'],
    )
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})

/** One red pixel. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

/** The words of each message on a screen, as text. */
function saidTo(side: Operator | Visitor): Promise<string[]> {
  return 'panel' in side
    ? side.panel.locator('li.message .bubble').allTextContents()
    : side.page.getByRole('log').locator('li.line .bubble > .body').allTextContents()
}

/** Links that lead elsewhere than to a page, a letter or a telephone; the widget's shadow is looked into. */
function oddLinks(page: Page): Promise<string[]> {
  return page
    .locator('a[href]')
    .evaluateAll((links) =>
      links
        .map((link) => (link as HTMLAnchorElement).href)
        .filter((href) => !/^(https?|mailto|tel):/.test(href)),
    )
}
