/** Several at once: two operators, two tabs, a supervisor who watches, a client, and what each sees of the others. */
import { afterAll, beforeAll, expect } from 'bun:test'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { operatorOn, type Operator } from './testing/operator.ts'
import { openAdmin, openApiClient, type Admin } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor, type Visitor } from './testing/visitor.ts'

const ANNA = 'anna@example.com'
const BORIS = 'boris@example.com'
const SIMON = 'simon@example.com'
const ASKED = 'My teapot has a crack'

describeInChromium('together', () => {
  let stage: Stage
  let root: Admin
  let anna: Operator
  let boris: Operator
  let simon: Operator
  let visitor: Visitor

  beforeAll(async () => {
    stage = await openStage()
    root = await openAdmin(stage.pult.url)
    // Nobody is given anything: what is in Help is taken by hand.
    for (const [name, email, role] of [
      ['Anna', ANNA, 'operator'],
      ['Boris', BORIS, 'operator'],
      ['Simon', SIMON, 'supervisor'],
    ] as const) {
      const operatorId = await root.addOperator({ name, email, role })
      const full = { operatorId, capacity: 0, watchesBotSessions: role === 'supervisor' }
      await root.command('updateOperator', full)
    }
    ;[anna, boris, simon] = await Promise.all([stage.atWork(ANNA), stage.atWork(BORIS), stage.atWork(SIMON)])
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step(
    '[A4] two take a chat at the same moment: one has it, the other reads who was faster, and keeps the note that was begun',
    async () => {
      const client = await openApiClient(stage.pult.url)
      await client.command('sendMessage', { body: 'operator' })
      await client.command('sendMessage', { body: 'Is the kettle in stock?' })
      for (const who of [anna, boris]) {
        await who.tab('Help').click()
        await openRow(who, 'Is the kettle in stock?')
        await who.page.getByRole('main').getByRole('button', { name: 'Note', exact: true }).click()
        await who.field.fill('Half a thought')
      }
      // Found first and pressed then: what comes of the quicker one takes the button away from the other within a few milliseconds.
      const buttons = await Promise.all([anna, boris].map((who) => takeButton(who).elementHandle()))
      await Promise.all(buttons.map((button) => button.dispatchEvent('click')))
      await eventually(async () => (await hasIt(anna)) !== (await hasIt(boris)), true)
      const [winner, loser] = (await hasIt(anna)) ? [anna, boris] : [boris, anna]
      await sees(loser.page.getByRole('main').getByText('A colleague has this chat now.'))
      await seesNoMore(takeButton(loser))
      for (const who of [winner, loser]) expect(await draftOf(who)).toBe('Half a thought')
      await root.command('closeSession', { sessionId: await client.sessionId(root) })
    },
  )

  step('[A1] a supervisor follows what the bot says, and takes nothing', async () => {
    visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
    await visitor.write(ASKED)
    await sees(visitor.message('Hello! I am a bot.'))
    await simon.tab('Watched').click()
    await openRow(simon, 'Hello! I am a bot.')
    await sees(simon.message(ASKED))
    await sees(simon.page.getByRole('main').getByText('The bot talks in this chat.'))
    await visitor.write('It leaks')
    await sees(simon.message('It leaks'))
    await visitor.write('An operator, please')
    await sees(simon.message('I am calling an operator.'))
    await sees(takeButton(simon))
  })

  step(
    '[A5] [A6] a transfer with a note: the new operator, the supervisor who watches and the client see it at once',
    async () => {
      await leave(anna)
      await anna.tab('Help').click()
      await openRow(anna, ASKED)
      await takeButton(anna).click()
      await sees(visitor.standing.filter({ hasText: 'Anna is with you' }))
      await sees(simon.page.getByRole('main').getByText('You watch this chat; it is with Anna.'))
      await anna.field.fill('Half an answer')
      const borisId = (await root.read<{ items: { id: string; name: string }[] }>('/operators')).items.find(
        ({ name }) => name === 'Boris',
      )?.id
      // Boris takes one more than he is given by himself.
      await root.command('updateOperator', { operatorId: borisId, capacity: 1 })
      await anna.page.keyboard.press('Alt+KeyG')
      const dialog = anna.page.getByRole('dialog', { name: 'Transfer the chat' })
      await dialog.getByRole('radio', { name: /Boris/ }).check()
      await dialog.getByRole('textbox', { name: /note/ }).fill('He knows teapots')
      await dialog.getByRole('button', { name: 'Transfer' }).click()
      await sees(anna.page.getByText('Handing over the chat'))
      await anna.pastUndo()
      await Promise.all([
        sees(boris.page.getByText('A chat came to you:').first()),
        sees(simon.message('He knows teapots').filter({ hasText: 'Note for colleagues' })),
        sees(simon.page.getByRole('main').getByText('You watch this chat; it is with Boris.')),
        sees(visitor.standing.filter({ hasText: 'Boris is with you' })),
      ])
      await seesNoMore(visitor.panel.getByText('He knows teapots'))
      await boris.tab('Mine').click()
      await openRow(boris, ASKED)
      await sees(boris.message('He knows teapots').filter({ hasText: 'Note for colleagues' }))
      await sees(anna.page.getByRole('main').getByText('This chat is not with you any more.'))
      expect(await draftOf(anna)).toBe('Half an answer')
    },
  )

  step(
    '[L1] one operator in two tabs: what is read or sent in one is so in both; a draft outlives a reload of its tab',
    async () => {
      const tab = operatorOn(await boris.page.context().newPage())
      await tab.page.goto(stage.pult.url)
      await sees(tab.page.getByRole('status').filter({ hasText: 'Live' }))
      await tab.page.bringToFront()
      await boris.page.evaluate(() => window.dispatchEvent(new Event('blur')))
      await visitor.write('Are you there?')
      await openRow(tab, 'Are you there?')
      await sees(tab.message('Are you there?'))
      await sees(boris.message('Are you there?'))
      // It opens at the first word that Boris has not read; the end is what counts.
      await tab.field.focus()
      await tab.page.getByRole('log').evaluate((log) => log.scrollTo({ top: log.scrollHeight }))
      await eventually(() => tab.page.title(), 'Pult')
      await eventually(() => boris.page.title(), 'Pult')
      await tab.write('Still here')
      await sees(boris.message('Still here'))
      await sees(visitor.message('Still here'))
      await tab.page.close()
      await boris.page.bringToFront()
      await boris.field.fill('And tomorrow')
      await boris.page.reload()
      await eventually(() => boris.field.inputValue(), 'And tomorrow')
    },
  )

  step('a chat that the client ends under half an answer: the draft stays, the reason is shown', async () => {
    await visitor.menu('End the chat')
    await visitor.panel.getByRole('button', { name: 'End it' }).click()
    await sees(boris.page.getByRole('main').getByText('The client closed this chat.'))
    expect(await draftOf(boris)).toBe('And tomorrow')
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})

const takeButton = ({ page }: Operator) =>
  page.locator('.chat-head').getByRole('button', { name: 'Take', exact: true })

async function openRow(who: Operator, text: string): Promise<void> {
  await who.rows.filter({ hasText: text }).getByRole('link').click()
  await sees(who.message(text).first())
}

async function leave(who: Operator): Promise<void> {
  if (await who.page.getByRole('button', { name: 'Leave this chat' }).isVisible())
    await who.page.getByRole('button', { name: 'Leave this chat' }).click()
}

async function hasIt({ page }: Operator): Promise<boolean> {
  return (await page.locator('.chat-who').getByText('With you').count()) > 0
}

/** What stands in the field, or is kept where the field was. */
function draftOf({ page }: Operator): Promise<string> {
  return page.locator('#composer').inputValue()
}
