import type { Page } from 'playwright-core'

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

/** The page as it is then, nothing of it moving. What it shows stays: a dialog is still open. */
export async function inLook(page: Page, look: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: look.theme, reducedMotion: 'reduce' })
  await page.setViewportSize(look.size)
  // Two pictures: what watches sizes draws after the first.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
}
