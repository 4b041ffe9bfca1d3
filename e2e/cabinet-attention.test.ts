/** What calls an operator: sounds, the desktop, the tab's own face; and what asks whether anybody is there. */
import { afterAll, beforeAll, expect } from 'bun:test'
import type { Page } from 'playwright-core'
import { heardOn, linesOf, listenToSounds, lookAt } from './testing/attention.ts'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { operatorOn, type Operator } from './testing/operator.ts'
import { openAdmin, type Admin } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor, type Visitor } from './testing/visitor.ts'

const ANNA = 'anna@example.com'
/** First tones of the calls, as `scores` has them. */
const NEW_CHAT_HZ = 659
const MESSAGE_HZ = 880
const ON_SCREEN_HZ = 1568

describeInChromium('attention', () => {
  let stage: Stage
  let root: Admin
  let anna: Operator
  let visitor: Visitor

  beforeAll(async () => {
    stage = await openStage()
    root = await openAdmin(stage.pult.url)
    await root.addOperator({ name: 'Anna', email: ANNA })
    const context = await stage.newContext()
    await context.grantPermissions(['notifications'], { origin: stage.pult.url })
    await listenToSounds(context)
    const page = await context.newPage()
    await page.clock.install()
    await page.goto(stage.pult.url)
    anna = operatorOn(page)
    await anna.signIn(ANNA)
    await eventually(() => anna.status.inputValue(), 'ONLINE')
    await eventually(() => page.evaluate(() => navigator.serviceWorker.controller !== null), true)
    visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step(
    '[N1] [N3] a chat comes while one looks at the desk: a sound, an unread mark, no line on the desktop',
    async () => {
      await lookAt(anna.page, true)
      await visitor.write('An operator, please')
      await sees(visitor.standing.filter({ hasText: 'Anna is with you' }))
      await eventually(async () => (await heardOn(anna.page)).includes(NEW_CHAT_HZ), true)
      await visitor.write('Is the kettle in stock?')
      await eventually(() => anna.page.title(), '(2) Pult')
      expect(await iconOf(anna.page)).toContain('/unread-')
      expect(await linesOf(anna.page)).toEqual([])
    },
  )

  step('[N1] the chat in front of one ticks; read, its marks are gone', async () => {
    await anna.rows.first().getByRole('link').click()
    await sees(anna.message('Is the kettle in stock?'))
    await eventually(() => anna.page.title(), 'Pult')
    expect(await iconOf(anna.page)).toContain('/favicon-')
    await afterLastSound(anna.page)
    await visitor.write('The red one')
    await sees(anna.message('The red one'))
    await eventually(() => heardOn(anna.page), [ON_SCREEN_HZ, ON_SCREEN_HZ * 2])
  })

  step('[N6] nobody looks: one line a chat, with the words; it goes when they are read', async () => {
    await lookAt(anna.page, false)
    await visitor.write('Or the blue one')
    await eventually(async () => (await linesOf(anna.page)).map(({ body }) => body), ['Or the blue one'])
    await visitor.write('By Friday')
    await eventually(async () => (await linesOf(anna.page)).map(({ body }) => body), ['By Friday'])
    const [line] = await linesOf(anna.page)
    expect(line?.title).toMatch(/^New message from /)
    await eventually(() => anna.page.title(), '(2) Pult')
    await lookAt(anna.page, true)
    await eventually(() => linesOf(anna.page), [])
    await eventually(() => anna.page.title(), 'Pult')
  })

  step('[N6] a click on the line leads to the chat', async () => {
    const address = await anna.page.evaluate(() => location.hash)
    await anna.page.keyboard.press('Escape')
    await seesNoMore(anna.field)
    const [worker] = anna.page.context().serviceWorkers()
    await worker?.evaluate(async (url) => {
      const scope = globalThis as unknown as {
        readonly registration: ServiceWorkerRegistration
        readonly NotificationEvent: new (type: string, init: { readonly notification: Notification }) => Event
      }
      await scope.registration.showNotification('A line', { tag: 'clicked', data: { url } })
      const [notification] = await scope.registration.getNotifications({ tag: 'clicked' })
      if (notification !== undefined)
        globalThis.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }))
    }, `/${address}`)
    await sees(anna.message('By Friday'))
    expect(await anna.page.evaluate(() => location.hash)).toBe(address)
  })

  step('[N6] with no tab open, what the server sends is shown by the service worker', async () => {
    const page = await anna.page.context().newPage()
    await page.goto(`${stage.pult.url}/demo`)
    const session = await anna.page.context().newCDPSession(page)
    const registered = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [one] = registrations
        if (one !== undefined) resolve(one.registrationId)
      })
    })
    await session.send('ServiceWorker.enable')
    const payload = {
      kind: 'message',
      sessionId: 'ses_9',
      title: 'Mary',
      body: 'Hello',
      url: '/#/chat/ses_9',
    }
    await session.send('ServiceWorker.deliverPushMessage', {
      origin: stage.pult.url,
      registrationId: await registered,
      data: JSON.stringify(payload),
    })
    await eventually(
      async () => (await linesOf(page)).filter(({ tag }) => tag === 'ses_9'),
      [{ tag: 'ses_9', title: 'Mary', body: 'Hello' }],
    )
    await page.close()
  })

  step(
    '[N1] of two tabs one calls: the one that was looked at last, and when it is closed, the other',
    async () => {
      const second = operatorOn(await anna.page.context().newPage())
      await second.page.goto(stage.pult.url)
      await sees(second.page.locator('.link-badge').getByText('Live'))
      await second.page.locator('.stage').click()
      await lookAt(anna.page, false)
      await lookAt(second.page, true)
      await Promise.all([afterLastSound(anna.page), heardOn(second.page)])
      await visitor.write('Are you there?')
      await eventually(async () => (await heardOn(second.page)).includes(MESSAGE_HZ), true)
      expect(await heardOn(anna.page)).toEqual([])
      await second.page.close()
      await visitor.write('Hello?')
      await eventually(async () => (await heardOn(anna.page)).includes(MESSAGE_HZ), true)
      await lookAt(anna.page, true)
    },
  )

  step(
    '[N4] under the moon nothing sounds and nothing is put on the desktop, until it is ended',
    async () => {
      await anna.page.getByRole('button', { name: 'Do not disturb' }).click()
      await anna.page.getByRole('menuitem', { name: 'For an hour' }).click()
      const moon = anna.page.getByRole('button', { name: /^Quiet until/ })
      await sees(moon)
      await lookAt(anna.page, false)
      await heardOn(anna.page)
      await visitor.write('In the night')
      await sees(anna.message('In the night'))
      expect(await heardOn(anna.page)).toEqual([])
      expect((await linesOf(anna.page)).filter(({ body }) => body === 'In the night')).toEqual([])
      await lookAt(anna.page, true)
      await moon.click()
      await anna.page.getByRole('menuitem', { name: 'End the silence' }).click()
      await sees(anna.page.getByRole('button', { name: 'Do not disturb' }))
    },
  )

  step(
    '[N5] a kind is heard by its button and switched off by its box, in every tab and over a reload',
    async () => {
      await anna.deskMenu('Preferences')
      await heardOn(anna.page)
      await anna.page.getByRole('button', { name: 'Try: A new chat for me' }).click()
      await eventually(async () => (await heardOn(anna.page)).at(0), NEW_CHAT_HZ)
      await anna.page.getByRole('checkbox', { name: 'A message in the chat on screen' }).uncheck()
      await anna.page.reload()
      await sees(anna.message('In the night'))
      await lookAt(anna.page, true)
      await anna.page.locator('.stage').click()
      await visitor.write('Without a tick')
      await sees(anna.message('Without a tick'))
      expect(await heardOn(anna.page)).toEqual([])
    },
  )

  step(
    '[I1] [I2] nobody touches anything: a question, a touch answers it; then a minute, away, and back by one button',
    async () => {
      const question = anna.page.getByRole('alertdialog', { name: 'Are you still here?' })
      await anna.page.clock.fastForward('10:01')
      await sees(question)
      await anna.page.keyboard.press('Shift')
      await seesNoMore(question)

      await anna.page.clock.fastForward('10:01')
      await sees(question)
      await anna.page.clock.fastForward('01:01')
      await seesNoMore(question)
      await eventually(() => anna.status.inputValue(), 'AWAY')
      const away = anna.page.getByText(/^You are away since \d\d:\d\d, because nobody was at the desk/)
      await sees(away)
      await anna.page.reload()
      await sees(away)
      await anna.page.getByRole('button', { name: 'I am back: online' }).click()
      await eventually(() => anna.status.inputValue(), 'ONLINE')
      await seesNoMore(away)
    },
  )

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})

/** Right after a sound only something more urgent sounds: what is heard from here on is not held back by it. */
async function afterLastSound(page: Page): Promise<void> {
  await page.clock.fastForward(2_000)
  await heardOn(page)
}

function iconOf(page: Page): Promise<string | null> {
  return page.locator('link[rel=icon]').getAttribute('href')
}
