/** An admin keeps articles, makes a bot that answers from them by a model, tries it, and gives it to the channel that clients write by. */
import { afterAll, beforeAll, expect } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { violationsInLooks } from './testing/axe.ts'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { tabStops } from './testing/keyboard.ts'
import { openOperator } from './testing/operator.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor } from './testing/visitor.ts'

describeInChromium('bots by a model, in the cabinet', () => {
  let stage: Stage
  let page: Page
  let words: readonly string[] = []
  const asked: string[] = []
  /** What speaks as OpenAI's does, on this machine. */
  const endpoint = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      if (request.headers.get('authorization') !== 'Bearer sk-own') return new Response(null, { status: 401 })
      asked.push(await request.text())
      const pieces = [
        ...words.map((content) => ({ choices: [{ delta: { content } }] })),
        { choices: [{ delta: {}, finish_reason: 'stop' }] },
        { choices: [], usage: { prompt_tokens: 1_412, completion_tokens: 9 } },
      ]
      const body = new ReadableStream({
        async start(controller) {
          for (const piece of pieces) {
            controller.enqueue(`data: ${JSON.stringify(piece)}\n\n`)
            await Bun.sleep(100)
          }
          controller.close()
        },
      })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    },
  })
  const button = (name: string | RegExp, within: Page | Locator = page) =>
    within.getByRole('button', { name, exact: typeof name === 'string' })
  const card = (name: string) => page.getByRole('listitem').filter({ hasText: name })
  const dialog = () => page.getByRole('dialog')
  /** By its name in the form: hints belong to what a label says. */
  const field = (name: string) => page.locator(`.model-form [name=${name}]`)
  const trial = () => page.getByRole('region', { name: 'Try it' })
  const goTo = (section: 'articles' | 'bots' | 'channels') =>
    page.goto(`${stage.pult.url}/#/admin/${section}`)
  const fillIn = async (key = 'sk-own') => {
    await field('endpoint').fill(`http://127.0.0.1:${endpoint.port}/v1`)
    await field('model').fill('small')
    await field('key').fill(key)
    await field('allowedHosts').fill('shop.example')
  }
  const ask = async (question: string) => {
    await trial().getByLabel('Ask as a client').fill(question)
    await button('Ask', trial()).click()
  }

  beforeAll(async () => {
    stage = await openStage({ PULT_OUTBOUND_ALLOW: `http://127.0.0.1:${endpoint.port}` })
    ;({ page } = await openOperator(await stage.newContext(), stage.pult.url))
  }, STEP_MS)
  afterAll(async () => {
    await stage[Symbol.asyncDispose]()
    await endpoint.stop(true)
  })

  step('[BM1] an article is written, counted, changed, and found again after a reload', async () => {
    await goTo('articles')
    await sees(page.getByText('No article yet.'))
    await button('New article').click()
    await dialog().getByLabel('Title').fill('Returns')
    await dialog().getByLabel('Text').fill('Shoes may be returned within 14 days.')
    await sees(dialog().getByText('37 of 20,000'))
    await dialog().getByLabel('Tags').fill('shop, shoes')
    expect(await violationsInLooks({ page, part: dialog() })).toEqual([])
    await button('Create', dialog()).click()
    await seesNoMore(dialog())
    await sees(page.getByText('1 article · 37 of 1,000,000 characters'))
    await page.reload()
    await button('Edit', card('Returns')).click()
    await eventually(() => dialog().getByLabel('Tags').inputValue(), 'shop, shoes')
    await dialog().getByLabel('Address for clients').fill('https://shop.example/returns')
    await button('Save', dialog()).click()
    await sees(card('Returns').getByText('https://shop.example/returns'))
  })

  step('[BM1] files become articles, a long one several; what is no text is said', async () => {
    const long = `# Delivery\n\n${'A parcel takes three days. '.repeat(1_000)}`
    const chooser = page.waitForEvent('filechooser')
    await button('Upload files').click()
    await (
      await chooser
    ).setFiles([
      { name: 'delivery.md', mimeType: 'text/markdown', buffer: Buffer.from(long) },
      { name: 'picture.txt', mimeType: 'text/plain', buffer: Buffer.from([0xff, 0xd8, 0, 1]) },
    ])
    await sees(card('Delivery (1/2)'))
    await sees(card('Delivery (2/2)'))
    await sees(page.getByText('picture.txt is no text.'))
    await button('More actions: Delivery (2/2)').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await button('Delete', dialog()).click()
    await seesNoMore(card('Delivery (2/2)'))
  })

  step(
    '[BM2] a bot by a model is tried before it is saved: the answer, where it is from, what it cost',
    async () => {
      await goTo('bots')
      await button('New bot').click()
      await dialog().getByLabel('Name').fill('Robo')
      await dialog().getByLabel('Kind').selectOption({ label: 'A language model' })
      await eventually(() => dialog().getByLabel('Has to answer within').inputValue(), '45 s')
      await button('Create', dialog()).click()
      await fillIn('')
      await ask('May I return shoes?')
      await sees(trial().getByText('The key is not accepted, or not for this model.'))
      await field('key').fill('sk-own')
      words = ['Yes, within ', '14 days [1]. ', '<b>See</b> https://evil.example/x']
      await button('Ask', trial()).click()
      const answer = trial().locator('.bubble.by-BOT')
      await sees(answer.filter({ hasText: 'Yes, within 14 days [1]. See …' }))
      await sees(answer.getByRole('link', { name: 'https://shop.example/returns' }))
      await sees(trial().getByText(/^1,412 \+ 9 tokens/))
      await trial().getByText('1 excerpt went with it').click()
      await sees(trial().getByText('Shoes may be returned within 14 days.'))
    },
  )

  step('[U9] nothing is wrong with the articles and with the form of a model, as axe says', async () => {
    expect(await violationsInLooks({ page })).toEqual([])
    const form = await tabStops(page)
    await goTo('articles')
    await sees(card('Returns'))
    expect(await violationsInLooks({ page })).toEqual([])
    const list = await tabStops(page)
    expect([...form, ...list].filter(({ isSeen }) => !isSeen)).toEqual([])
    const names = [...form, ...list].map(({ name }) => name)
    for (const name of ['To the bots', 'Versions', 'Publish', 'Ask', 'New article', 'Upload files'])
      expect(names).toContain(name)
    await button('New article').focus()
    await page.keyboard.press('Enter')
    await sees(dialog())
    await page.keyboard.press('Escape')
    await seesNoMore(dialog())
    await sees(button('New article').and(page.locator(':focus')))
    await goTo('bots')
    await button('Open', card('Robo')).click()
    await fillIn()
  })

  step('[BM2] a question that people get says why', async () => {
    words = ['HANDOVER']
    await ask('What is the moon made of?')
    await sees(trial().getByText('The model was not sure, or nothing of what it wrote may be shown.'))
    await ask('Operator!')
    await sees(trial().getByText('The words ask for a person: the model was not asked.'))
  })

  step('[BM3] what is wrong is said at its field; saved, published, and given to a channel', async () => {
    await field('turns').fill('0')
    await button('Save draft').click()
    expect(await field('turns').evaluate((field: HTMLInputElement) => field.validity.valid)).toBe(false)
    await field('turns').fill('5')
    await page.getByLabel('Translates both sides').check()
    await button('Save draft').click()
    await sees(page.getByText('Saved as a draft.'))
    await button('Publish').click()
    await sees(page.getByText('Robo is published.'))
    await sees(page.getByText(/^Version 1, published/))
    expect(await button('Publish').isDisabled()).toBe(true)
    await button('To the bots').click()
    await goTo('channels')
    await button('Edit').first().click()
    await dialog().getByLabel('Bot').selectOption({ label: 'Robo' })
    await button('Save', dialog()).click()
    await seesNoMore(dialog())
  })

  step('[BM3] a client sees it write, and reads an answer with where it is from', async () => {
    words = ['Yes, ', 'within ', '14 days ', '[1].']
    const visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
    await visitor.write('May I return shoes?')
    await sees(visitor.panel.getByText(/ is typing$/))
    await sees(visitor.message('Yes, within 14 days [1].'))
    await sees(visitor.panel.getByRole('link', { name: 'https://shop.example/returns' }))
    await button('Call an operator', visitor.panel).first().click()
    await sees(visitor.message('I am calling an operator.'))
  })

  step('[BM3] what it works by is there again, and can be undone', async () => {
    await goTo('bots')
    await button('Open', card('Robo')).click()
    await eventually(() => field('key').inputValue(), 'sk-own')
    await eventually(() => field('turns').inputValue(), '5')
    expect(await page.getByLabel('Translates both sides').isChecked()).toBe(true)
    await field('model').fill('other')
    await sees(page.getByText('Not saved yet'))
    await button('Undo changes').click()
    await eventually(() => field('model').inputValue(), 'small')
    expect(await button('Save draft').isDisabled()).toBe(true)
  })

  step('[BM4] what was not saved is there after leaving and after a reload, all but the key', async () => {
    await field('instructions').fill('Speak politely.')
    await field('key').fill('sk-not-to-be-kept')
    await button('To the bots').click()
    await button('Open', card('Robo')).click()
    await eventually(() => field('instructions').inputValue(), 'Speak politely.')
    await page.reload()
    await button('Open', card('Robo')).click()
    await eventually(() => field('instructions').inputValue(), 'Speak politely.')
    expect(await field('key').inputValue()).toBe('sk-own')
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('sk-')
    await sees(page.getByText('Not saved yet; kept in this browser, all but the key'))
    await button('Publish').click()
    await sees(page.getByText(/^Version 2, published/))
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Speak politely.')
  })

  step(
    '[BE7] versions of a model say what changed, and one can be worked on again with the key of today',
    async () => {
      await button('Versions').click()
      await sees(dialog().getByText('What it changed of version 1.'))
      await sees(dialog().locator('li.added').filter({ hasText: 'Speak politely.' }))
      expect(await dialog().textContent()).not.toContain('sk-own')
      expect(await violationsInLooks({ page, part: dialog() })).toEqual([])
      await button(/^Version 1/, dialog()).click()
      await button('Open as draft', dialog()).click()
      await sees(page.getByText('Version 1 is the draft now, and not published.'))
      await eventually(() => field('instructions').inputValue(), '')
      expect(await field('key').inputValue()).toBe('sk-own')
    },
  )

  step('[BM3] who would save over another admin’s settings is shown them first, and decides', async () => {
    const other = await page.context().newPage()
    await other.goto(`${stage.pult.url}/#/admin/bots`)
    await button('Open', other.getByRole('listitem').filter({ hasText: 'Robo' })).click()
    await other.locator('.model-form [name=turns]').fill('9')
    await button('Save draft', other).click()
    await sees(other.getByText('Saved as a draft.'))
    await other.close()
    await button('Save draft').click()
    await button('See the differences', dialog()).click()
    await sees(dialog().locator('li.gone').filter({ hasText: 'Answers in a chat: 9' }))
    await button('Take theirs', dialog()).click()
    await seesNoMore(dialog())
    await eventually(() => field('turns').inputValue(), '9')
    await button('Publish').click()
    await sees(page.getByText(/^Version 3, published/))
    await button('To the bots').click()
  })

  step('[BE7] versions of a program say where it was, and an address before is the draft again', async () => {
    await button('New bot').click()
    await dialog().getByLabel('Name').fill('Orders')
    await dialog().getByLabel('Kind').selectOption({ label: 'A program of your own' })
    await dialog().getByLabel('Address').fill('https://first.example/pult')
    await button('Create', dialog()).click()
    await button('Done', dialog()).click()
    await button('Edit', card('Orders')).click()
    await dialog().getByLabel('Address').fill('https://second.example/pult')
    await button('Save', dialog()).click()
    await button('Publish', card('Orders')).click()
    await sees(card('Orders').getByText(/^Version 2, published/))
    await button('More actions: Orders').click()
    await page.getByRole('menuitem', { name: 'Versions' }).click()
    await sees(dialog().locator('li.gone').filter({ hasText: 'Address: https://first.example/pult' }))
    await button(/^Version 1/, dialog()).click()
    await button('Open as draft', dialog()).click()
    await sees(card('Orders').getByText('Draft not published'))
    await button('Edit', card('Orders')).click()
    expect(await dialog().getByLabel('Address').inputValue()).toBe('https://first.example/pult')
    await page.keyboard.press('Escape')
    await seesNoMore(dialog())
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(asked.length).toBeGreaterThan(0)
    expect(stage.complaints()).toEqual([])
  })
})
