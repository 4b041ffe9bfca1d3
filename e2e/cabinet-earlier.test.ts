/** What lasts longer than a session: what was said before it, whoever had it then, and files whose links have ended. */
import { afterAll, beforeAll, expect } from 'bun:test'
import {
  createOperatorClient,
  createVisitorClient,
  signIn,
  type OperatorClient,
  type VisitorClient,
} from '../packages/client/src/index.ts'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { openOperator, type Operator } from './testing/operator.ts'
import { ADMIN, openAdmin } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'

const ANNA = 'anna@example.com'
/** A picture of one dot. */
const DOT = Uint8Array.fromBase64(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
)
const BORIS = 'boris@example.com'

describeInChromium('a client who comes back', () => {
  let stage: Stage
  let anna: Operator
  let boris: OperatorClient
  let visitor: VisitorClient

  beforeAll(async () => {
    stage = await openStage()
    const { url } = stage.pult
    const admin = await openAdmin(url)
    await admin.addOperator({ name: 'Anna', email: ANNA })
    await admin.addOperator({ name: 'Boris', email: BORIS })
    const { channelKey } = await admin.addChannel([])

    const { token } = await signIn({ url, email: BORIS, password: ADMIN.password })
    boris = createOperatorClient({ url, token })
    boris.connect()
    await eventually(async () => boris.state.connection.name, 'live')
    await boris.command('setStatus', { status: 'ONLINE' })
    visitor = createVisitorClient({ url, channelKey })
    visitor.connect()
    const sessionId = await withAnOperator(visitor, 'The kettle leaks', () => boris.state.sessions.size > 0)
    await boris.sendMessage({ sessionId, body: 'A new one is on its way' }).sent
    await boris.command('closeSession', { sessionId, reason: 'Sent a new one' })
    await boris.command('setStatus', { status: 'OFFLINE' })
    anna = await openOperator(await stage.newContext(), url, ANNA)
    await eventually(() => anna.status.inputValue(), 'ONLINE')
    await withAnOperator(visitor, 'It is me again', async () => (await anna.rows.count()) > 0)
  }, STEP_MS)
  afterAll(async () => {
    visitor?.close()
    boris?.close()
    await stage[Symbol.asyncDispose]()
  })

  step('[M20] a chat that is opened shows its session, and offers what was before', async () => {
    await anna.rows.getByRole('link').click()
    await sees(anna.message('It is me again'))
    await sees(anna.page.getByRole('button', { name: /^Earlier conversation:/ }))
    expect(await anna.message('The kettle leaks').count()).toBe(0)
  })

  step('[M20] the wheel goes on upwards: who had it, how it ended, what was said', async () => {
    await anna.page.getByRole('log').hover()
    await anna.page.mouse.wheel(0, -400)
    await sees(anna.message('The kettle leaks'))
    await sees(anna.message('A new one is on its way'))
    await sees(anna.page.getByText(/Boris · ended by Boris: Sent a new one$/))
    await sees(anna.page.getByText('A new session'))
    await anna.page.getByRole('log').hover()
    await anna.page.mouse.wheel(0, -2_000)
    await sees(anna.page.getByText('This is where the conversation begins.'))
    await seesNoMore(anna.page.getByRole('button', { name: /^Earlier conversation:/ }))
  })

  step(
    '[M18] [M20] what was said then is quoted now, and the quote leads back to it, over a reload too',
    async () => {
      await anna.act('The kettle leaks', 'Reply')
      await anna.write('Does the new one leak too?')
      await sees(anna.message('Does the new one leak too?'))
      await anna.page.reload()
      await sees(anna.message('Does the new one leak too?'))
      expect(await anna.message('A new one is on its way').count()).toBe(0)
      await anna.page.locator('.quote-jump').click()
      await sees(anna.message('A new one is on its way'))
    },
  )

  step(
    '[M21] a picture whose link has ended while the chat stood open gets a new one by itself',
    async () => {
      const picture = await visitor.upload(new Blob([DOT], { type: 'image/png' }), { name: 'kettle.png' })
      await visitor.sendMessage({ body: 'Look', attachments: [picture.id] }).sent
      await sees(anna.message('Look'))
      // As it is a day later: the links of what was loaded have ended, and the server refuses them.
      let ended = 0
      await anna.page.route(/\/messages(\?|$)/, async (route) => {
        if (route.request().url().includes('limit=200')) return route.continue()
        const answer = await route.fetch()
        const text = (await answer.text()).replaceAll(/expires=\d+/g, () => `expires=${(ended += 1)}`)
        return route.fulfill({ response: answer, body: text })
      })
      await anna.page.reload()
      const shown = anna.message('Look').locator('img')
      await eventually(
        () => shown.evaluate((image: HTMLImageElement) => image.naturalWidth).catch(() => 0),
        1,
      )
      expect(ended).toBeGreaterThan(0)
    },
  )

  step('nobody’s page complained', async () => {
    expect(stage.complaints()).toEqual([])
  })
})

/** Writes, asks for an operator and waits until one has the chat; the session. */
async function withAnOperator(
  visitor: VisitorClient,
  body: string,
  isThere: () => boolean | Promise<boolean>,
): Promise<string> {
  await visitor.sendMessage({ body }).sent
  await eventually(async () => visitor.state.session?.status, 'ACTIVE')
  await visitor.command('callOperator', {})
  await eventually(async () => isThere(), true)
  return String(visitor.state.session?.id)
}
