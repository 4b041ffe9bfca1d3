import type { Browser, BrowserContext } from 'playwright-core'
import { openChromium, openContext } from './chromium.ts'
import { collectComplaints, type Complaints } from './complaints.ts'
import { eventually } from './eventually.ts'
import { openOperator, type Operator } from './operator.ts'
import { startPult, type Pult } from './pult.ts'

/** What the people of one file share: the program, the browser, and the complaints about every page that they open. */
export interface Stage extends AsyncDisposable {
  readonly pult: Pult
  readonly browser: Browser
  /** Another person's browser, listened to for complaints. */
  newContext(): Promise<BrowserContext>
  /** An operator, the admin by default, in a browser of their own: signed in and online. */
  atWork(email?: string): Promise<Operator>
  /** Of all contexts so far, in the order of the contexts. */
  complaints(): Complaints
}

/** Starts both; `settings` are added to the program's environment. */
export async function openStage(settings?: Readonly<Record<string, string>>): Promise<Stage> {
  const [pult, browser] = await Promise.all([startPult(settings), openChromium()])
  // The pages are built when the first of them is asked for; nobody's patience is spent on that.
  await (await fetch(pult.url)).text()
  const heard: Complaints[] = []
  async function newContext(): Promise<BrowserContext> {
    const context = await openContext(browser)
    heard.push(await collectComplaints(context))
    return context
  }
  return {
    pult,
    browser,
    newContext,
    async atWork(email) {
      const operator = await openOperator(await newContext(), pult.url, email)
      await eventually(() => operator.status.inputValue(), 'ONLINE')
      return operator
    },
    complaints: () => heard.flat(),
    async [Symbol.asyncDispose]() {
      await browser.close()
      await pult[Symbol.asyncDispose]()
    },
  }
}
