/** A login that ends by time while its operator works: the program's clock goes a month on, and nothing half-written is lost. */
import { afterAll, beforeAll, expect } from 'bun:test'
import { temporaryFolder } from '../packages/server/testing/program.ts'
import { falseClock, missingFaketime, type FalseClock } from '../reliability/faults/false-clock.ts'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees } from './testing/eventually.ts'
import type { Operator } from './testing/operator.ts'
import { openAdmin } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'
import { openVisitor, type Visitor } from './testing/visitor.ts'

const ANNA = 'anna@example.com'
/** A login lasts thirty days. */
const MONTH_MS = 31 * 24 * 3600 * 1000

describeInChromium(
  'a login that expires',
  () => {
    const folder = temporaryFolder()
    let clock: FalseClock
    let stage: Stage
    let anna: Operator
    let visitor: Visitor

    beforeAll(async () => {
      clock = falseClock(folder.path, 0)
      stage = await openStage(clock.environment)
      await (await openAdmin(stage.pult.url)).addOperator({ name: 'Anna', email: ANNA })
      anna = await stage.atWork(ANNA)
      visitor = await openVisitor(await stage.newContext(), `${stage.pult.url}/demo`)
      await visitor.write('An operator, please')
      await sees(visitor.standing.filter({ hasText: 'Anna is with you' }))
      await anna.rows.getByRole('link').click()
      await anna.field.fill('Half an answer')
    }, STEP_MS)
    afterAll(async () => {
      await stage[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    })

    step('[L3] [U4] the page says so, and that what was half-written is kept', async () => {
      clock.set(MONTH_MS)
      await sees(anna.page.getByRole('heading', { name: 'Your login has expired' }))
      await sees(anna.page.getByText('1 half-written answer is kept in this browser'))
      await visitor.write('Are you still there?')
    })

    step(
      '[M4] signed in again, the chat is there with all that came, and the draft in its field',
      async () => {
        await anna.page.getByRole('button', { name: 'Sign in' }).click()
        await anna.signIn(ANNA)
        await sees(anna.page.getByRole('status').filter({ hasText: 'Live' }))
        await anna.rows.getByRole('link').click()
        await sees(anna.message('Are you still there?'))
        await eventually(() => anna.field.inputValue(), 'Half an answer')
        await anna.field.press('Enter')
        await sees(visitor.message('Half an answer'))
      },
    )

    step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
      expect(stage.complaints()).toEqual([])
    })
  },
  missingFaketime(),
)
