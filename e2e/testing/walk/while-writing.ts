import { sees, seesNoMore } from '../eventually.ts'
import type { BusyWay, Walker } from './walk.ts'

/** The open chat while one writes in it: notes, canned replies, emoji, and whatever comes between. */
export async function whileWriting({ look, say }: Walker, { page, shop, emma }: BusyWay): Promise<void> {
  const { said } = shop
  const field = page.locator('#composer')
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: say('composer.note.hint') }).click()
  await look({ name: 'chat-note', page, part: page.locator('.composer') })
  await page.keyboard.press('Escape')
  await field.fill('')
  await field.pressSequentially('/')
  const offers = page.locator('.completions')
  await sees(offers.getByRole('option').first())
  await look({ name: 'chat-slash', page, part: offers })
  await field.fill('')
  const emoji = page.getByRole('button', { name: say('composer.emoji') })
  await emoji.click()
  await sees(dialog.getByRole('option').first())
  await look({ name: 'emoji', page, part: dialog, open: () => emoji.click() })
  await page.keyboard.press('Escape')
  await seesNoMore(dialog)
  await page.keyboard.press('Alt+KeyC')
  await sees(dialog.getByText(`/${said.canned[0][0]}`))
  await look({ name: 'canned', page, part: dialog })
  await dialog.getByRole('button', { name: say('canned.new') }).click()
  await sees(dialog.getByRole('textbox', { name: say('canned.shortcut') }))
  await look({ name: 'canned-new', page, part: dialog })
  await page.keyboard.press('Escape')
  await seesNoMore(dialog)

  await page.context().setOffline(true)
  await sees(page.locator('.link-offline'))
  await field.fill(said.half)
  await page.clock.fastForward('01:30')
  await look({ name: 'chat-offline', page })
  await page.keyboard.press('Enter')
  await emma.command('sendMessage', { body: said.late })
  await page.context().setOffline(false)
  const stale = page.getByRole('alert').filter({ hasText: say('stale.title') })
  await sees(stale.getByText(said.late))
  await look({ name: 'chat-stale', page })
  await stale.getByRole('button', { name: say('stale.rewrite') }).click()
  await seesNoMore(stale)

  await page.clock.fastForward('10:01')
  const question = page.getByRole('alertdialog')
  await sees(question)
  await look({ name: 'idle', page, part: question, untouched: true })
  await page.clock.fastForward('01:01')
  await seesNoMore(question)
  const away = page.locator('.desk-bar')
  await sees(away.getByRole('button', { name: say('idle.back') }))
  await look({ name: 'idle-away', page, part: away })
  await away.getByRole('button', { name: say('idle.back') }).click()
  await seesNoMore(away)
  // The same program under another address is another version to the browser.
  await page.evaluate(() => navigator.serviceWorker.register('/service-worker.js?newer'))
  await sees(away.getByText(say('update.ready')))
  await look({ name: 'update', page, part: away })
  await Promise.all([
    page.waitForEvent('load'),
    away.getByRole('button', { name: say('update.reload') }).click(),
  ])
  await sees(page.locator('.link-live'))

  await emma.command('closeSession', {})
  await sees(page.getByText(say('composer.closed.client')))
  await look({ name: 'chat-ended', page })
  await page.getByRole('button', { name: say('composer.dropDraft') }).click()
}
