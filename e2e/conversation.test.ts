/** One conversation from the first word to the stars, both sides on screen, by clicks and keys alone. */
import { afterAll, beforeAll, expect } from 'bun:test'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import type { Operator } from './testing/operator.ts'
import { ADMIN } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor, type Visitor } from './testing/visitor.ts'

const BORIS = 'boris@example.com'

describeInChromium('a conversation', () => {
  let stage: Stage
  let visitor: Visitor
  let admin: Operator
  let boris: Operator

  beforeAll(async () => {
    stage = await openStage()
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step('an operator signs in through the form and is online without another click', async () => {
    admin = await stage.atWork()
    await sees(admin.page.getByText('No chats with you now.'))
  })

  step(
    '[V1] the visitor writes, and the bot greets with a button; the operator is not troubled',
    async () => {
      visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
      await visitor.write('My teapot has a crack')
      await sees(visitor.message('My teapot has a crack').filter({ hasText: /Sent/ }))
      await sees(visitor.message('Hello! I am a bot.').getByRole('button', { name: 'Call an operator' }))
      await sees(visitor.standing.filter({ hasText: 'The assistant is with you' }))
      await sees(admin.page.getByText('No chats with you now.'))
    },
  )

  step(
    '[A2] [A3] the button hands over: the chat comes to the operator, the visitor sees by whom',
    async () => {
      await visitor.panel.getByRole('button', { name: 'Call an operator' }).click()
      await sees(visitor.message('I am calling an operator.'))
      await sees(visitor.standing.filter({ hasText: 'Admin is with you' }))
      // What the client asked, and not what the bot said last.
      await sees(admin.rows.filter({ hasText: 'My teapot has a crack' }))
      await admin.rows.getByRole('link').click()
      await sees(admin.message('My teapot has a crack'))
      await sees(admin.message('Hello! I am a bot.'))
    },
  )

  step('typing shows on both sides, the client’s with the words', async () => {
    await visitor.field.pressSequentially('It leaks a')
    await sees(admin.page.getByText('is typing'))
    await sees(admin.page.getByRole('log').getByText('It leaks a', { exact: true }))
    await admin.field.pressSequentially('Oh')
    await sees(visitor.panel.getByText('Admin is typing'))
    await visitor.write(' lot')
    await sees(admin.message('It leaks a lot'))
    // Sooner than typing goes by itself: what was sent is not being typed.
    await seesNoMore(admin.page.getByText('is typing'), 2_000)
  })

  step('[A7] the operator answers, and the client’s read mark appears', async () => {
    await admin.write(', how sad. Which teapot is it?')
    await sees(visitor.message('Oh, how sad. Which teapot is it?'))
    await sees(admin.message('Oh, how sad.').filter({ hasText: 'Read by the client' }))
    await seesNoMore(visitor.panel.getByText('Admin is typing'))
  })

  step('a message in a closed panel is not read until the panel is opened', async () => {
    await visitor.hide()
    await admin.write('Do you have a photo?')
    await sees(visitor.page.getByRole('button', { name: 'Open chat, unread messages: 1' }))
    await sees(admin.message('Do you have a photo?').filter({ hasText: /Sent/ }))
    await visitor.open()
    await sees(admin.message('Do you have a photo?').filter({ hasText: 'Read by the client' }))
  })

  step('an edit of each side shows on both', async () => {
    await admin.act('Do you have a photo?', 'Edit')
    await admin.field.fill('Do you have a photo of it?')
    await admin.page.keyboard.press('Enter')
    await sees(visitor.message('Do you have a photo of it?').filter({ hasText: 'edited' }))
    await sees(admin.message('Do you have a photo of it?').filter({ hasText: 'edited' }))
    await visitor.act('It leaks a lot', 'Edit')
    await visitor.field.fill('It leaks a little')
    await visitor.page.keyboard.press('Enter')
    await sees(admin.message('It leaks a little').filter({ hasText: 'edited' }))
    await sees(visitor.message('It leaks a little').filter({ hasText: 'edited' }))
    await seesNoMore(visitor.message('It leaks a lot'))
  })

  step('a reply of each side carries its quote', async () => {
    await admin.act('My teapot has a crack', 'Reply')
    await admin.write('Where exactly?')
    await sees(visitor.message('Where exactly?').filter({ hasText: 'My teapot has a crack' }))
    await sees(admin.message('Where exactly?').filter({ hasText: 'My teapot has a crack' }))
    await visitor.act('Where exactly?', 'Reply')
    await visitor.write('At the spout')
    await sees(admin.message('At the spout').filter({ hasText: 'Where exactly?' }))
    await sees(visitor.message('At the spout').locator('.quote').filter({ hasText: 'Where exactly?' }))
  })

  step('a file goes each way and can be fetched by the other side', async () => {
    await visitor.attach({
      name: 'teapot.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('a drawing of a teapot'),
    })
    await visitor.write('Here it is')
    const received = admin.message('Here it is').getByRole('link', { name: /teapot\.txt/ })
    await sees(received)
    expect(await textBehind(admin, await received.getAttribute('href'))).toBe('a drawing of a teapot')
    await admin.attach({
      name: 'guarantee.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('two years'),
    })
    await admin.write('Our guarantee')
    const given = visitor.message('Our guarantee').getByRole('link', { name: /guarantee\.txt/ })
    await sees(given)
    expect(await textBehind(visitor, await given.getAttribute('href'))).toBe('two years')
  })

  step('a second operator is made on the admin’s page and signs in', async () => {
    await admin.deskMenu('Settings')
    await admin.page.getByRole('button', { name: 'New operator' }).click()
    const form = admin.page.getByRole('dialog', { name: 'New operator' })
    await form.getByRole('textbox', { name: 'Name' }).fill('Boris')
    await form.getByRole('textbox', { name: 'E-mail' }).fill(BORIS)
    await form.getByLabel('Password').fill(ADMIN.password)
    await form.getByRole('button', { name: 'Create' }).click()
    await sees(admin.page.getByRole('listitem').filter({ hasText: BORIS }))
    boris = await stage.atWork(BORIS)
    await sees(admin.page.getByRole('listitem').filter({ hasText: BORIS }).filter({ hasText: 'Online' }))
  })

  step('[A5] a transfer with a note: one sees the chat go, the other gets it with the note', async () => {
    await admin.deskMenu('To the chats')
    await admin.rows.getByRole('link').click()
    await admin.page.getByRole('button', { name: 'Transfer' }).click()
    const dialog = admin.page.getByRole('dialog', { name: 'Transfer the chat' })
    await dialog.getByRole('radio', { name: /Boris/ }).check()
    await dialog.getByRole('textbox', { name: /note/ }).fill('He knows teapots')
    await dialog.getByRole('button', { name: 'Transfer' }).click()
    await admin.pastUndo()
    await sees(admin.page.getByText('The chat was handed over.'))
    await eventually(() => admin.rows.count(), 0)
    await sees(boris.page.getByText('A chat came to you:'))
    await boris.rows.getByRole('link').click()
    await sees(boris.message('He knows teapots').filter({ hasText: 'Note for colleagues' }))
    await sees(boris.message('My teapot has a crack').first())
    await sees(visitor.standing.filter({ hasText: 'Boris is with you' }))
    await boris.write('I can repair it')
    await sees(visitor.message('I can repair it').filter({ hasText: 'Boris' }))
    await seesNoMore(visitor.panel.getByText('He knows teapots'))
  })

  step('[V2] the last word: the chat goes back to the bot and leaves the cabinet', async () => {
    await boris.field.pressSequentially('Bring it on Monday. Goodbye!')
    await boris.page.getByRole('button', { name: 'More ways to send' }).click()
    await boris.page.getByRole('menuitem', { name: /last word/ }).click()
    await sees(visitor.message('Bring it on Monday. Goodbye!'))
    await sees(visitor.standing.filter({ hasText: 'The assistant is with you' }))
    await eventually(() => boris.rows.count(), 0)
    await sees(boris.page.getByRole('main').getByText('This chat is not with you any more.'))
  })

  step('the visitor calls an operator again and the operator closes', async () => {
    await visitor.menu('Call an operator')
    await eventually(async () => (await boris.rows.count()) + (await admin.rows.count()), 1)
    const holder = (await boris.rows.count()) === 1 ? boris : admin
    await holder.rows.getByRole('link').click()
    await holder.write('One more thing?')
    await sees(visitor.message('One more thing?'))
    await holder.page.getByRole('main').getByRole('button', { name: 'Close chat', exact: true }).click()
    const dialog = holder.page.getByRole('dialog', { name: 'Close the chat' })
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('all done')
    await dialog.getByRole('button', { name: 'Close the chat' }).click()
    await holder.pastUndo()
    await sees(holder.page.getByText('The chat is closed.'))
    await eventually(() => holder.rows.count(), 0)
    await sees(visitor.standing.filter({ hasText: 'The chat has ended' }))
    await sees(visitor.panel.getByText('The chat has ended. Write to start a new one.'))
  })

  step('the visitor rates', async () => {
    // The radio button lies under its star, and people press stars.
    const fifth = visitor.page.getByRole('radio', { name: '5 out of 5' })
    await visitor.panel.locator('label').filter({ has: fifth }).click()
    expect(await fifth.isChecked()).toBe(true)
    await visitor.panel.getByRole('textbox', { name: 'Would you like to add anything?' }).fill('Quick')
    await visitor.panel.getByRole('button', { name: 'Send the rating' }).click()
    await sees(visitor.panel.getByText('Thank you for the rating!'))
  })

  step('the visitor ends a chat: the operator sees why, and keeps the half-typed answer', async () => {
    await visitor.write('One more teapot, please: operator!')
    await eventually(async () => (await boris.rows.count()) + (await admin.rows.count()), 1)
    const holder = (await boris.rows.count()) === 1 ? boris : admin
    await holder.rows.getByRole('link').click()
    await sees(holder.message('One more teapot, please'))
    await holder.field.pressSequentially('Certainly, I only have to')
    await visitor.menu('End the chat')
    await visitor.panel.getByRole('button', { name: 'End it' }).click()
    await sees(visitor.standing.filter({ hasText: 'The chat has ended' }))
    await sees(holder.page.getByRole('main').getByText('The client closed this chat.'))
    expect(await holder.page.getByRole('textbox', { name: 'Your draft is kept' }).inputValue()).toBe(
      'Certainly, I only have to',
    )
    await eventually(() => holder.rows.count(), 0)
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})

/** A file's link, fetched by the person's own browser. */
async function textBehind({ page }: Pick<Operator, 'page'>, href: string | null): Promise<string> {
  const response = await page.request.get(new URL(href ?? '', page.url()).href)
  expect(response.status()).toBe(200)
  return response.text()
}
