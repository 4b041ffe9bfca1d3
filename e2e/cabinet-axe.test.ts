/** Every screen of the cabinet, asked by axe: structure and words where they differ, colours in both themes. */
import { afterAll, beforeAll, expect } from 'bun:test'
import type { RunOptions } from 'axe-core'
import { join } from 'node:path'
import { colours, everything, violations } from './testing/axe.ts'
import { inLook, looks } from './testing/walk/looks.ts'
import { languages } from './testing/walk/shop.ts'
import { walkCabinet } from './testing/walk/walk.ts'
import { describeInChromium, openContext, STEP_MS, step } from './testing/chromium.ts'
import { openStage, type Stage } from './testing/stage.ts'

const PICTURES = join(import.meta.dir, '../docs/pictures/en')
/** Machines that make pictures seldom have a font with emoji. */
const WITHOUT_PICTURE = ['emoji']
/** Words and structure alone: colours are the same in every language, and the dearest to ask for. */
const structure: RunOptions = { ...everything, rules: { 'color-contrast': { enabled: false } } }

for (const language of languages)
  describeInChromium(`every screen, asked by axe: ${language}`, () => {
    let stage: Stage
    let wrong: string[] = []
    const walked: string[] = []
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
      async look(screen) {
        walked.push(screen.name)
        for (const look of looks) {
          // Another theme changes nothing but colours, and another language neither colours nor the tree on a phone.
          if (language !== 'en' && look.name !== 'desk-light') continue
          await inLook(screen, look)
          const options = language !== 'en' ? structure : look.theme === 'light' ? everything : colours
          for (const what of await violations(screen, options))
            wrong.push(`${screen.name}, ${look.name}: ${what}`)
        }
      },
    })
    for (const { name, go } of parts)
      step(`[U9] nothing is wrong: ${name}`, async () => {
        wrong = []
        await go()
        expect(wrong).toEqual([])
      })
    step('[U10] the manual shows every screen', async () => {
      const pictures = new Set(new Bun.Glob('*-desk-light.webp').scanSync({ cwd: PICTURES }))
      expect(walked.filter((name) => !pictures.has(`${name}-desk-light.webp`))).toEqual(WITHOUT_PICTURE)
    })
  })
