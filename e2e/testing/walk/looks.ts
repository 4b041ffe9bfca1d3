import type { Locator, Page } from 'playwright-core'
import { sees } from '../eventually.ts'

const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const

export interface Look {
  readonly name: string
  readonly size: { readonly width: number; readonly height: number }
  readonly theme: 'light' | 'dark'
}

/** Desk and phone, light and dark. */
export const looks = [
  { name: 'desk-light', size: sizes.desk, theme: 'light' },
  { name: 'desk-dark', size: sizes.desk, theme: 'dark' },
  { name: 'phone-light', size: sizes.phone, theme: 'light' },
  { name: 'phone-dark', size: sizes.phone, theme: 'dark' },
] as const satisfies readonly Look[]

/** One thing to look at, in every look that is wanted. */
export interface Screen {
  /** As its pictures are called: `chat-close`. */
  readonly name: string
  readonly page: Page
  /** What is new on it, where the rest was looked at before; absent: all of the page. */
  readonly part?: Locator
  /** Opens the part again: menus close by themselves where the window changes under them. */
  readonly open?: () => Promise<void>
  /** The least movement of the mouse would end it. */
  readonly untouched?: true
}

/** The theme that each page was shown in last: most are looked at several times in a row as they are. */
const themes = new WeakMap<Page, Look['theme']>()

function isIn(page: Page, { size, theme }: Look): boolean {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  return themes.get(page) === theme && width === size.width && height === size.height
}

/** The page as it is then, nothing of it moving. What it shows stays: a dialog is still open. */
export async function inLook({ page, part, open }: Omit<Screen, 'name'>, look: Look): Promise<void> {
  if (!isIn(page, look)) {
    themes.set(page, look.theme)
    await page.emulateMedia({ colorScheme: look.theme, reducedMotion: 'reduce' })
    await page.setViewportSize(look.size)
  }
  // Two pictures: what watches sizes draws after the first.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
  if (part === undefined) return
  if (open !== undefined && !(await part.isVisible())) await open()
  await sees(part)
}

/** As a walk goes on: at a desk, in the light. Nothing, where the page is so. */
export async function atDesk(page: Page): Promise<void> {
  if (!isIn(page, looks[0])) await inLook({ page }, looks[0])
}
