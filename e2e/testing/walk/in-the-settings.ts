import type { Page } from 'playwright-core'
import { sees } from '../eventually.ts'
import { threeMachines } from './three-machines.ts'
import type { BusyWay, Walker } from './walk.ts'

/** What one chooses for oneself, what an admin and what a supervisor finds behind the gear. */
export async function inTheSettings({ look, pult, say }: Walker, way: BusyWay): Promise<void> {
  const { page, shop, vera } = way
  const dialog = page.getByRole('dialog')
  const close = async () => {
    await page.keyboard.press('Escape')
    // Gone and not only closed: the next address would open it again where the page has not heard of it yet.
    await page.locator('dialog').waitFor({ state: 'detached' })
  }
  // On a phone the way to them leads over the lists.
  await page.goto(pult.url)
  await sees(page.locator('.link-live'))
  const menu = page.getByRole('menu')
  const opener = page.getByRole('button', { name: say('app.menu'), exact: true })
  await opener.click()
  await look({ name: 'menu', page, part: menu, open: () => opener.click() })
  if (!(await menu.isVisible())) await opener.click()
  await page.getByRole('menuitem', { name: say('app.preferences') }).click()
  await sees(dialog)
  await look({ name: 'preferences', page, part: dialog })
  await close()
  for (const [section, key] of [
    ['operators', 'admin.new.operator'],
    ['groups', 'admin.new.group'],
    ['channels', 'admin.new.channel'],
    ['bots', 'bots.new'],
    ['canned', 'canned.new'],
  ] as const) {
    await page.goto(`${pult.url}/#/admin/${section}`)
    const add = page.getByRole('button', { name: say(key) })
    await sees(add)
    await look({ name: `settings-${section}`, page })
    await add.click()
    await sees(dialog)
    await look({ name: `settings-${section}-new`, page, part: dialog })
    await close()
  }
  await toTheBots({ look, pult, say }, page)
  await page.goto(`${pult.url}/#/admin/activity`)
  const builtin = page.getByRole('button', { name: say('admin.bot.BUILTIN') })
  await sees(builtin)
  await look({ name: 'settings-activity', page })
  await builtin.click()
  await sees(page.locator('.activity-tiles'))
  await look({ name: 'settings-activity-one', page })
  await page.route('**/api/v1/nodes', (route) => route.fulfill({ json: threeMachines }))
  await page.goto(`${pult.url}/#/admin/nodes`)
  await sees(page.locator('.nodes-card.silent'))
  await look({ name: 'settings-nodes', page })
  await page.unroute('**/api/v1/nodes')
  await page.goto(`${pult.url}/#/admin/operators`)
  await page.getByRole('button', { name: `${say('act.more')}: ${shop.said.boris}` }).click()
  await page.getByRole('menuitem', { name: say('admin.block') }).click()
  await sees(dialog)
  await look({ name: 'settings-block', page, part: dialog })
  await page.keyboard.press('Escape')
  // The same program under another address is another version to the browser, and stays one: this is the last of Anna's page.
  await page.evaluate(() => navigator.serviceWorker.register('/service-worker.js?newer'))
  const bar = page.locator('.desk-bar')
  await sees(bar.getByText(say('update.ready')))
  await look({ name: 'update', page, part: bar })
  await page.context().close()

  await vera.goto(`${pult.url}/#/admin/operators`)
  await sees(vera.getByRole('listitem').filter({ hasText: shop.said.boris }))
  await look({ name: 'supervisor-operators', page: vera })
  const more = vera.getByRole('button', { name: `${say('act.more')}: ${shop.said.boris}` })
  await more.click()
  await look({
    name: 'supervisor-operator-menu',
    page: vera,
    part: vera.getByRole('menu'),
    open: () => more.click(),
  })
  await vera.context().close()
}

/** A scenario before its first word, drawn, with a conversation, a node of it, its versions, and its text with a mistake in it; then the list that has it. */
async function toTheBots(
  { look, pult, say }: Pick<Walker, 'look' | 'pult' | 'say'>,
  page: Page,
): Promise<void> {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await page.goto(`${pult.url}/#/admin/bots`)
  await button(say('bots.new')).click()
  await page.getByRole('dialog').getByLabel(say('admin.name')).fill(SCENARIO)
  await button(say('admin.create')).click()
  await sees(button(say('bots.example')))
  await look({ name: 'settings-bot-begin', page })
  await button(say('bots.example')).click()
  await sees(page.getByText(say('bots.problems.none')))
  const field = page.getByRole('textbox', { name: say('bots.test.say') })
  // In the examples of both languages: a question that nobody has an answer to gets the menu, with its buttons.
  for (const body of ['?!', '?!']) {
    await field.fill(body)
    await field.press('Enter')
  }
  await sees(page.getByRole('log').getByRole('button').first())
  await look({ name: 'settings-bot-test', page })
  await page.locator('.draw-card.here').press('Enter')
  await sees(page.locator('.draw-form'))
  await look({ name: 'settings-bot-node', page })
  await page
    .locator('.draw-form')
    .getByRole('button', { name: say('app.close') })
    .click()
  await button(say('bots.publish')).click()
  await sees(page.getByText(say('bots.published.news').replace('{name}', SCENARIO)))
  await button(say('bots.versions')).click()
  const versions = page.getByRole('dialog', { name: say('bots.versions') })
  await sees(versions.getByRole('button', { name: say('bots.versions.open') }))
  await look({ name: 'settings-bot-versions', page, part: versions })
  await page.keyboard.press('Escape')
  await button(say('draw.view.text')).click()
  const text = page.getByRole('textbox', { name: say('bots.text') })
  await text.fill((await text.inputValue()).replace('hello:', 'hello:\n  shout'))
  await sees(page.locator('.flow-problems').getByRole('button').first())
  await look({ name: 'settings-bot-problem', page })
  await button(say('bots.back')).click()
  await sees(button(`${say('act.more')}: ${SCENARIO}`))
  await look({ name: 'settings-bots-one', page })
}

const SCENARIO = 'Lodka'
