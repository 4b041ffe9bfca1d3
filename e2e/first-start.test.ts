/** The first minutes with Pult: no settings, the link that it prints, and a chat with oneself. */
import { afterAll, beforeAll, expect } from 'bun:test'
import type { BrowserContext } from 'playwright-core'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees } from './testing/eventually.ts'
import { operatorOn, type Operator } from './testing/operator.ts'
import { ADMIN } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor } from './testing/visitor.ts'

describeInChromium('a first start', () => {
  let stage: Stage
  let context: BrowserContext
  let admin: Operator
  let link: string

  beforeAll(async () => {
    const noAdmin = { PULT_ADMIN_EMAIL: '', PULT_ADMIN_PASSWORD: '' }
    stage = await openStage(noAdmin)
    context = await stage.newContext()
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step('the program prints a one-time link, and it opens the form', async () => {
    await eventually(async () => stage.pult.output().includes('/setup#'), true)
    link = /http:\S+\/setup#[\w-]+/.exec(stage.pult.output())?.[0] ?? ''
    admin = operatorOn(await context.newPage())
    await admin.page.goto(link)
    await sees(admin.page.getByRole('heading', { name: 'Welcome to Pult' }))
  })

  step(
    'the form makes the admin, who lands in the cabinet, online; the secret leaves the address',
    async () => {
      await admin.page.getByRole('textbox', { name: 'Your name' }).fill('Vera')
      await admin.page.getByRole('textbox', { name: 'E-mail' }).fill('vera@example.com')
      await admin.page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password)
      await admin.page.getByRole('button', { name: 'Make the administrator' }).click()
      await sees(admin.page.getByRole('status').filter({ hasText: 'Live' }))
      await eventually(() => admin.status.inputValue(), 'ONLINE')
      expect(new URL(admin.page.url()).pathname + new URL(admin.page.url()).hash).toBe('/')
    },
  )

  step('a chat with oneself, in two tabs of one browser', async () => {
    const visitor = await openVisitor(context, `${stage.pult.url}/demo`)
    await visitor.write('An operator, please')
    await sees(visitor.standing.filter({ hasText: 'Vera is with you' }))
    await admin.page.bringToFront()
    await admin.rows.getByRole('link').click()
    await admin.write('It works!')
    await sees(visitor.message('It works!'))
  })

  step('the link works once', async () => {
    const stranger = await (await stage.newContext()).newPage()
    await stranger.goto(link)
    await stranger.getByRole('textbox', { name: 'Your name' }).fill('Eve')
    await stranger.getByRole('textbox', { name: 'E-mail' }).fill('eve@example.com')
    await stranger.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password)
    await stranger.getByRole('button', { name: 'Make the administrator' }).click()
    await sees(stranger.getByRole('alert').filter({ hasText: 'This link was used already' }))
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})
