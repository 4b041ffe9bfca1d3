/** An admin makes bots of their own in the cabinet, tries them out, and gives them to the channel that clients write by. */
import { verifyWebhook } from '@pult/client'
import type { BotReply } from '@pult/protocol'
import { afterAll, beforeAll, expect } from 'bun:test'
import type { Page } from 'playwright-core'
import { botDeskOn, type BotDesk } from './testing/bot-desk.ts'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { openOperator } from './testing/operator.ts'
import { openAdmin } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor } from './testing/visitor.ts'

/** The other admin. */
const VERA = 'vera@pult.test'

describeInChromium('bots of one’s own, in the cabinet', () => {
  let stage: Stage
  let page: Page
  let secret = ''
  /** A company's own program. */
  const company = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const body = await request.text()
      const letter = await verifyWebhook({ headers: request.headers, body }, secret, Date.now())
      if (letter === null) return new Response(null, { status: 401 })
      const heard = letter.event.type === 'session.message' ? letter.event.data.message.body : null
      const answers: BotReply['answers'] = heard === null ? [] : [{ name: 'say', body: `Heard: ${heard}` }]
      return Response.json({ answers } satisfies BotReply)
    },
  })
  let desk: BotDesk
  const button: BotDesk['button'] = (name, within) => desk.button(name, within)
  const card: BotDesk['card'] = (name) => desk.card(name)
  const dialog = () => desk.dialog()
  const text = () => desk.text()
  const test = () => desk.test()

  beforeAll(async () => {
    stage = await openStage({ PULT_OUTBOUND_ALLOW: `http://127.0.0.1:${company.port}` })
    const admin = await openAdmin(stage.pult.url)
    await admin.addOperator({ name: 'Vera', email: VERA, role: 'admin' })
    ;({ page } = await openOperator(await stage.newContext(), stage.pult.url))
    desk = botDeskOn(page, stage.pult.url)
  }, STEP_MS)
  afterAll(async () => {
    await stage[Symbol.asyncDispose]()
    await company.stop(true)
  })

  step('[BE1] a new scenario begins with the example, which can be published as it is', async () => {
    await desk.goTo('bots')
    await sees(page.getByText('No bot of your own yet.'))
    await desk.newScenario('The Boat')
    await button('Text').click()
    await button('Take the example of a shop').click()
    await sees(page.getByText('No problems. It can be published.'))
  })

  step('[BE3] the draft is talked to: it answers, and asks what another server says', async () => {
    await desk.says('How much is delivery?')
    await sees(test().getByText('Delivery is £4, and free from £50.'))
    await button('Start over', test()).click()
    await seesNoMore(test().getByText('Delivery is £4'))
    await desk.says('My order')
    await desk.says('1234')
    await sees(test().getByText('POST https://shop.example/api/orders/find'))
    await test().getByLabel('Answer, as JSON').fill('{ "state": "delivered" }')
    await button('Answer so').click()
    await sees(test().getByText('Order 1234 has been delivered.'))
    await button('That is all, thank you', test()).click()
    await sees(test().getByText('The chat is closed'))
  })

  step('[BE2] a mistake stands beside the text with its place, and is not published', async () => {
    const right = await text().inputValue()
    await text().fill(right.replace('say "Hello!', 'shout "Hello!'))
    const problem = button(/13:3.*shout/)
    await sees(problem)
    expect(await button('Publish').isDisabled()).toBe(true)
    await problem.click()
    const chosen = await text().evaluate((field: HTMLTextAreaElement) =>
      field.value.slice(field.selectionStart, field.selectionEnd),
    )
    expect(chosen).toStartWith('shout "Hello!')
    await text().fill(right)
    await sees(page.getByText('No problems. It can be published.'))
  })

  step('[BE4] what was not saved is there again after a reload, and can be taken out as a file', async () => {
    await page.reload()
    await sees(card('The Boat').getByText('Never published'))
    await button('Open', card('The Boat')).click()
    await sees(page.getByText('Not saved yet; kept in this browser'))
    await button('Import and export').click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Export as text' }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('The Boat.flow')
    expect(await Bun.file(await file.path()).text()).toBe(await text().inputValue())
  })

  step('[BE1] published, it is offered to the channel by its name', async () => {
    await button('Publish').click()
    await sees(page.getByText('The Boat is published.'))
    await sees(page.getByText(/^Version 1, published/))
    await desk.giveToChannel('The Boat')
    await sees(card('The Boat'))
    await desk.goTo('bots')
    await sees(card('The Boat').getByText(/ · /))
  })

  step(
    '[BE7] each publication is a version that says what it changed, and can be worked on again',
    async () => {
      await button('Open', card('The Boat')).click()
      const right = await text().inputValue()
      await text().fill(right.replace('Delivery is £4', 'Delivery is £9'))
      await button('Publish').click()
      await sees(page.getByText(/^Version 2, published/))
      await button('Versions').click()
      await sees(dialog().getByText('What it changed of version 1.'))
      await sees(dialog().locator('li.gone').filter({ hasText: 'Delivery is £4' }))
      await sees(dialog().locator('li.added').filter({ hasText: 'Delivery is £9' }))
      await button(/^Version 1/, dialog()).click()
      await button('Open as draft', dialog()).click()
      await sees(page.getByText('Version 1 is the draft now, and not published.'))
      expect(await text().inputValue()).toContain('Delivery is £4')
      await button('Publish').click()
      await sees(page.getByText(/^Version 3, published/))
    },
  )

  step('[BE8] who would save over another admin’s draft is shown it first, and decides', async () => {
    const vera = await openOperator(await stage.newContext(), stage.pult.url, VERA)
    await vera.page.goto(`${stage.pult.url}/#/admin/bots`)
    const hers = vera.page
    await button('Open', hers.getByRole('listitem').filter({ hasText: 'The Boat' })).click()
    await button('Text', hers).click()
    const herText = hers.getByRole('textbox', { name: 'Text of the scenario' })
    await sees(herText)
    const right = await text().inputValue()
    await text().fill(right.replace('Delivery is £4', 'Delivery is £5'))
    await button('Save draft').click()
    await sees(page.getByText('Draft saved.'))
    await herText.fill(right.replace('Delivery is £4', 'Delivery is £6'))
    await button('Save draft', hers).click()
    const asked = hers.getByRole('dialog', { name: 'Somebody else saved this bot' })
    await button('See the differences', asked).click()
    await sees(asked.locator('li.gone').filter({ hasText: 'Delivery is £5' }))
    await sees(asked.locator('li.added').filter({ hasText: 'Delivery is £6' }))
    await button('Overwrite with mine', asked).click()
    await seesNoMore(asked)
    await text().fill(right)
    await button('Publish').click()
    await button('Take theirs', dialog()).click()
    await eventually(() => text().inputValue(), right.replace('Delivery is £4', 'Delivery is £6'))
    await hers.context().close()
    await text().fill(right)
    await button('Publish').click()
    await sees(page.getByText(/^Version 4, published/))
    await button('To the bots').click()
  })

  step('[BE1] a client of that channel is answered by the scenario, and by its buttons', async () => {
    const visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
    await visitor.write('How much is delivery?')
    await sees(visitor.message('Delivery is £4, and free from £50.'))
    await button('That is all, thank you', visitor.panel).click()
    await sees(visitor.standing.filter({ hasText: 'The chat has ended' }))
  })

  step('[BE1] a bot that a channel has is not deleted, and the reason is said', async () => {
    await button('More actions: The Boat').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await button('Delete', dialog()).click()
    await sees(dialog().getByRole('alert').filter({ hasText: 'A channel has this bot' }))
    await button('Cancel', dialog()).click()
  })

  step(
    '[BE5] a program of one’s own is called with a secret that is shown once, and answers a client',
    async () => {
      await button('New bot').click()
      await dialog().getByLabel('Name').fill('Orders')
      await dialog().getByLabel('Kind').selectOption({ label: 'A program of your own' })
      await dialog().getByLabel('Address').fill(`http://127.0.0.1:${company.port}/pult`)
      await button('Create').click()
      secret = await dialog().getByLabel('Secret of the bot', { exact: true }).inputValue()
      expect(secret).toStartWith('whsec_')
      await button('Done').click()
      await desk.giveToChannel('Orders')
      const visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
      await visitor.write('Where is it?')
      await sees(visitor.message('Heard: Where is it?'))
    },
  )

  step(
    '[BE5] a changed address waits as a draft until it is published, and nothing is lost of the rest',
    async () => {
      await desk.goTo('bots')
      await button('Edit', card('Orders')).click()
      await dialog().getByLabel('Address').fill(`http://127.0.0.1:${company.port}/other`)
      await dialog().getByLabel('Has to answer within').fill('2 min')
      await button('Save').click()
      await sees(card('Orders').getByText('Draft not published'))
      await button('Publish', card('Orders')).click()
      await sees(card('Orders').getByText(/^Version 2/))
      await button('Edit', card('Orders')).click()
      await eventually(() => dialog().getByLabel('Has to answer within').inputValue(), '2 min')
      await button('Cancel', dialog()).click()
    },
  )

  step(
    '[BE5] a new secret is shown once, and the old one works until its end or until it is ended',
    async () => {
      await button('Edit', card('Orders')).click()
      await dialog().getByLabel('Make a new secret').check()
      await button('Save').click()
      await sees(dialog().getByLabel('Secret of the bot', { exact: true }))
      await button('Done').click()
      await sees(card('Orders').getByText(/^The old secret works until/))
      const visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
      await visitor.write('And now?')
      await sees(visitor.message('Heard: And now?'))
      await button('End it now', card('Orders')).click()
      await seesNoMore(card('Orders').getByText(/^The old secret works until/))
    },
  )

  step('[BE5] a program that connects by itself needs no address', async () => {
    await button('New bot').click()
    await dialog().getByLabel('Name').fill('Laptop')
    await dialog().getByLabel('Kind').selectOption({ label: 'A program of your own' })
    await dialog()
      .getByLabel(/^It connects to Pult by itself/)
      .check()
    await seesNoMore(dialog().getByLabel('Address'))
    await button('Create').click()
    await sees(dialog().getByLabel('Secret of the bot', { exact: true }))
    await button('Done').click()
    await sees(card('Laptop').getByText(/^Version 1/))
  })

  step('[BE1] a bot that no channel has any more is deleted', async () => {
    await button('More actions: The Boat').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await button('Delete', dialog()).click()
    await seesNoMore(card('The Boat'))
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})
