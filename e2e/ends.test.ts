/** What throws an operator out, and what throws nobody out: lost networks, killed servers, reloads. */
import { afterAll, beforeAll, expect } from 'bun:test'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { loseNetwork } from './testing/network.ts'
import { openOperator, operatorOn, type Operator } from './testing/operator.ts'
import { openAdmin, type Admin } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor, type Visitor } from './testing/visitor.ts'

/** The longest pause between two tries to connect, and the start of the server. */
const RETURN_MS = 30_000

const ANNA = 'anna@example.com'
const SIMON = 'simon@example.com'

describeInChromium('ends', () => {
  let stage: Stage
  let root: Admin
  let annaId: string

  beforeAll(async () => {
    stage = await openStage()
    root = await openAdmin(stage.pult.url)
    annaId = await root.addOperator({ name: 'Anna', email: ANNA })
    await root.addOperator({ name: 'Simon', email: SIMON, role: 'supervisor' })
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step(
    '[L1] [U4] signed in elsewhere: the older page says where and when; "Use here" comes back',
    async () => {
      const first = await openOperator(await stage.newContext(), stage.pult.url, ANNA)
      const second = await openOperator(await stage.newContext(), stage.pult.url, ANNA)
      await isOut(first, 'You are signed in elsewhere', /signed in on another device/)
      await sees(first.page.getByText(/^It was at .*Chrome, Linux/))
      await first.page.getByRole('button', { name: 'Use here' }).click()
      await sees(first.page.getByRole('status').filter({ hasText: 'Live' }))
      await isOut(second, 'You are signed in elsewhere', /signed in on another device/)
      // Tabs of one browser are one login: a second tab throws nobody out.
      const tab = operatorOn(await first.page.context().newPage())
      await tab.page.goto(stage.pult.url)
      await sees(tab.page.getByRole('status').filter({ hasText: 'Live' }))
      await sees(first.page.getByRole('status').filter({ hasText: 'Live' }))
      await Promise.all([first.page.context().close(), second.page.context().close()])
    },
  )

  step('[L3] [U4] own log-out: every tab says so, and the sign-in form is one click away', async () => {
    const anna = await openOperator(await stage.newContext(), stage.pult.url, ANNA)
    const tab = operatorOn(await anna.page.context().newPage())
    await tab.page.goto(stage.pult.url)
    await sees(tab.page.getByRole('status').filter({ hasText: 'Live' }))
    // A tab behind another one draws a frame a second, and a click waits for frames.
    await anna.page.bringToFront()
    await anna.deskMenu('Sign out')
    await isOut(anna, 'You have signed out', /Your chats stay with the team/)
    await isOut(tab, 'You have signed out', /Your chats stay with the team/)
    await anna.page.getByRole('button', { name: 'Sign in again' }).click()
    await anna.signIn(ANNA)
    await eventually(() => anna.status.inputValue(), 'ONLINE')
    await anna.page.context().close()
  })

  step('[L2] [L3] [U4] set away and signed out by a supervisor, from the supervisor’s page', async () => {
    const anna = await openOperator(await stage.newContext(), stage.pult.url, ANNA)
    const simon = await openOperator(await stage.newContext(), stage.pult.url, SIMON)
    await simon.deskMenu('Settings')
    await simon.page.getByRole('button', { name: 'More actions: Anna' }).click()
    await simon.page.getByRole('menuitem', { name: 'Set away' }).click()
    await eventually(() => anna.status.inputValue(), 'AWAY')
    await simon.page.getByRole('button', { name: 'More actions: Anna' }).click()
    await simon.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await isOut(anna, 'You were signed out', /A supervisor ended your login/)
    await anna.page.reload()
    await sees(anna.page.getByRole('heading', { name: 'Sign in to Pult' }))
    // Otherwise the chats of the next steps would come to Simon for as long as a tunnel may last [L4].
    await simon.deskMenu('Sign out')
    await isOut(simon, 'You have signed out', /Your chats stay with the team/)
    await Promise.all([anna.page.context().close(), simon.page.context().close()])
  })

  step('[L2] [U4] blocked, with the reason; unblocked, one may sign in again', async () => {
    const anna = await openOperator(await stage.newContext(), stage.pult.url, ANNA)
    await root.command('blockOperator', { operatorId: annaId, blocked: true, reason: 'left the company' })
    await isOut(anna, 'You are blocked', /An administrator has blocked this operator/)
    await sees(anna.page.getByText('The reason given: left the company'))
    await anna.page.getByRole('button', { name: 'Sign in again' }).click()
    await anna.trySignIn(ANNA)
    await sees(anna.page.getByRole('alert').filter({ hasText: 'This operator is blocked.' }))
    await root.command('blockOperator', { operatorId: annaId, blocked: false })
    await anna.signIn(ANNA)
    await anna.page.context().close()
  })

  step('[S6] [U5] written without a network: shown as waiting, then sent once, on both sides', async () => {
    const { anna, visitor } = await talking('Is the kettle in stock?')
    await Promise.all([visitor.page, anna.page].map(loseNetwork))
    await visitor.write('I mean the red one')
    await anna.write('It is')
    await anna.write('Shall I put one aside?')
    await sees(visitor.message('I mean the red one').filter({ hasText: 'Sending' }))
    await sees(anna.message('It is').filter({ hasText: 'Waits to be sent' }))
    await sees(visitor.panel.getByText('Connecting… Messages will be sent as soon as we are back.'))
    await sees(anna.page.getByRole('status').filter({ hasText: 'Offline' }))
    await sees(anna.page.getByText('2 messages wait to be sent'))
    await anna.page.context().setOffline(false)
    await sees(anna.message('Shall I put one aside?').filter({ hasText: /Sent/ }))
    await visitor.page.context().setOffline(false)
    await sees(visitor.message('Shall I put one aside?'))
    await sees(anna.message('I mean the red one'))
    await sees(visitor.message('I mean the red one').filter({ hasText: /Sent|Read/ }))
    expect(await bodies(visitor)).toEqual(await bodies(anna))
    expect(await bodies(anna)).toEqual([
      'Is the kettle in stock?',
      'It is',
      'Shall I put one aside?',
      'I mean the red one',
    ])
    await Promise.all([anna.page.context().close(), visitor.page.context().close()])
  })

  step(
    '[S5] [C2] [U5] the server dies and comes back: both sides return, nothing is lost or doubled',
    async () => {
      const { anna, visitor } = await talking('Do you deliver to islands?')
      await anna.write('Which island?')
      await sees(visitor.message('Which island?'))
      await stage.pult.kill()
      await sees(anna.page.getByRole('status').filter({ hasText: 'Offline' }))
      await visitor.write('Bornholm')
      await sees(visitor.message('Bornholm').filter({ hasText: 'Sending' }))
      await anna.write('We deliver to most')
      await sees(anna.message('We deliver to most').filter({ hasText: 'Waits to be sent' }))
      // The visitor is back first, so that the operator's answer comes after words that she has not seen [C2].
      await anna.page.context().setOffline(true)
      await stage.pult.start()
      await sees(visitor.message('Bornholm').filter({ hasText: /Sent/ }), RETURN_MS)
      await anna.page.context().setOffline(false)
      await sees(anna.page.getByRole('status').filter({ hasText: 'Live' }), RETURN_MS)
      const stale = anna.page.getByRole('alert').filter({ hasText: 'Somebody wrote meanwhile' })
      await sees(stale.getByText('Bornholm'))
      await seesNoMore(visitor.message('We deliver to most'))
      await stale.getByRole('button', { name: 'Send it anyway' }).click()
      await sees(visitor.message('We deliver to most'))
      await visitor.write('Thank you')
      await sees(anna.message('Thank you'))
      await eventually(() => bodies(anna), await bodies(visitor))
      expect(await bodies(anna)).toEqual([
        'Do you deliver to islands?',
        'Which island?',
        'Bornholm',
        'We deliver to most',
        'Thank you',
      ])
      await Promise.all([anna.page.context().close(), visitor.page.context().close()])
    },
  )

  step('a reload on either side keeps the chat, the draft and what waits to be sent', async () => {
    const { anna, visitor } = await talking('Can I change my order?')
    await anna.write('Of course')
    await sees(visitor.message('Of course'))
    const before = await bodies(visitor)

    await visitor.page.reload()
    await sees(visitor.message('Of course'))
    await sees(visitor.standing.filter({ hasText: 'Anna is with you' }))
    expect(await bodies(visitor)).toEqual(before)

    await anna.field.pressSequentially('What shall I')
    await anna.page.reload()
    await sees(anna.message('Of course'))
    expect(await anna.field.inputValue()).toBe('What shall I')
    await anna.write(' change?')
    await sees(visitor.message('What shall I change?'))

    // Reloaded while the server is away: what was written comes from what the browser kept.
    await stage.pult.kill()
    await visitor.write('The colour')
    await sees(visitor.message('The colour').filter({ hasText: 'Sending' }))
    await stage.pult.start()
    await visitor.page.reload()
    await sees(anna.message('The colour'), RETURN_MS)
    await sees(visitor.message('The colour').filter({ hasText: /Sent|Read/ }), RETURN_MS)
    await eventually(() => bodies(anna), await bodies(visitor))
    await Promise.all([anna.page.context().close(), visitor.page.context().close()])
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })

  /** A visitor and Anna, who has the chat open in front of her. */
  async function talking(question: string): Promise<{ anna: Operator; visitor: Visitor }> {
    const anna = await stage.atWork(ANNA)
    const visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
    await visitor.write('An operator, please')
    await sees(visitor.standing.filter({ hasText: 'Anna is with you' }))
    await visitor.write(question)
    await anna.rows.filter({ hasText: question }).getByRole('link').click()
    await sees(anna.message(question))
    return { anna, visitor }
  }
})

/** The whole page is the sentence: nothing of the desk is left beside it. */
async function isOut({ page, field, status }: Operator, title: string, sentence: RegExp): Promise<void> {
  await sees(page.getByRole('heading', { name: title }))
  await sees(page.getByText(sentence))
  await seesNoMore(status)
  await seesNoMore(field)
}

/** What was said, in the order on screen, without the bot's lines. */
async function bodies(side: Operator | Visitor): Promise<string[]> {
  const lines = await ('panel' in side
    ? side.panel.locator('li.message .bubble').allInnerTexts()
    : side.page.getByRole('log').locator('li.line .bubble > .body').allInnerTexts())
  return lines.map((line) => line.trim()).filter((line) => !/operator/.test(line))
}
