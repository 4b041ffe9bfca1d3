import type { BunPlugin } from 'bun'

const MAKER = 'const F = Function;'

/**
 * The library that checks shapes would make code out of strings where it may, and tries whether it may. The page's content policy forbids it to everybody and
 * reports the try: here the means is taken away, and the library goes its other, slower way. Throws when the library does not read as it was known to.
 */
export const noCodeFromStrings: BunPlugin = {
  name: 'no code from strings',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/](util|doc|compile)\.js$/ }, async ({ path }) => {
      const source = await Bun.file(path).text()
      if (!source.includes(MAKER)) throw new Error(`${path} makes code in a way that is not known.`)
      return { contents: source.replaceAll(MAKER, 'const F = undefined;'), loader: 'js' }
    })
  },
}
