/**
 * `bun e2e/cabinet-screens.ts FOLDER`: every screen of the cabinet in the four combinations of light and dark, desk and phone, in both
 * languages, to look at. `bun e2e/cabinet-screens.ts manual` makes the manual's own again, in `docs/pictures`: those that its guides name.
 */
import { Glob } from 'bun'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openChromium, openContext } from './testing/chromium.ts'
import { startPult } from './testing/pult.ts'
import { inLook, looks, type Screen } from './testing/walk/looks.ts'
import { languages, type Language } from './testing/walk/shop.ts'
import { walkCabinet } from './testing/walk/walk.ts'

const DOCS = join(import.meta.dir, '../docs')
/** Words stay sharp, and all the pictures together stay within what `docs.test.ts` allows. */
const QUALITY = 0.4
/** Of a desk's window in a picture: the manual's column is narrower than that still. */
const DESK_SCALE = 0.8
/** Around a part that is taken out of its page. */
const MARGIN_PX = 24

const where = process.argv[2]
if (where === undefined) {
  process.stderr.write('Usage: bun e2e/cabinet-screens.ts FOLDER | manual\n')
  process.exit(64)
}
const forManual = where === 'manual'
const folder = forManual ? join(DOCS, 'pictures') : where
const named = new Set<string>()
for (const path of new Glob('*/*.md').scanSync({ cwd: DOCS })) {
  const guide = await Bun.file(join(DOCS, path)).text()
  for (const [, screen = ''] of guide.matchAll(/\/pictures\/(\w+\/[\w-]+)-desk-light\.webp/g))
    named.add(screen)
}

const browser = await openChromium()
const encoder = await (await openContext(browser)).newPage()
for (const language of languages) await pictures(language)
await browser.close()

async function pictures(language: Language): Promise<void> {
  rmSync(join(folder, language), { recursive: true, force: true })
  mkdirSync(join(folder, language), { recursive: true })
  await using pult = await startPult()
  const parts = walkCabinet({
    pult,
    language,
    newContext: async () => {
      const context = await openContext(browser, { locale: language })
      // The first page builds the cabinet, and nobody waits for this program.
      context.setDefaultNavigationTimeout(60_000)
      return context
    },
    look: (screen) => shoot(screen, language),
  })
  for (const { go } of parts) await go()
}

async function shoot(screen: Screen, language: Language): Promise<void> {
  if (forManual && !named.has(`${language}/${screen.name}`)) return
  for (const look of looks) {
    await inLook(screen, look)
    const clip = await clipOf(screen)
    const png = await screen.page.screenshot(clip === null ? {} : { clip })
    await Bun.write(
      join(folder, language, `${screen.name}-${look.name}.webp`),
      await webp(png, look.name.startsWith('desk') ? DESK_SCALE : 1),
    )
  }
}

/** A part with a margin: what is around it stands on the picture of its page. */
async function clipOf({ page, part }: Screen) {
  const box = (await part?.boundingBox()) ?? null
  const window = page.viewportSize()
  if (box === null || window === null) return null
  const [x, y] = [Math.max(0, Math.floor(box.x - MARGIN_PX)), Math.max(0, Math.floor(box.y - MARGIN_PX))]
  const width = Math.min(window.width, Math.ceil(box.x + box.width + MARGIN_PX)) - x
  const height = Math.min(window.height, Math.ceil(box.y + box.height + MARGIN_PX)) - y
  return { x, y, width, height }
}

/** Made by the browser: a third of the PNG's bytes. */
async function webp(png: Uint8Array, scale: number): Promise<Uint8Array> {
  const encoded = await encoder.evaluate(
    async ([data, quality, size]) => {
      const blob = await (await fetch(`data:image/png;base64,${data}`)).blob()
      const bitmap = await createImageBitmap(blob)
      const [width, height] = [Math.round(bitmap.width * size), Math.round(bitmap.height * size)]
      const canvas = new OffscreenCanvas(width, height)
      const pen = canvas.getContext('2d')
      if (pen !== null) pen.imageSmoothingQuality = 'high'
      pen?.drawImage(bitmap, 0, 0, width, height)
      const made = await canvas.convertToBlob({ type: 'image/webp', quality })
      return [...new Uint8Array(await made.arrayBuffer())]
    },
    [Buffer.from(png).toString('base64'), QUALITY, scale] as const,
  )
  return new Uint8Array(encoded)
}
