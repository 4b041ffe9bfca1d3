/** An admin draws a scenario with the mouse and by keys, tries it out and publishes it; a client is answered by it; a former version comes back. */
import { afterAll, beforeAll, expect } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { botDeskOn, type BotDesk } from './testing/bot-desk.ts'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { openOperator } from './testing/operator.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor } from './testing/visitor.ts'

async function middleOf(at: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await at.boundingBox()
  if (box === null) throw new Error('It is not in sight.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function below(at: Locator, by: number): Promise<{ readonly x: number; readonly y: number }> {
  const { x, y } = await middleOf(at)
  return { x, y: y + by }
}

describeInChromium('a scenario that is drawn', () => {
  let stage: Stage
  let page: Page
  let desk: BotDesk
  const button: BotDesk['button'] = (name, within) => desk.button(name, within)
  const node = (name: string) => page.locator(`[data-node="${name}"]`)
  const exit = (name: string, label: string) =>
    node(name).locator('.draw-row').filter({ hasText: label }).locator('.draw-port')
  const form = (name: string) => page.getByRole('region', { name, exact: true })
  const drag = async (from: Locator, to: { x: number; y: number }) => {
    const start = await middleOf(from)
    await page.mouse.move(start.x, start.y)
    await page.mouse.down()
    await page.mouse.move((start.x + to.x) / 2, (start.y + to.y) / 2, { steps: 3 })
    await page.mouse.move(to.x, to.y, { steps: 3 })
    await page.mouse.up()
  }
  const arrows = () => page.locator('.draw-arrow').count()
  const textNow = async () => {
    await button('Text').click()
    const value = await desk.text().inputValue()
    await button('Drawing').click()
    return value
  }

  beforeAll(async () => {
    stage = await openStage()
    ;({ page } = await openOperator(await stage.newContext(), stage.pult.url))
    await page.setViewportSize({ width: 1440, height: 900 })
    desk = botDeskOn(page, stage.pult.url)
    await desk.goTo('bots')
    await desk.newScenario('Parcels')
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step('[BE10] a drawing begins with one message, whose words are written at its side', async () => {
    await button('Begin with a message').click()
    await node('message').click({ position: { x: 60, y: 20 } })
    await form('message').getByLabel('What the bot says').fill('Hello from the post office.')
    await sees(node('message').getByText('Hello from the post office.'))
  })

  step('[BE10] an arrow that is dropped on the ground asks what comes there', async () => {
    const from = await middleOf(exit('message', 'then'))
    await drag(exit('message', 'then'), { x: from.x + 90, y: from.y + 60 })
    await page.getByRole('menuitem', { name: 'Question', exact: true }).click()
    await form('question').getByRole('textbox', { name: 'The question' }).fill('What is the number?')
    await form('question').getByLabel('Kept in the variable').fill('number')
    await form('question').getByLabel('What is taken for an answer').selectOption({ label: 'A number' })
    expect(await arrows()).toBe(2)
  })

  step('[BE10] what cannot stand in a scenario stays in its field, with the reason', async () => {
    const question = form('question').getByRole('textbox', { name: 'The question' })
    await question.fill('')
    await sees(form('question').getByText('Write something here.'))
    await sees(node('question').getByText('What is the number?'))
    await question.fill('What is the number of your parcel?')
    await seesNoMore(form('question').getByText('Write something here.'))
  })

  step('[BE13] by keys: a new node beside the one in hand, connected; Delete, and back again', async () => {
    await node('question').focus()
    await page.keyboard.press('n')
    await page.getByRole('menuitem', { name: 'Message', exact: true }).click()
    await form('message_2')
      .getByRole('textbox', { name: 'What the bot says' })
      .fill('Parcel {number} is on its way.')
    await page.keyboard.press('Escape')
    await seesNoMore(form('message_2'))
    await sees(node('message_2').and(page.locator(':focus')))
    await page.keyboard.press('ArrowLeft')
    await sees(node('question').and(page.locator(':focus')))
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Delete')
    await seesNoMore(node('message_2'))
    await page.keyboard.press('Control+z')
    await sees(node('message_2'))
    await page.keyboard.press('Control+Shift+z')
    await seesNoMore(node('message_2'))
    await page.keyboard.press('Control+z')
    await sees(node('message_2'))
  })

  step('[BE10] what is wrong is marked on its card, and leads to its form', async () => {
    await node('message_2').press('Enter')
    await form('message_2').getByRole('combobox', { name: 'Then' }).selectOption({ label: '— nowhere yet —' })
    await sees(node('message_2').locator('.draw-trouble.error'))
    await button('Dismiss', form('message_2')).click()
    await button(/^Error: message_2/).click()
    await form('message_2')
      .getByRole('combobox', { name: 'Then' })
      .selectOption({ label: '— waits for the client —' })
    await seesNoMore(node('message_2').locator('.draw-trouble'))
    await button('Dismiss', form('message_2')).click()
  })

  step('[BE10] a card is dragged, an arrow is led elsewhere, and the text says the same', async () => {
    await drag(node('message_2').locator('.draw-head strong'), await below(node('message_2'), 150))
    expect(await textNow()).toMatch(/place message_2 -?\d+ -?\d+\n/)
    await button('Show everything').click()
    await drag(exit('', 'Unexpected words'), await middleOf(node('message_2')))
    expect(await textNow()).toContain('otherwise -> message_2')
  })

  step('[BE12] the test run lights where the conversation is', async () => {
    await desk.says('Hello')
    await sees(desk.test().getByText('What is the number of your parcel?'))
    await sees(page.locator('.draw-card.here').and(node('question')))
    await desk.says('42')
    await sees(desk.test().getByText('Parcel 42 is on its way.'))
    await sees(page.locator('.draw-card.here').and(node('message_2')))
    expect(await page.locator('.draw-arrow.lit').count()).toBeGreaterThan(1)
  })

  step('[BE10] published, a client is answered by what was drawn', async () => {
    await button('Publish').click()
    await sees(page.getByText(/^Version 1, published/))
    await desk.giveToChannel('Parcels')
    const visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
    await visitor.write('Where is my parcel?')
    await sees(visitor.message('What is the number of your parcel?'))
    await visitor.write('77')
    await sees(visitor.message('Parcel 77 is on its way.'))
  })

  step('[BE7] the version before is taken back', async () => {
    await desk.goTo('bots')
    await button('Open', desk.card('Parcels')).click()
    await node('message_2').press('Enter')
    await form('message_2').getByRole('textbox', { name: 'What the bot says' }).fill('We do not know.')
    await button('Publish').click()
    await sees(page.getByText(/^Version 2, published/))
    await button('Versions').click()
    await sees(desk.dialog().locator('li.added').filter({ hasText: 'We do not know.' }))
    await button(/^Version 1/, desk.dialog()).click()
    await button('Open as draft', desk.dialog()).click()
    await sees(node('message_2').getByText('Parcel {number} is on its way.'))
    await button('Publish').click()
    await sees(page.getByText(/^Version 3, published/))
    await button('Dismiss', form('message_2')).click()
  })

  step('[BE10] on a phone one looks, taps a card, and works on it', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await button('Show everything').click()
    await node('message').click({ position: { x: 20, y: 6 } })
    const words = form('message').getByRole('textbox', { name: 'What the bot says' })
    await words.fill('Hello from a phone.')
    await button('Dismiss', form('message')).click()
    await seesNoMore(form('message'))
    expect(await node('message').textContent()).toContain('Hello from a phone.')
  })

  step(
    '[BE10] two fingers bring it nearer, with what lies between them staying there, and push it about',
    async () => {
      await button('Show everything').click()
      const percent = async () => Number.parseInt(await page.locator('.draw-tools .digits').innerText(), 10)
      const world = await page.context().newCDPSession(page)
      const touch = (
        type: 'touchStart' | 'touchMove' | 'touchEnd',
        ...points: readonly { x: number; y: number }[]
      ) =>
        world.send('Input.dispatchTouchEvent', { type, touchPoints: points.map((at, id) => ({ ...at, id })) })
      const before = await percent()
      const held = await middleOf(node('message'))
      const apart = (px: number, down = 0) =>
        [
          { x: held.x - px, y: held.y + down },
          { x: held.x + px, y: held.y + down },
        ] as const
      await touch('touchStart', apart(20)[0])
      await touch('touchStart', ...apart(20))
      for (const px of [25, 30, 35, 40]) await touch('touchMove', ...apart(px))
      // A browser that is busy takes fingers in as often as it draws.
      const wanted = Math.min(before * 2, 200)
      await eventually(async () => Math.abs((await percent()) - wanted) <= 2, true)
      const nearer = await percent()
      const now = await middleOf(node('message'))
      expect(Math.hypot(now.x - held.x, now.y - held.y)).toBeLessThan(3)
      for (const down of [20, 40, 60]) await touch('touchMove', ...apart(40, down))
      await eventually(async () => {
        const pushed = await middleOf(node('message'))
        return [Math.round(pushed.x - now.x), Math.round(pushed.y - now.y)]
      }, [0, 60])
      expect(await percent()).toBe(nearer)
      for (const px of [30, 20, 10]) await touch('touchMove', ...apart(px, 60))
      await eventually(async () => (await percent()) < nearer, true)
      // One finger is left, and what it does then is nothing: the drawing does not jump.
      await touch('touchEnd', apart(10, 60)[0])
      const rest = await middleOf(node('message'))
      await touch('touchMove', { x: held.x - 60, y: held.y })
      expect(await middleOf(node('message'))).toEqual(rest)
      await touch('touchEnd')
      await world.detach()
    },
  )

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})
