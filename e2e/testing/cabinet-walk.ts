/** A walk through every screen of the cabinet, for whoever wants to look at each: what is asked of all of them, and the manual's pictures. */
import type { BrowserContext, Page } from 'playwright-core'
import { en } from '../../apps/cabinet/src/words/en.ts'
import { ru } from '../../apps/cabinet/src/words/ru.ts'
import { inLook, looks } from './cabinet-looks.ts'
import { fillShop, openShop, type Language, type Shop } from './cabinet-people.ts'
import { sees, seesNoMore } from './eventually.ts'
import { ADMIN, openAdmin, type Admin, type Pult } from './pult.ts'

export interface Walk {
  readonly pult: Pult
  /** Another person's browser, speaking the language. */
  readonly newContext: () => Promise<BrowserContext>
  readonly language: Language
  /** Called on each screen, when everything on it stands. */
  readonly look: (screen: string, page: Page) => Promise<void>
}

type Say = (
  key: { [K in keyof typeof en]: (typeof en)[K] extends string ? K : never }[keyof typeof en],
) => string

/** A part of the walk; they follow one another. */
interface Part {
  readonly name: 'the door' | 'the lists' | 'the chat' | 'the settings' | 'the way out'
  readonly go: () => Promise<void>
}

/** The parts in their order. Nothing happens before the first is gone. */
export function walkCabinet(asked: Walk): readonly Part[] {
  const tables = { en, ru }
  const say: Say = (key) => tables[asked.language][key]
  const walk: Walk = {
    // Read when it is needed: whoever walks may not have started it yet.
    get pult() {
      return asked.pult
    },
    language: asked.language,
    newContext: () => asked.newContext(),
    async look(screen, page) {
      await asked.look(screen, page)
      // The walk itself is a desk's, however the screen was looked at.
      await inLook(page, looks[0])
    },
  }
  const opening = once(async () => {
    const root = await openAdmin(walk.pult.url)
    const shop = await openShop(root, walk.language)
    return { root, shop, page: await signedIn(walk, say, shop.anna) }
  })
  return [
    { name: 'the door', go: () => atTheDoor(walk, say) },
    {
      name: 'the lists',
      async go() {
        const { page, root, shop } = await opening()
        await sees(page.locator('.status-switch.status-ONLINE'))
        await walk.look('desk-empty', page)
        await fillShop(walk.pult.url, root, shop)
        await atTheLists(walk, say, page)
      },
    },
    {
      name: 'the chat',
      async go() {
        const { page, shop } = await opening()
        await inTheChat(walk, say, shop, page)
      },
    },
    {
      name: 'the settings',
      async go() {
        const { page, shop } = await opening()
        await inTheSettings(walk, say, shop, page)
      },
    },
    {
      name: 'the way out',
      async go() {
        const { root, shop } = await opening()
        await onTheWayOut(walk, say, shop, root)
      },
    },
  ]
}

function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined
  return () => (opened ??= open())
}

async function signedIn({ pult, newContext }: Walk, say: Say, email: string): Promise<Page> {
  const page = await (await newContext()).newPage()
  await page.goto(pult.url)
  await page.getByRole('textbox', { name: say('signin.email') }).fill(email)
  await page.getByRole('textbox', { name: say('signin.password') }).fill(ADMIN.password)
  await page.getByRole('button', { name: say('signin.submit') }).click()
  await sees(page.locator('.link-live'))
  return page
}

async function atTheDoor({ pult, newContext, look }: Walk, say: Say): Promise<void> {
  const page = await (await newContext()).newPage()
  await page.goto(pult.url)
  await sees(page.getByRole('heading', { name: say('signin.title') }))
  await look('sign-in', page)
  await page.getByRole('textbox', { name: say('signin.email') }).fill('nobody@example.com')
  await page.getByRole('textbox', { name: say('signin.password') }).fill('not the one')
  await page.getByRole('button', { name: say('signin.submit') }).click()
  await sees(page.getByText(say('error.wrong_credentials')))
  await look('sign-in-refused', page)
  await page.goto(`${pult.url}/setup#used`)
  await sees(page.getByRole('heading', { name: say('setup.title') }))
  await look('setup', page)
  await page.context().close()
}

async function atTheLists({ look }: Walk, say: Say, page: Page): Promise<void> {
  const tab = (key: 'list.mine' | 'list.help' | 'list.watched' | 'list.closed') =>
    page.getByRole('tab', { name: say(key) })
  await sees(page.locator('.session-row').first())
  await look('list-mine', page)
  await tab('list.help').click()
  await sees(page.locator('.session-row').first())
  await look('list-help', page)
  await tab('list.watched').click()
  await sees(page.getByText(say('list.watched.empty')))
  await look('list-watched', page)
  await tab('list.closed').click()
  await sees(page.getByText(say('list.closed.empty')))
  await look('list-closed', page)
  await tab('list.mine').click()
}

