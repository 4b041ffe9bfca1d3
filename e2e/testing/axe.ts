/** What axe says of a screen. */
import type { AxeResults, RunOptions } from 'axe-core'
import { inLook, looks, type Screen } from './walk/looks.ts'

const axeSource = await Bun.file(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir)).text()
export const colours: RunOptions = { runOnly: ['color-contrast'] }
export const everything: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}

/** What axe finds wrong with what is new on the screen as it is: rule, place and why, one line each. */
export async function violations(
  { page, part }: Pick<Screen, 'page' | 'part'>,
  options: RunOptions,
): Promise<string[]> {
  const asked: RunOptions = { resultTypes: ['violations'], ...options }
  const where = part ?? page.locator('html')
  let found = await where.evaluate(ask, asked)
  if (found === null) {
    // It goes over the debugger's line; the page's own content policy would forbid it.
    await page.evaluate(`${axeSource};0`)
    found = await where.evaluate(ask, asked)
  }
  if (found === null) throw new Error('axe did not come into the page.')
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}

/** Runs in the page. Null where axe is not there yet. */
async function ask(element: Element, how: RunOptions): Promise<AxeResults['violations'] | null> {
  const { axe } = globalThis as unknown as {
    readonly axe?: { run(where: Node, how: RunOptions): Promise<AxeResults> }
  }
  if (axe === undefined) return null
  const where = element === document.documentElement ? document : element
  return (await axe.run(where, how)).violations
}

/** The same in every look: structure and words in the light ones, colours in the dark ones too. The page is as it was afterwards, at a desk. */
export async function violationsInLooks(screen: Pick<Screen, 'page' | 'part'>): Promise<string[]> {
  const wrong: string[] = []
  for (const look of looks) {
    await inLook(screen, look)
    const options = look.theme === 'light' ? everything : colours
    for (const what of await violations(screen, options)) wrong.push(`${look.name}: ${what}`)
  }
  await inLook(screen, looks[0])
  return wrong
}
