/** A model beside the operator: it is asked by hand, read first, and used or thrown away. */
import { afterAll, beforeAll, expect } from 'bun:test'
import { violationsInLooks } from './testing/axe.ts'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { tabStops } from './testing/keyboard.ts'
import type { Operator } from './testing/operator.ts'
import { openAdmin, openApiClient, type ApiClient } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'

const ANNA = 'anna@example.com'

/** What speaks as OpenAI's does, on this machine: it answers by what it is asked to do. */
function answerTo(asked: string): string {
  if (asked.includes('Translate') && asked.includes('English')) return 'Can I return the pot?'
  if (asked.includes('Translate')) return 'Ja, bis Freitag.'
  if (asked.includes('colleague')) return 'The client wants to return a pot. Nothing was promised.'
  if (asked.includes('Write it anew')) return 'Yes, of course: until Friday.'
  return 'Within fourteen days [1].'
}

describeInChromium('a model beside the operator', () => {
  let stage: Stage
  let anna: Operator
  let client: ApiClient
  const endpoint = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const { messages } = (await request.json()) as { messages: { content: string }[] }
      const content = answerTo(messages.map((message) => message.content).join('\n'))
      return Response.json({ choices: [{ message: { content }, finish_reason: 'stop' }] })
    },
  })

  beforeAll(async () => {
    const address = `http://127.0.0.1:${endpoint.port}`
    stage = await openStage({ PULT_OUTBOUND_ALLOW: address })
    const root = await openAdmin(stage.pult.url)
    await root.addOperator({ name: 'Anna', email: ANNA })
    await root.command('createArticle', {
      title: 'Returns',
      body: 'Kanne: zurückgeben within fourteen days.',
    })
    await root.command('createBot', {
      kind: 'MODEL',
      name: 'Helper',
      settings: {
        endpoint: `${address}/v1`,
        model: 'small',
        help: ['SUGGEST', 'SUMMARY', 'TRANSLATE', 'REWRITE'],
      },
    })
    anna = await stage.atWork(ANNA)
    client = await openApiClient(stage.pult.url)
    await client.command('sendMessage', { body: 'Kann ich die Kanne zurückgeben?' })
    await client.command('callOperator', {})
    await anna.rows.getByRole('link').click()
    await sees(anna.message('Kann ich die Kanne'))
  }, STEP_MS)
  afterAll(async () => {
    await stage[Symbol.asyncDispose]()
    await endpoint.stop(true)
  })

  const ask = async (item: string) => {
    await anna.page.getByRole('button', { name: 'Ask the model' }).click()
    await anna.page.getByRole('menuitem', { name: item }).click()
  }
  const offered = (text: string) => anna.page.getByRole('status').filter({ hasText: text })
  const use = () => anna.page.getByRole('button', { name: 'Put it into the field' }).click()

  step('[OH5] an answer is suggested: read first, then put into the field, and sent by hand', async () => {
    await sees(anna.page.getByRole('button', { name: 'Ask the model' }))
    await anna.field.press('Alt+KeyQ')
    await anna.page.getByRole('menuitem', { name: 'Suggest an answer' }).click()
    await sees(offered('Within fourteen days [1].'))
    expect(await anna.field.inputValue()).toBe('')
    await use()
    await eventually(() => anna.field.inputValue(), 'Within fourteen days [1].\n\n[1] Returns')
    await anna.field.press('Enter')
    await sees(anna.message('Within fourteen days').filter({ hasText: /Sent|Read/ }))
  })

  step(
    '[OH5] one’s own words in another tone take their place, and can be taken back by the browser',
    async () => {
      await anna.field.fill('yes til friday')
      await ask('Make it friendlier')
      await sees(offered('Yes, of course: until Friday.'))
      await use()
      await eventually(() => anna.field.inputValue(), 'Yes, of course: until Friday.')
      await anna.field.press('Control+z')
      await eventually(() => anna.field.inputValue(), 'yes til friday')
    },
  )

  step(
    '[OH5] both sides are translated: one’s own words into the field, the client’s below theirs',
    async () => {
      await ask('Translate into the client’s language')
      await sees(offered('Ja, bis Freitag.'))
      await use()
      await eventually(() => anna.field.inputValue(), 'Ja, bis Freitag.')
      const said = anna.message('Kann ich die Kanne')
      await said.hover()
      await said.getByRole('button', { name: 'Message actions' }).click()
      await anna.page.getByRole('menuitem', { name: 'Translate, or as it was' }).click()
      await sees(said.getByText('Can I return the pot?'))
      await said.getByRole('button', { name: 'Message actions' }).click()
      await anna.page.getByRole('menuitem', { name: 'Translate, or as it was' }).click()
      await seesNoMore(said.getByText('Can I return the pot?'))
    },
  )

  step(
    '[U9] nothing is wrong with what is asked and offered, as axe says; keys reach it, and Escape takes it away',
    async () => {
      const { page, field } = anna
      await field.fill('')
      await page.getByRole('button', { name: 'Ask the model' }).focus()
      await page.keyboard.press('Enter')
      await sees(page.getByRole('menuitem', { name: 'Suggest an answer' }).and(page.locator(':focus')))
      expect(await violationsInLooks({ page, part: page.getByRole('menu') })).toEqual([])
      await page.keyboard.press('Escape')
      await seesNoMore(page.getByRole('menu'))
      await page.keyboard.press('Enter')
      await sees(page.getByRole('menuitem', { name: 'Suggest an answer' }).and(page.locator(':focus')))
      await page.keyboard.press('Enter')
      const strip = offered('Within fourteen days [1].')
      await sees(strip)
      expect(await violationsInLooks({ page, part: strip })).toEqual([])
      const stops = await tabStops(page)
      expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([])
      expect(stops.map(({ name }) => name)).toContain('Put it into the field')
      await strip.getByRole('button', { name: 'Put it into the field' }).focus()
      await page.keyboard.press('Escape')
      await seesNoMore(strip)
      await sees(field.and(page.locator(':focus')))
      await ask('Suggest an answer')
      await sees(strip)
      await field.focus()
      await page.keyboard.press('Escape')
      await seesNoMore(strip)
      // The chat is still open: the key was spent.
      await sees(field)
    },
  )

  step('[OH5] a summary becomes a note, where one wants it', async () => {
    await anna.field.fill('')
    await ask('Sum up the chat')
    await sees(offered('The client wants to return a pot.'))
    await anna.page.getByRole('button', { name: 'Make a note of it' }).click()
    await anna.page.getByRole('button', { name: 'Save the note' }).click()
    await sees(anna.page.getByRole('log').getByText('Nothing was promised.'))
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})
