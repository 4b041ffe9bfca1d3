import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A mistake that somebody might make, put into the production code while it is loaded for a simulation. */
export interface PlantedBug {
  readonly name: string
  /** What the code does then. */
  readonly sentence: string
  /** The one module that it is in, from the root of the repository. */
  readonly file: string
  /** Stands there exactly once. */
  readonly find: string
  readonly replace: string
  /** Only several nodes can make it: it is looked for in worlds that have them. */
  readonly ofNodes?: true
}

const ROOT = new URL('../..', import.meta.url).pathname

/**
 * Has the module's text rewritten when this process loads it. To be called before anything that may load it.
 *
 * @throws where the code has moved; `check` throws where the module was not loaded since, and so is no part of what runs
 */
export function plant(bug: PlantedBug): { readonly check: () => void } {
  const path = join(ROOT, bug.file)
  const contents = withBug(bug, readFileSync(path, 'utf8'))
  let isLoaded = false
  Bun.plugin({
    name: `planted: ${bug.name}`,
    setup(build) {
      build.onLoad({ filter: new RegExp(`^${RegExp.escape(path)}$`) }, () => {
        isLoaded = true
        return { contents, loader: 'ts' }
      })
    },
  })
  return {
    check() {
      if (!isLoaded) throw new Error(`${bug.name}: no simulation loads ${bug.file}`)
    },
  }
}

/** The module's text with the bug in it. */
export function withBug({ name, file, find, replace }: PlantedBug, text: string): string {
  const places = text.split(find)
  if (places.length !== 2)
    throw new Error(`${name}: the code has moved: its place is ${places.length - 1} times in ${file}`)
  return places.join(replace)
}
