/** A walk through every screen of the cabinet, for whoever wants to look at each: what is asked of all of them, and the manual's pictures. */
import type { BrowserContext, Page } from 'playwright-core'
import { en as desk } from '../../../apps/cabinet/src/words/en.ts'
import { en as flow } from '../../../apps/cabinet/src/words/flow/en.ts'
import { ru as flowRu } from '../../../apps/cabinet/src/words/flow/ru.ts'
import { ru as deskRu } from '../../../apps/cabinet/src/words/ru.ts'
import { sees } from '../eventually.ts'
import { ADMIN, openAdmin, type Admin, type ApiClient, type Pult } from '../pult.ts'
import { inTheChat } from './in-the-chat.ts'
import { onTheWayOut } from './on-the-way-out.ts'
import { inTheSettings } from './in-the-settings.ts'
import { atDesk, type Screen } from './looks.ts'
import { aroundTheChat } from './around-the-chat.ts'
import { atTheLists } from './at-the-lists.ts'
import { fillShop, openShop, type Language, type Shop } from './shop.ts'
import { whileWriting } from './while-writing.ts'

/** Of the desk, and of the editor of scenarios, which brings its own. */
const en = { ...desk, ...flow }

export interface Walk {
  readonly pult: Pult
  /** Another person's browser, speaking the language. */
  readonly newContext: () => Promise<BrowserContext>
  readonly language: Language
  /** Called on each screen, when everything on it stands. */
  readonly look: (screen: Screen) => Promise<void>
}

/** What everybody on the walk has in hand. */
export interface Walker extends Walk {
  /** What the cabinet says for it, in the language of the walk. */
  readonly say: (
    key: { [K in keyof typeof en]: (typeof en)[K] extends string ? K : never }[keyof typeof en],
  ) => string
  /** A person in a browser of their own, at the desk. */
  readonly signIn: (email: string) => Promise<Page>
}

/** The walk so far. */
export interface Way {
  readonly root: Admin
  readonly shop: Shop
  /** Anna's. */
  readonly page: Page
}

/** Once there is something to do. */
export interface BusyWay extends Way {
  /** The client whose chat is open. */
  readonly emma: ApiClient
  /** The supervisor's, who comes when the lists were looked at: then there is somebody to transfer to. */
  readonly vera: Page
}

/** A part of the walk; they follow one another. */
interface Part {
  readonly name:
    | 'the door'
    | 'the lists'
    | 'the chat'
    | 'around the chat'
    | 'writing'
    | 'the settings'
    | 'the way out'
  readonly go: () => Promise<void>
}

/** The parts in their order. Nothing happens before the first is gone. */
export function walkCabinet(asked: Walk): readonly Part[] {
  const tables = { en, ru: { ...deskRu, ...flowRu } }
  const walker: Walker = {
    // Read when it is needed: whoever walks may not have started it yet.
    get pult() {
      return asked.pult
    },
    language: asked.language,
    newContext: () => asked.newContext(),
    say: (key) => tables[asked.language][key],
    signIn: (email) => signedIn(walker, email),
    async look(screen) {
      // A hand on the list holds its order, and one on a button shows its name.
      if (screen.untouched !== true) await screen.page.mouse.move(0, 0)
      await asked.look(screen)
      // The walk itself is a desk's, however the screen was looked at.
      await atDesk(screen.page)
    },
  }
  const opening = once(async () => {
    const root = await openAdmin(walker.pult.url)
    const shop = await openShop(root, walker.language)
    return { root, shop, page: await walker.signIn(shop.anna) }
  })
  let filled: Promise<ApiClient> | undefined
  const busy = once(async () => {
    if (filled === undefined) throw new Error('Nobody has written: the lists come first.')
    const way = await opening()
    return { ...way, emma: await filled, vera: await walker.signIn(way.shop.vera) }
  })
  return [
    { name: 'the door', go: () => atTheDoor(walker) },
    {
      name: 'the lists',
      async go() {
        const way = await opening()
        await sees(way.page.locator('.status-switch.status-ONLINE'))
        await walker.look({ name: 'desk-empty', page: way.page })
        filled = fillShop(walker.pult.url, way.root, way.shop, way.page)
        await filled
        await atTheLists(walker, way)
      },
    },
    { name: 'the chat', go: async () => await inTheChat(walker, await busy()) },
    { name: 'around the chat', go: async () => await aroundTheChat(walker, await busy()) },
    { name: 'writing', go: async () => await whileWriting(walker, await busy()) },
    { name: 'the settings', go: async () => await inTheSettings(walker, await busy()) },
    { name: 'the way out', go: async () => await onTheWayOut(walker, await opening()) },
  ]
}

function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined
  return () => (opened ??= open())
}

/** By the form, at the real door; with a clock that can be moved. */
async function signedIn({ pult, newContext, say }: Walker, email: string): Promise<Page> {
  const page = await (await newContext()).newPage()
  await page.clock.install()
  await page.goto(pult.url)
  await page.getByRole('textbox', { name: say('signin.email') }).fill(email)
  await page.getByRole('textbox', { name: say('signin.password') }).fill(ADMIN.password)
  await page.getByRole('button', { name: say('signin.submit') }).click()
  await sees(page.locator('.link-live'))
  return page
}

async function atTheDoor({ pult, newContext, look, say }: Walker): Promise<void> {
  const page = await (await newContext()).newPage()
  await page.goto(pult.url)
  await sees(page.getByRole('heading', { name: say('signin.title') }))
  await look({ name: 'sign-in', page })
  await page.getByRole('textbox', { name: say('signin.email') }).fill('nobody@example.com')
  await page.getByRole('textbox', { name: say('signin.password') }).fill('not the one')
  await page.getByRole('button', { name: say('signin.submit') }).click()
  await sees(page.getByText(say('error.wrong_credentials')))
  await look({ name: 'sign-in-refused', page })
  await page.goto(`${pult.url}/setup#used`)
  await sees(page.getByRole('heading', { name: say('setup.title') }))
  await look({ name: 'setup', page })
  await page.context().close()
}
