/** The client panel: what an operator reads of a client and changes of them, with a colleague who does the same at the same time. */
import { afterAll, beforeAll, expect } from 'bun:test'
import type { Locator } from 'playwright-core'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { openOperator, type Operator } from './testing/operator.ts'
import { openAdmin, openApiClient, type Admin, type ApiClient } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'

const ANNA = 'anna@example.com'
const BORIS = 'boris@example.com'

/** Takes a first and a last name of twenty letters in all. */
const NAME_PX = 180
const panelOf = (operator: Operator) => operator.page.getByRole('complementary', { name: 'About the client' })
const part = (operator: Operator, name: RegExp) => panelOf(operator).getByRole('region', { name })
const factOf = (scope: Locator, name: string) =>
  scope.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd').locator('.fact-text')

async function openChat(operator: Operator, tab: 'Mine' | 'Watched', text: string): Promise<void> {
  await operator.tab(tab).click()
  await operator.rows.filter({ hasText: text }).getByRole('link').click()
  await sees(operator.message(text))
}

describeInChromium('the client panel', () => {
  let stage: Stage
  let root: Admin
  let client: ApiClient
  let anna: Operator
  let boris: Operator

  beforeAll(async () => {
    stage = await openStage()
    root = await openAdmin(stage.pult.url)
    await root.addOperator({ name: 'Anna', email: ANNA })
    await root.addOperator({ name: 'Boris', email: BORIS, role: 'supervisor' })
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step('[CP9] a session is over, rated and tagged', async () => {
    const context = await stage.newContext()
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    anna = await openOperator(context, stage.pult.url, ANNA)
    await eventually(() => anna.status.inputValue(), 'ONLINE')
    client = await openApiClient(stage.pult.url)
    await client.command('sendMessage', { body: 'An operator, please' })
    await client.command('sendMessage', { body: 'The first teapot' })
    await openChat(anna, 'Mine', 'The first teapot')
    await anna.write('It is on its way')
    await sees(anna.message('It is on its way').filter({ hasText: /Sent/ }))
    const sessionId = decodeURIComponent(new URL(anna.page.url()).hash.split('/').at(-1) ?? '')
    await root.command('setTags', { sessionId, tags: ['teapots'] })
    await client.command('closeSession', {})
    await client.command('rateSession', { sessionId, score: 4, comment: 'Kind' })
    await sees(anna.page.getByText('The client closed this chat.'))
  })

  step('[CP2] a part that is folded stays folded after a reload', async () => {
    await client.command('sendMessage', { body: 'An operator, please!' })
    await client.command('sendMessage', { body: 'The second teapot' })
    await anna.page.getByRole('button', { name: 'Leave this chat' }).click()
    await openChat(anna, 'Mine', 'The second teapot')
    await anna.page.getByRole('button', { name: 'About the client' }).click()
    const session = part(anna, /^This session/)
    await sees(session.getByText('Anna').first())
    await session.getByRole('button', { name: 'This session' }).click()
    await seesNoMore(session.getByText('Anna').first())
    await anna.page.reload()
    await sees(anna.message('The second teapot'))
    await anna.page.getByRole('button', { name: 'About the client' }).click()
    await sees(session.getByRole('button', { name: 'This session', expanded: false }))
  })

  step('[CP3] a wrong e-mail is said at its field; what is right is kept, shown and copied', async () => {
    const contacts = part(anna, /^Contacts/)
    await contacts.getByRole('button', { name: 'Edit contacts' }).click()
    await contacts.getByRole('textbox', { name: 'E-mail' }).fill('mary at home')
    await anna.page.keyboard.press('Enter')
    await sees(contacts.getByText('Write it like name@example.com'))
    expect(await contacts.getByRole('textbox', { name: 'E-mail' }).getAttribute('aria-invalid')).toBe('true')
    await contacts.getByRole('textbox', { name: 'E-mail' }).fill('mary@example.com')
    await contacts.getByRole('textbox', { name: 'Phone' }).fill('+44 20 7946 0958')
    await contacts.getByRole('textbox', { name: 'Name' }).fill('Mary')
    await anna.page.keyboard.press('Enter')
    await eventually(() => factOf(contacts, 'E-mail').textContent(), 'mary@example.com')
    await eventually(() => anna.page.getByRole('heading', { level: 1 }).textContent(), 'Mary')
    const links = factOf(contacts, 'Phone').getByRole('link')
    expect(await links.getAttribute('href')).toBe('tel:+442079460958')
    await contacts.getByRole('button', { name: 'Copy: E-mail' }).click()
    await sees(contacts.getByText('Copied'))
    expect(await anna.page.evaluate(() => navigator.clipboard.readText())).toBe('mary@example.com')
  })

  step(
    '[CP1] what a colleague changes shows at once, and what both write at the same time is kept',
    async () => {
      boris = await openOperator(await stage.newContext(), stage.pult.url, BORIS)
      await boris.page.goto(anna.page.url())
      await sees(boris.message('The second teapot'))
      // Who only looks at a chat is told of nothing that happens in it [A6].
      await boris.page.getByRole('button', { name: 'More actions' }).click()
      await boris.page.getByRole('menuitem', { name: /^Watch/ }).click()
      await sees(boris.tab('Watched').filter({ hasText: '1' }))
      await boris.page.getByRole('button', { name: 'About the client' }).click()
      const theirs = part(boris, /^Contacts/)
      const ours = part(anna, /^Contacts/)
      await eventually(() => factOf(theirs, 'E-mail').textContent(), 'mary@example.com')
      await ours.getByRole('button', { name: 'Edit contacts' }).click()
      await theirs.getByRole('button', { name: 'Edit contacts' }).click()
      await theirs.getByRole('textbox', { name: 'Phone' }).fill('+44 20 7946 0001')
      await boris.page.keyboard.press('Enter')
      await ours.getByRole('textbox', { name: 'Language' }).fill('fr')
      await anna.page.keyboard.press('Enter')
      for (const contacts of [ours, theirs]) {
        await eventually(() => factOf(contacts, 'Phone').textContent(), '+44 20 7946 0001')
        await eventually(() => factOf(contacts, 'Language').textContent(), 'French')
      }
    },
  )

  step('[CP5] tags by keyboard: completed, added, taken off; the colleague sees them', async () => {
    const tags = part(anna, /^Tags/)
    const field = tags.getByRole('combobox', { name: 'Add a tag' })
    const shown = (operator: Operator) => part(operator, /^Tags/).locator('.mark-chip').allTextContents()
    await field.pressSequentially('urgent')
    await field.press('Enter')
    await field.pressSequentially('tea')
    await sees(tags.getByRole('option', { name: 'teapots' }))
    await field.press('ArrowDown')
    await field.press('Enter')
    await eventually(() => shown(anna), ['urgent', 'teapots'])
    await boris.page.bringToFront()
    await eventually(() => shown(boris), ['urgent', 'teapots'])
    await part(boris, /^Tags/).getByRole('button', { name: 'Remove urgent' }).click()
    await eventually(() => shown(anna), ['teapots'])
  })

  step('[CP6] attributes are added, changed and removed where they stand', async () => {
    const attributes = part(anna, /^Attributes/)
    await attributes.getByRole('button', { name: 'Add an attribute' }).click()
    await attributes.getByRole('textbox', { name: 'What it is' }).fill('plan')
    await anna.page.keyboard.press('Enter')
    await sees(attributes.getByText('Write something here.'))
    await attributes.getByRole('textbox', { name: 'Value' }).fill('Pro')
    await anna.page.keyboard.press('Enter')
    await eventually(() => factOf(attributes, 'plan').textContent(), 'Pro')
    await eventually(() => factOf(part(boris, /^Attributes/), 'plan').textContent(), 'Pro')
    await attributes.getByRole('button', { name: 'Edit plan' }).click()
    await attributes.getByRole('textbox', { name: 'Value' }).fill('Team')
    await anna.page.keyboard.press('Enter')
    await eventually(() => factOf(part(boris, /^Attributes/), 'plan').textContent(), 'Team')
    await attributes.getByRole('button', { name: 'Remove plan' }).click()
    await seesNoMore(part(boris, /^Attributes/).getByText('plan'))
  })

  step('[CP7] a note is written in the panel, and a half-written one outlives a look elsewhere', async () => {
    const notes = part(anna, /^Notes/)
    await notes.getByRole('textbox', { name: 'A new note' }).fill('Wants an invoice')
    await anna.page.keyboard.press('Control+Enter')
    await sees(part(boris, /^Notes/).getByText('Wants an invoice'))
    await notes.getByRole('textbox', { name: 'A new note' }).fill('And asks for')
    await anna.page.getByRole('button', { name: 'About the client' }).click()
    await anna.page.getByRole('button', { name: 'About the client' }).click()
    expect(await notes.getByRole('textbox', { name: 'A new note' }).inputValue()).toBe('And asks for')
  })

  step('[CP9] the earlier session opens in the panel; the chat and its draft stay', async () => {
    await anna.field.fill('Half an answer')
    const past = part(anna, /^Previous sessions/)
    const line = past.getByRole('button', { name: /Anna/ })
    await sees(line.filter({ hasText: 'the client ended it' }).filter({ hasText: 'teapots' }))
    await sees(line.getByText('4 out of 5'))
    await line.click()
    const log = panelOf(anna).getByRole('log', { name: 'Messages of that session' })
    await sees(log.getByText('The first teapot'))
    await sees(log.getByText('It is on its way'))
    await sees(anna.message('The second teapot'))
    expect(await anna.field.inputValue()).toBe('Half an answer')
    await anna.page.keyboard.press('Escape')
    await sees(line)
    expect(await line.evaluate((button) => button === document.activeElement)).toBe(true)
  })

  step('[CP8] a ban with a reason shows to both and is lifted by the other', async () => {
    await panelOf(anna).getByRole('button', { name: 'Ban the client' }).click()
    const form = panelOf(anna).getByRole('form', { name: 'Ban the client' })
    await form.getByRole('radio', { name: 'Until a day' }).check()
    await form.getByRole('button', { name: 'Ban', exact: true }).click()
    await sees(form.getByText('Choose a day.'))
    await form.getByRole('radio', { name: 'An hour' }).check()
    await form.getByRole('textbox', { name: 'Reason' }).fill('Threats')
    await form.getByRole('button', { name: 'Ban', exact: true }).click()
    await sees(panelOf(anna).getByText(/^Banned until/))
    await sees(panelOf(boris).getByText('Threats'))
    expect(
      await client.command('sendMessage', { body: 'Let me in' }).catch((error: Error) => error.message),
    ).toContain('client_banned')
    await panelOf(boris).getByRole('button', { name: 'Lift the ban' }).click()
    await seesNoMore(panelOf(anna).getByText(/^Banned until/))
    await client.command('sendMessage', { body: 'Thank you' })
    await sees(anna.message('Thank you'))
  })

  step('[CP8] spam goes on and off', async () => {
    await panelOf(anna).getByRole('button', { name: 'Mark as spam' }).click()
    await sees(panelOf(boris).getByRole('button', { name: 'Not spam' }))
    await panelOf(anna).getByRole('button', { name: 'Not spam' }).click()
    await sees(panelOf(boris).getByRole('button', { name: 'Mark as spam' }))
  })

  step(
    '[P5] beside the panel the name on a common screen is whole, and the deeds keep their words',
    async () => {
      const head = anna.page.locator('.chat-head')
      const room = () => head.locator('.chat-who').evaluate(({ clientWidth }) => clientWidth)
      await sees(panelOf(anna))
      for (const width of [1280, 1440]) {
        await anna.page.setViewportSize({ width, height: 800 })
        await eventually(async () => (await room()) >= NAME_PX, true)
        await sees(head.getByRole('button', { name: 'Transfer', exact: true }))
        await sees(head.getByRole('button', { name: 'Close chat', exact: true }))
      }
      await anna.page.setViewportSize({ width: 1280, height: 800 })
    },
  )

  step(
    '[CP10] over the chat the panel takes the focus and gives it back; on a phone it has a way back',
    async () => {
      await anna.page.getByRole('button', { name: 'About the client' }).click()
      for (const [width, way] of [
        [1000, 'Hide the panel'],
        [390, 'Back'],
      ] as const) {
        await anna.page.setViewportSize({ width, height: 844 })
        const opener = anna.page.getByRole('button', { name: 'About the client' })
        await opener.click()
        const leave = panelOf(anna).getByRole('button', { name: way, exact: true })
        await eventually(() => leave.evaluate((button) => button === document.activeElement), true)
        await leave.click()
        await seesNoMore(panelOf(anna))
        await eventually(() => opener.evaluate((button) => button === document.activeElement), true)
      }
    },
  )

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})
