/** What is on an operator's screen is true: without a network, after a sleep, and when one is out with a sentence half written. */
import { afterAll, beforeAll, expect } from 'bun:test'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { loseNetwork } from './testing/network.ts'
import { openOperator, type Operator } from './testing/operator.ts'
import { openAdmin, type Admin } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor, type Visitor } from './testing/visitor.ts'

/** The longest pause between two tries to connect, and the start of the server. */
const RETURN_MS = 30_000
/** As often a page without a server asks for it; see apps/cabinet/src/entrance/offline-page.tsx. */
const AGAIN_MS = 5_000
const ANNA = 'anna@example.com'
const DRAFT = 'We have two of them, and'

describeInChromium('the truth on screen', () => {
  let stage: Stage
  let root: Admin
  let annaId: string

  beforeAll(async () => {
    stage = await openStage()
    root = await openAdmin(stage.pult.url)
    annaId = await root.addOperator({ name: 'Anna', email: ANNA })
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step(
    '[E4] ten minutes without a network: for how long, what may be old, when it is tried again; back with all that came',
    async () => {
      const { anna, visitor } = await talking('Is the kettle in stock?')
      await anna.field.fill(DRAFT)
      await loseNetwork(anna.page)
      await sees(badge(anna).filter({ hasText: 'Offline for' }))
      await anna.page.clock.fastForward('10:00')
      await sees(badge(anna).filter({ hasText: /Offline for 10:\d\d/ }))
      await sees(anna.page.getByText(/^No connection for 10:\d\d: what you see may be old/))
      await sees(anna.page.getByText(/next try in \d:\d\d/))
      await eventually(() => anna.page.title(), 'Offline · Pult')
      await visitor.write('The red one')
      await visitor.write('Or the blue one')
      await sees(visitor.message('Or the blue one').filter({ hasText: /Sent/ }))

      await anna.page.context().setOffline(false)
      await sees(badge(anna).filter({ hasText: 'Live' }), RETURN_MS)
      await sees(anna.message('Or the blue one'))
      await sees(anna.page.getByText(/^Back after 10:\d\d; \d+ events? came in meanwhile\.$/))
      await seesNoMore(anna.page.getByText(/may be old/))
      expect(await anna.field.inputValue()).toBe(DRAFT)
      await leave(anna, visitor)
    },
  )

  step('[E4] the next try is not waited for by who presses "now"', async () => {
    const { anna, visitor } = await talking('Do you deliver to islands?')
    await stage.pult.kill()
    await sees(badge(anna).filter({ hasText: 'Offline' }))
    // Tries in a row make the pause long enough to press in; the shorter pauses pass at once.
    const isLong = async () => {
      if ((await retrySeconds(anna)) >= 5) return true
      await anna.page.clock.fastForward(1_000)
      return false
    }
    await eventually(isLong, true, RETURN_MS)
    await stage.pult.start()
    await anna.page.getByRole('button', { name: 'now', exact: true }).click()
    await sees(badge(anna).filter({ hasText: 'Live' }))
    await leave(anna, visitor)
  })

  step(
    '[E6] the lid was closed for half an hour: nothing is called live before the stream is taken up anew',
    async () => {
      const { anna, visitor } = await talking('Can I change my order?')
      const shown = await followBadge(anna)
      await anna.page.clock.fastForward('30:00')
      // Away since the look at the clock that did not come: up to two seconds after the lid was closed.
      await sees(anna.page.getByText(/^Back after (29:5[89]|30:\d\d); /))
      await sees(badge(anna).filter({ hasText: 'Live' }))
      const said = await shown()
      expect(said[0]).toMatch(/^Offline for (0:\d\d|29:5[89]|30:\d\d)$/)
      expect(said.at(-1)).toBe('Live')
      await visitor.write('To the blue one')
      await sees(anna.message('To the blue one'))
      await leave(anna, visitor)
    },
  )

  step(
    '[E7] blocked in the middle of a sentence: the page says that it is kept, and it is there when one is back',
    async () => {
      const { anna, visitor } = await talking('Is there a warranty?')
      await anna.field.fill(DRAFT)
      await root.command('blockOperator', { operatorId: annaId, blocked: true, reason: 'left the company' })
      await saysKept(anna, 'You are blocked')
      await sees(anna.page.getByText('The reason given: left the company'))
      await root.command('blockOperator', { operatorId: annaId, blocked: false })
      await backWithDraft(anna, 'Sign in again')
      await leave(anna, visitor)
    },
  )

  step('[E7] signed in elsewhere, signed out by hand, by a supervisor: the same', async () => {
    const { anna, visitor } = await talking('Do you gift-wrap?')
    await anna.field.fill(DRAFT)
    const other = await openOperator(await stage.newContext(), stage.pult.url, ANNA)
    await saysKept(anna, 'You are signed in elsewhere')
    await anna.page.getByRole('button', { name: 'Use here' }).click()
    await sees(badge(anna).filter({ hasText: 'Live' }))
    await eventually(() => anna.field.inputValue(), DRAFT)
    await other.page.context().close()

    await root.command('logOutOperator', { operatorId: annaId })
    await saysKept(anna, 'You were signed out')
    await backWithDraft(anna, 'Sign in again')

    await anna.deskMenu('Sign out')
    await saysKept(anna, 'You have signed out')
    await backWithDraft(anna, 'Sign in again')
    await leave(anna, visitor)
  })

  step('[E7] what waits to be sent is named too, and goes out when one is back', async () => {
    const { anna, visitor } = await talking('One more thing')
    await loseNetwork(anna.page)
    await sees(badge(anna).filter({ hasText: 'Offline' }))
    await anna.write('Yes?')
    await sees(anna.message('Yes?').filter({ hasText: 'Waits to be sent' }))
    // Signed in elsewhere, she keeps the chat: who is gone for long loses it to others.
    const other = await openOperator(await stage.newContext(), stage.pult.url, ANNA)
    await anna.page.context().setOffline(false)
    await sees(anna.page.getByText(/^1 message was not sent yet\./), RETURN_MS)
    await anna.page.getByRole('button', { name: 'Use here' }).click()
    await sees(visitor.message('Yes?'))
    await other.page.context().close()
    await leave(anna, visitor)
  })

  step(
    '[PW2] the server is away at the start: the page is there, says so, and goes on by itself',
    async () => {
      const anna = await openOperator(await stage.newContext(), stage.pult.url, ANNA)
      await kept(anna)
      await stage.pult.kill()
      await anna.page.reload()
      await sees(anna.page.getByRole('heading', { name: 'No connection to Pult' }))
      await stage.pult.start()
      await anna.page.clock.fastForward(AGAIN_MS)
      await sees(badge(anna).filter({ hasText: 'Live' }), RETURN_MS)
      const urls = await anna.page.evaluate(async () => {
        const caches = await globalThis.caches.keys()
        const requests = await Promise.all(
          caches.map(async (name) => await (await globalThis.caches.open(name)).keys()),
        )
        return requests.flat().map(({ url }) => new URL(url).pathname)
      })
      expect(urls).toContain('/')
      expect(urls.filter((path) => path !== '/' && !path.startsWith('/assets/'))).toEqual([])
      await anna.page.context().close()
    },
  )

  step('[PW3] a newer version is offered; taken, it keeps the draft', async () => {
    const { anna, visitor } = await talking('And the lid?')
    await kept(anna)
    await anna.field.fill(DRAFT)
    // The same program under another address is another version to the browser.
    await anna.page.evaluate(() => navigator.serviceWorker.register('/service-worker.js?newer'))
    await sees(anna.page.getByText('A new version of Pult is ready.'))
    await Promise.all([
      anna.page.waitForEvent('load'),
      anna.page.getByRole('button', { name: 'Reload' }).click(),
    ])
    await sees(badge(anna).filter({ hasText: 'Live' }))
    await eventually(() => anna.field.inputValue(), DRAFT)
    await leave(anna, visitor)
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })

  /** A visitor and Anna, on whose page time can be moved, with the chat open in front of her. */
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

function badge({ page }: Operator) {
  return page.locator('.link-badge').getByRole('status')
}

async function retrySeconds({ page }: Operator): Promise<number> {
  const [text = ''] = await page.getByText(/next try in/).allInnerTexts()
  return Number(/(\d+):(\d\d)/.exec(text)?.[2] ?? '0')
}

/** Everything that the badge says from now on, each thing once in a row. */
async function followBadge({ page }: Operator): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const said: string[] = []
    const element = document.querySelector('.link-badge')
    const read = () => {
      const visible =
        element?.querySelector('[role=status] [aria-hidden]') ?? element?.querySelector('[role=status]')
      const text = visible?.textContent ?? ''
      if (said.at(-1) !== text) said.push(text)
    }
    if (element !== null)
      new MutationObserver(read).observe(element, { subtree: true, childList: true, characterData: true })
    ;(globalThis as unknown as { pultSaid: string[] }).pultSaid = said
  })
  return () => page.evaluate(() => (globalThis as unknown as { pultSaid: string[] }).pultSaid)
}

async function saysKept({ page }: Operator, title: string): Promise<void> {
  await sees(page.getByRole('heading', { name: title }))
  await sees(page.getByText(/^1 half-written answer is kept in this browser/))
}

async function backWithDraft(anna: Operator, button: string): Promise<void> {
  await anna.page.getByRole('button', { name: button }).click()
  await anna.signIn(ANNA)
  await eventually(() => anna.page.locator('#composer').inputValue(), DRAFT)
}

/** The service worker has what it needs for the next start, and stands before this page. */
async function kept({ page }: Operator): Promise<void> {
  await eventually(() => page.evaluate(() => navigator.serviceWorker.controller !== null), true)
}

async function leave(anna: Operator, visitor: Visitor): Promise<void> {
  await Promise.all([anna.page.context().close(), visitor.page.context().close()])
}
