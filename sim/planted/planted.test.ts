import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { PLANTED } from './bugs.ts'
import { withBug, type PlantedBug } from './plant.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const textOf = (file: string): Promise<string> => Bun.file(join(ROOT, file)).text()

describe('planted bugs', () => {
  test.each(PLANTED.map((bug) => [bug.name, bug] as const))(
    '[SIM20] %s has its place, and the module still parses',
    async (_name, bug) => {
      const planted = withBug(bug, await textOf(bug.file))
      expect(() => new Bun.Transpiler({ loader: 'ts' }).transformSync(planted)).not.toThrow()
      expect(planted).not.toBe(await textOf(bug.file))
    },
  )

  test('[SIM20] names are told apart', () => {
    expect(new Set(PLANTED.map(({ name }) => name)).size).toBe(PLANTED.length)
  })

  test('[SIM20] code that has moved is said so, and so is a place that is not the only one', () => {
    const bug: PlantedBug = { name: 'b', sentence: 's', file: 'f.ts', find: 'x', replace: 'y' }
    expect(() => withBug(bug, 'nothing')).toThrow('b: the code has moved: its place is 0 times in f.ts')
    expect(() => withBug(bug, 'x and x')).toThrow('its place is 2 times in f.ts')
  })

  test('[SIM21] production code does not know of them', async () => {
    const names = new Bun.Glob('{packages,apps}/*/src/**/*.{ts,tsx}').scan({ cwd: ROOT })
    for await (const file of names) expect(await textOf(file)).not.toMatch(/from '[^']*\/sim\//)
  })
})
