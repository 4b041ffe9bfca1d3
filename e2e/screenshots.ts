/** `bun e2e/screenshots.ts FOLDER`: pictures of the cabinet and the widget to look at; desk and phone, light and dark, Russian and English. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { devices, type Browser, type Page } from 'playwright-core'
import * as widgetEnglish from '../apps/widget/src/words/english.ts'
import * as widgetRussian from '../apps/widget/src/words/russian.ts'
import { openChromium, openContext } from './testing/chromium.ts'
import { sees } from './testing/eventually.ts'
import { ADMIN, openAdmin, openApiClient, startPult, type ApiClient } from './testing/pult.ts'

const folder = process.argv[2]
if (folder === undefined) {
  process.stderr.write('Usage: bun e2e/screenshots.ts FOLDER\n')
  process.exit(64)
}
mkdirSync(folder, { recursive: true })

const languages = {
  en: {
    locale: 'en-US',
    widget: widgetEnglish,
    call: 'An operator, please',
    question: 'Good morning! My teapot came with a crack at the spout.',
    answer: 'Good morning! I am sorry to hear that. Could you send a picture? We replace it at no charge.',
    details: 'Order 10542, see https://example.com/orders/10542',
    other: ['When do you deliver to Bornholm?', 'Is the red kettle in stock?'],
    names: ['Emma Larsen', 'Oliver Smith', 'Guest from a very long named company & sons'],
  },
  ru: {
    locale: 'ru-RU',
    widget: widgetRussian,
    call: 'Позовите оператора',
    question: 'Доброе утро! Чайник пришёл с трещиной у носика.',
    answer: 'Доброе утро! Мне очень жаль. Пришлёте фотографию? Заменим бесплатно.',
    details: 'Заказ 10542, вот он: https://example.com/orders/10542',
    other: ['Когда доставите в Калининград?', 'Красный чайник есть в наличии?'],
    names: ['Эмма Ларсен', 'Олег Кузнецов', 'Гость из компании с очень длинным названием'],
  },
} as const
type Language = keyof typeof languages
const sizes = {
  desk: { viewport: { width: 1280, height: 800 } },
  phone: { ...devices['Pixel 7'] },
} as const
const themes = ['light', 'dark'] as const

const browser = await openChromium()
for (const language of Object.keys(languages) as Language[]) await picture(browser, language)
await browser.close()

/** One conversation in one language, looked at from everywhere. */
async function picture(browser: Browser, language: Language): Promise<void> {
  const said = languages[language]
  // Otherwise some chats would come to the operator of the language before, who has only just gone.
  await using pult = await startPult()
  const root = await openAdmin(pult.url)
  const email = `${language}@example.com`
  await root.addOperator({ name: language === 'ru' ? 'Анна' : 'Anna', email })

  const desk = await openContext(browser, { locale: said.locale, ...sizes.desk })
  const cabinet = await desk.newPage()
  await cabinet.goto(pult.url)
  await sees(cabinet.locator('h1'))
  await shoot(cabinet, `cabinet-${language}-signin`)
  await cabinet.locator('input[name=email]').fill(email)
  await cabinet.locator('input[name=password]').fill(ADMIN.password)
  await cabinet.locator('button[type=submit]').click()
  await sees(cabinet.locator('.link-live'))
  await sees(cabinet.locator('.status-switch.status-ONLINE'))

  const visitorContext = await openContext(browser, { locale: said.locale, ...sizes.desk })
  const visitor = await visitorContext.newPage()
  await visitor.goto(`${pult.url}/demo`)
  await visitor.getByRole('button', { name: said.widget.openChat }).click()
  const panel = visitor.getByRole('dialog')
  await sees(panel)
  await shoot(visitor, `widget-${language}-empty`)
  const write = async (text: string) => {
    await panel.locator('.field').fill(text)
    await visitor.keyboard.press('Enter')
    await sees(panel.locator('.bubble').filter({ hasText: text }))
  }
  await write(said.question)
  await sees(panel.locator('.actions button'))
  await shoot(visitor, `widget-${language}-bot`)
  await panel.locator('.actions button').click()
  await sees(cabinet.locator('.session-row'))

  for (const [index, question] of said.other.entries()) {
    const client = await openApiClient(pult.url)
    await say(client, [said.call, question])
    await root.command('updateClient', { clientId: client.clientId, name: said.names[index + 1] })
  }
  await sees(cabinet.locator('.session-row').filter({ hasText: said.other[1] }))
  await write(said.details)
  await cabinet.locator('.session-row').filter({ hasText: said.details }).click()
  await sees(cabinet.locator('li.line').filter({ hasText: said.details }))
  await cabinet.locator('#composer').fill(said.answer)
  await cabinet.keyboard.press('Enter')
  await sees(panel.locator('.bubble').filter({ hasText: said.answer }))
  await panel.locator('.field').pressSequentially(said.question.slice(0, 12))
  await sees(cabinet.locator('.typing-line'))
  await shoot(cabinet, `cabinet-${language}-chat`)
  await shoot(visitor, `widget-${language}-operator`)
  await cabinet.locator('.chat-acts.desk-only > button.square').last().click()
  await sees(cabinet.locator('aside.panel'))
  await shoot(cabinet, `cabinet-${language}-panel`)

  for (const [name, context, page] of [
    ['widget', visitorContext, visitor],
    ['cabinet', desk, cabinet],
  ] as const) {
    // The same person on a phone: what the browser keeps goes along, the desk's window is left.
    const phone = await openContext(browser, {
      locale: said.locale,
      ...sizes.phone,
      storageState: await context.storageState(),
    })
    const small = await phone.newPage()
    const address = page.url()
    if (name === 'widget') {
      await small.goto(address)
      await small.locator('.launcher').click()
      await sees(small.locator('.bubble').filter({ hasText: said.answer }))
      await shoot(small, `widget-${language}-operator-phone`)
    } else {
      await small.goto(pult.url)
      await sees(small.locator('.session-row').filter({ hasText: said.other[1] }))
      await shoot(small, `cabinet-${language}-list-phone`)
      await small.goto(address)
      await sees(small.locator('li.line').filter({ hasText: said.answer }))
      await shoot(small, `cabinet-${language}-chat-phone`)
    }
    await phone.close()
  }
  await panel.locator('.menu-opener').click()
  await panel.getByRole('button', { name: said.widget.endChat }).click()
  await panel.getByRole('button', { name: said.widget.endChatYes }).click()
  await sees(panel.locator('.rating'))
  await shoot(visitor, `widget-${language}-ended`)
  await shoot(cabinet, `cabinet-${language}-closed`)
  await desk.close()
  await visitorContext.close()
}

async function say(client: ApiClient, texts: readonly string[]): Promise<void> {
  for (const body of texts) await client.command('sendMessage', { body })
}

/** In both themes. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.screenshot({ path: join(folder ?? '.', `${name}-${theme}.png`) })
  }
}
