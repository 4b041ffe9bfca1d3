/** An admin of whose company somebody says that the chat is slow looks at the machines: one that is alone, and two of which one dies. */
import { hasPostgres, sharedPostgres } from '@pult/storage/testing'
import { afterAll, beforeAll, expect } from 'bun:test'
import type { Page } from 'playwright-core'
import { violationsInLooks } from './testing/axe.ts'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { sees, seesNoMore } from './testing/eventually.ts'
import { tabStops } from './testing/keyboard.ts'
import { openAdmin, startPult, type Pult } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'

const toTheMachines = async (page: Page, { url }: Pult): Promise<void> => {
  await page.goto(`${url}/#/admin/operators`)
  await page.getByRole('link', { name: 'Machines' }).click()
  await sees(page.getByRole('heading', { name: 'Machines' }))
}
const figure = (page: Page, name: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
    .locator('dd')

describeInChromium('the machines: one alone', () => {
  let stage: Stage
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
    ;({ page } = await stage.atWork())
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  step('[MA1] says so calmly, with where everything is kept and how much it is', async () => {
    await toTheMachines(page, stage.pult)
    await sees(page.getByText('This machine works alone.'))
    await sees(figure(page, 'Folder').filter({ hasText: /\/workspaces\/main$/ }))
    await sees(figure(page, 'Size of its databases').filter({ hasText: /^\d+(\.\d)? (kB|MB)$/ }))
    await sees(figure(page, 'Operators').filter({ hasText: /^1$/ }))
    expect(await figure(page, 'Database').count()).toBe(0)
  })

  step(
    '[MA2] nothing is wrong with it, as axe says; all of it is reached by Tab, and the focus is seen',
    async () => {
      expect(await violationsInLooks({ page })).toEqual([])
      const stops = await tabStops(page)
      expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([])
    },
  )

  step(
    '[MA2] when it cannot be asked it is said how old the answer is; when it can again, nothing has to be done',
    async () => {
      await stage.pult.kill()
      await sees(page.locator('.nodes-age').filter({ hasText: /As of \d+\ss ago/ }))
      await seesNoMore(page.getByText('This machine works alone.').first())
      await stage.pult.start()
      await sees(page.locator('.nodes-age').filter({ hasText: 'Live' }))
      await sees(page.getByText('This machine works alone.'))
    },
  )

  step('[MA1] who is no admin finds no way there', async () => {
    const admin = await openAdmin(stage.pult.url)
    await admin.addOperator({ name: 'Vera', email: 'vera@shop.test', role: 'supervisor' })
    const { page: hers } = await stage.atWork('vera@shop.test')
    await hers.goto(`${stage.pult.url}/#/admin/nodes`)
    await sees(hers.getByRole('heading', { name: 'Operators' }))
    expect(await hers.getByRole('link', { name: 'Machines' }).count()).toBe(0)
  })
})

describeInChromium(
  'the machines: two',
  () => {
    let stage: Stage
    let other: Pult
    let page: Page
    beforeAll(async () => {
      const DATABASE_URL = await (await sharedPostgres()).createDatabase()
      // The first takes what is free, so that it is known which one dies with it.
      stage = await openStage({ DATABASE_URL })
      other = await startPult({ DATABASE_URL })
      ;({ page } = await stage.atWork())
      await toTheMachines(page, other)
    }, STEP_MS)
    afterAll(async () => {
      await other[Symbol.asyncDispose]()
      await stage[Symbol.asyncDispose]()
    })
    const card = ({ url }: Pult) =>
      page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: `:${new URL(url).port}` }) })

    step(
      '[MA1] all are well: who does the work, how far behind each is, how the database answers',
      async () => {
        await sees(page.getByText('All 2 machines are well.'))
        await sees(card(stage.pult).getByText('does the work'))
        await sees(card(other).getByText('answers you'))
        for (const pult of [stage.pult, other]) {
          await sees(card(pult).getByText(/^Version \S+ · up for /))
          await sees(card(pult).locator('dd').filter({ hasText: /ms$/ }))
          await sees(
            card(pult)
              .locator('dd')
              .filter({ hasText: /^nothing$/ }),
          )
        }
        await sees(figure(page, 'Held for').filter({ hasText: 'renewed all the time' }))
        expect(await violationsInLooks({ page })).toEqual([])
      },
    )

    step('[MA1] one is killed: it is red, with what to do, and the work is with the other', async () => {
      await stage.pult.kill()
      await sees(page.getByText(/has been silent for \d+\ss\.$/))
      await sees(page.getByText(/Run pult doctor on that machine, and start Pult there again/))
      await sees(card(stage.pult).getByText('silent', { exact: true }))
      await sees(card(other).getByText('does the work'))
      await seesNoMore(page.getByText('All 2 machines are well.').first())
      expect(await violationsInLooks({ page })).toEqual([])
    })

    step('[MA1] started again it is well, and who it was before is gone from the page', async () => {
      await stage.pult.start()
      await sees(page.getByText('All 2 machines are well.'))
      expect(await card(stage.pult).count()).toBe(1)
    })
  },
  hasPostgres() ? null : 'PostgreSQL is not installed',
)