async function inTheChat({ look }: Walk, say: Say, shop: Shop, page: Page): Promise<void> {
  const { said } = shop
  await page.locator('.session-row').filter({ hasText: said.names[0] }).click()
  const line = (text: string) => page.locator('[data-line]').filter({ hasText: text }).first()
  await sees(line(said.details))
  await page.locator('#composer').fill(said.answer)
  await page.keyboard.press('Enter')
  await sees(line(said.answer))
  await look('chat', page)

  const dialog = page.getByRole('dialog')
  const close = async () => {
    await page.keyboard.press('Escape')
    await seesNoMore(dialog)
  }
  // What is a button on a wide screen may be in the menu of a narrow one.
  const act = async (key: 'act.transfer' | 'act.close' | 'act.tags' | 'act.ban') => {
    const button = page.locator('.chat-head').getByRole('button', { name: say(key), exact: true })
    if (await button.isVisible()) return await button.click()
    await page
      .locator('.chat-head')
      .getByRole('button', { name: say('act.more'), exact: true })
      .click()
    await page.getByRole('menuitem', { name: say(key) }).click()
  }
  for (const key of ['act.transfer', 'act.close', 'act.tags', 'act.ban'] as const) {
    await act(key)
    await sees(dialog)
    await look(`chat-${key.slice('act.'.length)}`, page)
    await close()
  }
  await page
    .locator('.chat-head')
    .getByRole('button', { name: say('act.more'), exact: true })
    .click()
  await sees(page.getByRole('menu'))
  await look('chat-menu', page)
  // It closes by itself where the window changed under it; Escape would leave the chat then.
  if (await page.getByRole('menu').isVisible()) await page.keyboard.press('Escape')
  await page.locator('.session-row').filter({ hasText: said.names[0] }).click()
  await page.keyboard.press('Control+k')
  await sees(page.getByRole('dialog'))
  await look('palette', page)
  await close()
  await page.locator('.messages').focus()
  await page.keyboard.press('?')
  await sees(page.getByRole('dialog'))
  await look('keys', page)
  await close()
  await page.getByRole('button', { name: say('search.open') }).click()
  await page.getByRole('searchbox', { name: say('search.label') }).fill('10542')
  await sees(page.getByRole('search').getByRole('status').filter({ hasText: '1' }))
  await look('chat-search', page)
  await page.getByRole('button', { name: say('search.close') }).click()
  await page.getByRole('button', { name: say('act.client'), exact: true }).click()
  await sees(page.getByRole('complementary', { name: say('panel.label') }))
  await look('panel', page)
  await page.getByRole('button', { name: say('panel.close'), exact: true }).click()
  await page.getByRole('button', { name: say('composer.note.hint') }).click()
  await look('chat-note', page)
  await page.keyboard.press('Escape')
}

async function inTheSettings({ look, pult }: Walk, say: Say, shop: Shop, page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  // On a phone the way to them leads over the lists.
  await page.goto(pult.url)
  await sees(page.locator('.link-live'))
  await page.getByRole('button', { name: say('app.menu'), exact: true }).click()
  await page.getByRole('menuitem', { name: say('app.preferences') }).click()
  await sees(dialog)
  await look('preferences', page)
  await page.keyboard.press('Escape')
  await seesNoMore(dialog)
  for (const [section, key] of [
    ['operators', 'admin.new.operator'],
    ['groups', 'admin.new.group'],
    ['channels', 'admin.new.channel'],
  ] as const) {
    await page.goto(`${pult.url}/#/admin/${section}`)
    const opener = page.getByRole('button', { name: say(key) })
    await sees(opener)
    await look(`settings-${section}`, page)
    await opener.click()
    await sees(dialog)
    await look(`settings-${section}-new`, page)
    await page.keyboard.press('Escape')
    await seesNoMore(dialog)
  }
  await page.goto(`${pult.url}/#/admin/operators`)
  await page.getByRole('button', { name: `${say('act.more')}: ${shop.said.boris}` }).click()
  await page.getByRole('menuitem', { name: say('admin.block') }).click()
  await sees(dialog)
  await look('settings-block', page)
  await page.keyboard.press('Escape')
}

/** Every way out that a person can be sent. */
async function onTheWayOut(walk: Walk, say: Say, { boris }: Shop, root: Admin): Promise<void> {
  const { look, pult } = walk
  const first = await signedIn(walk, say, boris.email)
  const second = await signedIn(walk, say, boris.email)
  await sees(first.getByRole('heading', { name: say('out.elsewhere.title') }))
  await look('out-elsewhere', first)
  await first.context().close()
  await root.command('logOutOperator', { operatorId: boris.id })
  await sees(second.getByRole('heading', { name: say('out.forced.title') }))
  await look('out-forced', second)
  await second.context().close()
  const third = await signedIn(walk, say, boris.email)
  await third.getByRole('button', { name: say('app.menu'), exact: true }).click()
  await third.getByRole('menuitem', { name: say('admin.signout') }).click()
  await sees(third.getByRole('heading', { name: say('out.loggedOut.title') }))
  await look('out-signed-out', third)
  await third.context().close()
  const fourth = await signedIn(walk, say, boris.email)
  await root.command('blockOperator', { operatorId: boris.id, blocked: true, reason: 'Left the company.' })
  await sees(fourth.getByRole('heading', { name: say('out.blocked.title') }))
  await look('out-blocked', fourth)
  await fourth.route('**/api/v1/me', (route) => route.abort())
  await fourth.goto(pult.url)
  await sees(fourth.getByRole('heading', { name: say('offline.title') }))
  await look('offline', fourth)
  await fourth.context().close()
}
