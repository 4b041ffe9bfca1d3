/** What somebody finds who has no pointer. */
import type { Page } from 'playwright-core'

/** A place where Tab stops. */
interface Stop {
  readonly name: string
  /** Whether it looks otherwise with the focus than without. */
  readonly isSeen: boolean
}

/** No screen of ours has more; a page where Tab goes round for ever is a fault of its own. */
const STOPS_MAX = 120

/** Every stop of the Tab key from the beginning of the page to its end, by name. */
export async function tabStops(page: Page): Promise<readonly Stop[]> {
  // Tab goes on from where the focus was, even when it is taken away: it has to begin at the page itself.
  await page.evaluate(() => {
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
  })
  const stops: Stop[] = []
  for (let name: string | null = null; ;) {
    await page.keyboard.press('Tab')
    const next: Next = await page.evaluate(nextStop, name === null)
    if (name !== null) stops.push({ name, isSeen: next.wasSeen })
    if (next.name === null) return stops
    if (stops.length > STOPS_MAX) throw new Error(`Tab never comes to the end: ${name}`)
    ;({ name } = next)
  }
}

interface Next {
  readonly name: string | null
  readonly wasSeen: boolean
}

/** Runs in the page. `name`: null where Tab has left it, or come round. `wasSeen`: of the stop before, now that it has lost the focus. */
function nextStop(isFirst: boolean): Next {
  const world = globalThis as unknown as { tabbed: Map<Element, string>; looksOf: (one: Element) => string }
  if (isFirst) world.tabbed = new Map()
  // A field may leave it to the box around it to show the focus.
  world.looksOf = (element) =>
    [element, element.parentElement]
      .flatMap((one) => {
        if (one === null) return []
        const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(one)
        const mark = getComputedStyle(one, '::after')
        return [outline, boxShadow, borderColor, backgroundColor, mark.content, mark.backgroundColor]
      })
      .join(';')
  const before = [...world.tabbed].at(-1)
  const wasSeen = before !== undefined && world.looksOf(before[0]) !== before[1]
  const element = document.activeElement
  const isOver = !(element instanceof HTMLElement) || element === document.body || world.tabbed.has(element)
  if (isOver) return { name: null, wasSeen }
  world.tabbed.set(element, world.looksOf(element))
  const labels = 'labels' in element ? [...((element.labels as NodeList | null) ?? [])] : []
  const name =
    element.getAttribute('aria-label') ?? labels[0]?.textContent ?? element.textContent ?? element.tagName
  return { name: name.trim().slice(0, 60), wasSeen }
}
