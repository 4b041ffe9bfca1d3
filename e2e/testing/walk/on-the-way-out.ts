import type { Page } from 'playwright-core'
import { sees } from '../eventually.ts'
import { ADMIN } from '../pult.ts'
import type { Walker, Way } from './walk.ts'

/** Every way out that a person can be sent. */
export async function onTheWayOut(walker: Walker, { root, shop }: Way): Promise<void> {
  const { look, pult, say, signIn } = walker
  const { boris } = shop
  const first = await signIn(boris.email)
  const page = await signIn(boris.email)
  await sees(first.getByRole('heading', { name: say('out.elsewhere.title') }))
  await look({ name: 'out-elsewhere', page: first })
  await first.context().close()

  // The stream's last word is what a cabinet goes by; these three the server says only to those who earned them.
  let last: number | null = null
  await page.routeWebSocket(/stream/, async (socket) => {
    if (last === null) socket.connectToServer()
    else await socket.close({ code: last })
  })
  for (const [name, code] of [
    ['expired', 4401],
    ['version', 4406],
    ['protocol', 4400],
  ] as const) {
    last = code
    await page.reload()
    await sees(page.getByRole('heading', { name: say(`out.${name}.title`) }))
    await look({ name: `out-${name}`, page })
  }
  last = null
  await page.reload()
  await sees(page.locator('.link-live'))
  await root.command('logOutOperator', { operatorId: boris.id })
  await sees(page.getByRole('heading', { name: say('out.forced.title') }))
  await look({ name: 'out-forced', page })
  await backIn(walker, page, boris.email)
  await page.getByRole('button', { name: say('app.menu'), exact: true }).click()
  await page.getByRole('menuitem', { name: say('admin.signout') }).click()
  await sees(page.getByRole('heading', { name: say('out.loggedOut.title') }))
  await look({ name: 'out-signed-out', page })
  await backIn(walker, page, boris.email)
  await root.command('blockOperator', { operatorId: boris.id, blocked: true, reason: shop.said.gone })
  await sees(page.getByRole('heading', { name: say('out.blocked.title') }))
  await look({ name: 'out-blocked', page })
  await page.route('**/api/v1/me', (route) => route.abort())
  await page.goto(pult.url)
  await sees(page.getByRole('heading', { name: say('offline.title') }))
  await look({ name: 'offline', page })
  await page.context().close()
}

/** By the button of the page that says why one is out. */
async function backIn({ say }: Walker, page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: say('out.signin') }).click()
  await page.getByRole('textbox', { name: say('signin.email') }).fill(email)
  await page.getByRole('textbox', { name: say('signin.password') }).fill(ADMIN.password)
  await page.getByRole('button', { name: say('signin.submit') }).click()
  await sees(page.locator('.link-live'))
}
