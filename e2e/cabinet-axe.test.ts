/** Every screen of the cabinet, asked by axe: structure and words where they differ, colours in both themes. */
import { afterAll, beforeAll, expect } from 'bun:test'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { inLook, looks } from './testing/cabinet-looks.ts'
import { languages } from './testing/cabinet-people.ts'
import { walkCabinet } from './testing/cabinet-walk.ts'
import { describeInChromium, openContext, STEP_MS, step } from './testing/chromium.ts'
import { openStage, type Stage } from './testing/stage.ts'

const axeSource = await Bun.file(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir)).text()
const colours: RunOptions = { runOnly: ['color-contrast'] }
const everything: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}

/** What axe finds wrong with the page as it is: rule, place and why, one line each. */
async function violations(page: Page, options: RunOptions): Promise<string[]> {
  // It goes over the debugger's line; the page's own content policy would forbid it.
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(`${axeSource};0`)
  const asked = JSON.stringify({ resultTypes: ['violations'], ...options })
  const found = await page.evaluate<AxeResults['violations']>(
    `axe.run(document, ${asked}).then(({ violations }) => violations)`,
  )
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}

for (const language of languages)
  describeInChromium(`every screen, asked by axe: ${language}`, () => {
    let stage: Stage
    let wrong: string[] = []
    beforeAll(async () => {
      stage = await openStage()
    }, STEP_MS)
    afterAll(() => stage[Symbol.asyncDispose]())

    const parts = walkCabinet({
      get pult() {
        return stage.pult
      },
      language,
      newContext: () => openContext(stage.browser, { locale: language }),
      async look(screen, page) {
        for (const look of looks) {
          // Another theme changes nothing but colours, and another language neither colours nor the tree on a phone.
          if (language !== 'en' && look.name !== 'desk-light') continue
          await inLook(page, look)
          const options = look.theme === 'light' ? everything : colours
          for (const what of await violations(page, options)) wrong.push(`${screen}, ${look.name}: ${what}`)
        }
      },
    })
    for (const { name, go } of parts)
      step(`[U9] nothing is wrong: ${name}`, async () => {
        wrong = []
        await go()
        expect(wrong).toEqual([])
      })
  })
