/**
 * `bun e2e/cabinet-screens.ts FOLDER`: every screen of the cabinet in the four combinations of light and dark, desk and phone, in both
 * languages, to look at. `bun e2e/cabinet-screens.ts manual` makes the manual's own again, in `docs/pictures`.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { languages, type Language } from './testing/cabinet-people.ts'
import { looks, inLook } from './testing/cabinet-looks.ts'
import { walkCabinet } from './testing/cabinet-walk.ts'
import { openChromium, openContext } from './testing/chromium.ts'
import { startPult } from './testing/pult.ts'

/** What the manual shows, and how: one picture says more than four of the same. */
const manual: Readonly<Record<string, readonly string[]>> = {
  'list-mine': ['desk-light', 'phone-dark'],
  chat: ['desk-light', 'desk-dark', 'phone-light', 'phone-dark'],
  panel: ['desk-light'],
  'chat-transfer': ['desk-light'],
}
const MANUAL_FOLDER = join(import.meta.dir, '../docs/pictures')

const where = process.argv[2]
if (where === undefined) {
  process.stderr.write('Usage: bun e2e/cabinet-screens.ts FOLDER | manual\n')
  process.exit(64)
}
const forManual = where === 'manual'
const folder = forManual ? MANUAL_FOLDER : where
mkdirSync(folder, { recursive: true })

const browser = await openChromium()
for (const language of languages) await pictures(language)
await browser.close()

async function pictures(language: Language): Promise<void> {
  await using pult = await startPult()
  const parts = walkCabinet({
    pult,
    language,
    newContext: () => openContext(browser, { locale: language }),
    look: (screen, page) => shoot(page, language, screen),
  })
  for (const { go } of parts) await go()
}

async function shoot(page: Page, language: Language, screen: string): Promise<void> {
  for (const look of looks) {
    if (forManual && manual[screen]?.includes(look.name) !== true) continue
    await inLook(page, look)
    await page.screenshot({ path: join(folder, `cabinet-${language}-${screen}-${look.name}.png`) })
  }
}
