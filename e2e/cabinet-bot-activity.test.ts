/** A supervisor looks at what the bots do while they do it: numbers follow, a scenario's steps are told apart, a failure leads to its chat. */
import { parseFlow } from '@pult/bots/flow'
import { afterAll, beforeAll, expect } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { violationsInLooks } from './testing/axe.ts'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { sees, seesNoMore } from './testing/eventually.ts'
import { tabStops } from './testing/keyboard.ts'
import { openOperator } from './testing/operator.ts'
import { openAdmin, openApiClient, type Admin, type ApiClient } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'

const SCENARIO = `flow 1
start -> ask

ask:
  ask order as number from 1 to 9999 whole: "Which order?"
  wrong "A number, please."
  -> bye

bye:
  say "It is on its way."
  -> end

end:
  close
`

describeInChromium('what bots do, in the cabinet', () => {
  let stage: Stage
  let page: Page
  let admin: Admin
  let client: ApiClient
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const card = (name: string) => page.getByRole('listitem').filter({ hasText: name })
  /** A number by its name. */
  const number = (name: string, within: Page | Locator = page) =>
    within
      .locator('dl > div')
      .filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
      .locator('dd')
  const stepRow = (text: string) => page.getByRole('row').filter({ hasText: text })
  const giveToChannel = async (kind: 'FLOW' | 'WEBHOOK', botId: unknown) => {
    const { items } = await admin.read<{ items: { id: string }[] }>('/channels')
    await admin.command('updateChannel', { channelId: items[0]?.id, bot: { kind, botId } })
  }
  const says = async (body: string) => {
    await client.command('sendMessage', { body })
  }

  beforeAll(async () => {
    stage = await openStage()
    const { url } = stage.pult
    admin = await openAdmin(url)
    await admin.addOperator({ name: 'Vera', email: 'vera@shop.test', role: 'supervisor' })
    const { flow } = parseFlow(SCENARIO)
    const made = await admin.command('createBot', { kind: 'FLOW', name: 'Boats', settings: { flow } })
    await giveToChannel('FLOW', made['botId'])
    client = await openApiClient(url)
    ;({ page } = await openOperator(await stage.newContext(), url, 'vera@shop.test'))
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step('[BA1] a supervisor finds the bots behind the gear, with nothing done yet', async () => {
    await page.goto(`${stage.pult.url}/#/admin/operators`)
    await page.getByRole('link', { name: 'Bot activity' }).click()
    await sees(number('Came', card('Boats')).filter({ hasText: /^0$/ }))
    await sees(number('Resolved', card('Boats')).filter({ hasText: '–' }))
  })

  step('[BA1] a chat that comes to a bot is counted before one’s eyes', async () => {
    await says('Hello')
    await sees(number('Now with the bot', card('Boats')).filter({ hasText: /^1$/ }))
    await sees(number('Came', card('Boats')).filter({ hasText: /^1$/ }))
  })

  step('[BA1] its steps tell who came, who stands there, and where chats ended', async () => {
    await button(/^Boats/).click()
    await sees(page.getByRole('heading', { name: 'Boats' }))
    await sees(stepRow('Which order?').getByRole('cell').nth(2).filter({ hasText: /^1$/ }))
    await says('17')
    await sees(stepRow('Close').getByRole('cell').nth(1).filter({ hasText: '1resolved 1' }))
    await sees(number('Resolved').filter({ hasText: '100%' }))
    await sees(number('Now with the bot').filter({ hasText: /^0/ }))
    expect(await stepRow('It is on its way.').getByRole('cell').first().textContent()).toBe('1')
  })

  step(
    '[U9] nothing is wrong with one bot, as axe says; all of it is reached by Tab, and the focus is seen',
    async () => {
      expect(await violationsInLooks({ page })).toEqual([])
      const stops = await tabStops(page)
      expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([])
      const names = stops.map(({ name }) => name)
      for (const name of ['To all bots', 'Today', '30 days']) expect(names).toContain(name)
      await button('To all bots').focus()
      await page.keyboard.press('Enter')
      await sees(card('Boats'))
      expect(await violationsInLooks({ page })).toEqual([])
      const all = await tabStops(page)
      expect(all.filter(({ isSeen }) => !isSeen)).toEqual([])
      await button(/^Boats/).focus()
      await page.keyboard.press('Enter')
      await sees(page.getByRole('heading', { name: 'Boats' }))
    },
  )

  step('[BA1] days are told by a bar and by a table', async () => {
    await sees(page.getByRole('img', { name: 'A bar a day: 1 chat in all, at most 1 on a day.' }))
    await page.getByText('As a table').click()
    await sees(
      page
        .getByRole('row')
        .filter({ hasText: /^\d+ \w+110000$/ })
        .first(),
    )
    await button('Today').click()
    await seesNoMore(page.getByRole('img'))
    await sees(number('Came').filter({ hasText: /^1$/ }))
  })

  step('[BA1] a failure is told with its sentence, and leads to the chat', async () => {
    const settings = { url: 'http://127.0.0.1:9/pult' }
    const made = await admin.command('createBot', { kind: 'WEBHOOK', name: 'Orders', settings })
    await giveToChannel('WEBHOOK', made['botId'])
    await says('Anybody?')
    await button('To all bots').click()
    await sees(number('Failed', card('Orders')).filter({ hasText: '100%' }))
    await button(/^Orders/).click()
    await sees(page.getByRole('region', { name: 'The program' }).getByText('The last trouble'))
    const failures = page.getByRole('region', { name: 'Last failures' })
    const closed = 'The address leads into a network that may not be asked.'
    await sees(failures.getByRole('listitem').filter({ hasText: closed }))
    expect(await violationsInLooks({ page })).toEqual([])
    await failures.getByRole('link', { name: 'Open the chat' }).click()
    await sees(page.getByRole('log').getByText('Anybody?'))
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})
