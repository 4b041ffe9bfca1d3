/**
 * `bun apps/cabinet/icons/draw.ts`: draws the icons that an installed Pult has, out of the favicon, with Chromium. What comes out is committed: a
 * build needs no browser. Run it again when the favicon changes.
 */
import { join } from 'node:path'
import { chromium } from 'playwright-core'

/** `share`: how much of the side the drawing takes. Launchers cut a maskable icon to their own shape; its middle 80 % is safe. */
const icons = [
  { name: 'icon-192.png', px: 192, share: 1, filled: false },
  { name: 'icon-512.png', px: 512, share: 1, filled: false },
  { name: 'icon-maskable-512.png', px: 512, share: 0.72, filled: true },
  { name: 'icon-apple-180.png', px: 180, share: 0.86, filled: true },
] as const

const svg = await Bun.file(join(import.meta.dir, '../src/favicon.svg')).text()
const ground = /fill="(#\w{6})"/.exec(svg)?.[1] ?? '#000000'
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage()
for (const { name, px, share, filled } of icons) {
  await page.setViewportSize({ width: px, height: px })
  const background = filled ? ground : 'transparent'
  await page.setContent(
    `<style>*{margin:0}body{background:${background};display:grid;place-items:center;height:100vh}svg{width:${Math.round((px * share) / 2) * 2}px}</style>${svg}`,
  )
  await page.screenshot({ path: join(import.meta.dir, name), omitBackground: !filled })
}
await browser.close()
