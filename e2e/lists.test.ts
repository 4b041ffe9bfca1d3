/** The lists of the cabinet: many chats, the keyboard, the filter, rows that stand still, and those that are over. */
import { afterAll, beforeAll, expect } from 'bun:test'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { openOperator, type Operator } from './testing/operator.ts'
import { openAdmin, openApiClient, type Admin, type ApiClient } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'

const ANNA = 'anna@example.com'
/** More than fit on a screen, and more than need a filter. */
const CHATS = 40

describeInChromium('lists', () => {
  let stage: Stage
  let root: Admin
  let anna: Operator
  const clients: ApiClient[] = []
  const names = () => anna.rows.locator('strong').allInnerTexts()

  beforeAll(async () => {
    stage = await openStage()
    root = await openAdmin(stage.pult.url)
    const annaId = await root.addOperator({ name: 'Anna', email: ANNA })
    await root.command('updateOperator', { operatorId: annaId, capacity: CHATS })
    anna = await openOperator(await stage.newContext(), stage.pult.url, ANNA)
    await sees(anna.page.locator('.status-switch.status-ONLINE'))
    for (let index = 0; index < CHATS; index += 1) {
      const client = await openApiClient(stage.pult.url)
      await client.command('sendMessage', { body: 'operator' })
      await root.command('updateClient', { clientId: client.clientId, name: `Client ${index}` })
      clients.push(client)
    }
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step('[O10] of many chats a screenful is in the page, and each row says where it stands', async () => {
    await sees(anna.page.getByRole('tab', { name: `Mine ${CHATS}` }))
    expect(await anna.rows.count()).toBeLessThan(CHATS)
    expect(await anna.rows.first().getAttribute('aria-setsize')).toBe(String(CHATS))
    expect(await anna.rows.first().getAttribute('aria-posinset')).toBe('1')
  })

  step('[A2] arrows, Home and End go through all of them, and Enter opens', async () => {
    const focused = () =>
      anna.page.evaluate(() => document.activeElement?.closest('li')?.getAttribute('aria-posinset'))
    await anna.rows.first().getByRole('link').focus()
    await anna.page.keyboard.press('End')
    await eventually(focused, String(CHATS))
    await anna.page.keyboard.press('ArrowUp')
    await eventually(focused, String(CHATS - 1))
    await anna.page.keyboard.press('Home')
    await eventually(focused, '1')
    expect(
      await anna.page.evaluate(() => document.querySelectorAll('.session-row[tabindex="0"]').length),
    ).toBe(1)
    await anna.page.keyboard.press('ArrowDown')
    await anna.page.keyboard.press('Enter')
    await sees(anna.page.locator('.session-row[aria-current=page]'))
  })

  step('[O9] the filter finds by the beginning of a name', async () => {
    const filter = anna.page.getByRole('searchbox')
    await filter.fill('client 17')
    await eventually(names, ['Client 17'])
    await filter.press('Escape')
    await eventually(async () => (await names()).length > 1, true)
  })

  step('[O8] rows stand while the pointer is on them, and are sorted when it goes', async () => {
    await anna.page.locator('.rows-box').evaluate((box) => box.scrollTo(0, 0))
    const before = await names()
    const first = clients[Number(before[0]?.split(' ')[1])]
    await anna.rows.nth(2).hover()
    await anna.page.mouse.move(200, 300)
    // It is over, and its row would take the others with it.
    const { items } = await sessionsOf(root, first)
    await root.command('closeSession', { sessionId: items[0]?.id })
    await sees(anna.page.getByRole('button', { name: 'Order on hold' }))
    expect((await names()).slice(0, 3)).toEqual(before.slice(0, 3))
    await anna.page.mouse.move(900, 300)
    await eventually(async () => (await names())[0] === before[0], false)
    await seesNoMore(anna.page.getByRole('button', { name: 'Order on hold' }))
  })

  step('[O6] [O9] what is over is listed, searched, opened, and found again by its address', async () => {
    const { items } = await sessionsOf(root, clients[7])
    await root.command('closeSession', { sessionId: items[0]?.id })
    await anna.page.getByRole('tab', { name: 'Closed' }).click()
    await sees(anna.rows.filter({ hasText: 'Client 7' }))
    await anna.page.getByRole('searchbox').fill('nobody was called that')
    await sees(anna.page.getByText('Nothing fits.'))
    await anna.page.getByRole('searchbox').fill('')
    await anna.rows.filter({ hasText: 'Client 7' }).getByRole('link').click()
    await sees(anna.page.getByText(/^This chat (is|was) closed/))
    await anna.page.reload()
    await sees(anna.page.getByText(/^This chat (is|was) closed/))
    await sees(anna.page.getByRole('main').getByRole('heading', { name: 'Client 7' }))
  })

  step('no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})

/** The chats of a client, as an admin sees them. */
function sessionsOf(
  root: Admin,
  client: ApiClient | undefined,
): Promise<{ readonly items: readonly { readonly id: string }[] }> {
  return root.read(`/sessions?clientId=${client?.clientId}`)
}
