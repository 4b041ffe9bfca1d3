/** The browser that people use, found on the machine and started with a fresh profile. */
import { describe, test } from 'bun:test'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core'

/** How long anything may take to show. Generous: two cores may be shared with a build; what fails, fails all the same. */
export const PATIENCE_MS = 30_000
/** Starting Pult and Chromium, or one step with both. */
export const STEP_MS = 60_000

/** Debian's path first: other names on the way may be another browser's. */
const PATHS = ['/usr/bin/chromium', Bun.which('chromium'), Bun.which('google-chrome')]

async function findChromium(): Promise<string | null> {
  for (const path of PATHS) if (path !== null && (await Bun.file(path).exists())) return path
  return null
}

const found = await findChromium()

/**
 * The tests of a file. Without Chromium, or what else is `missing` (a sentence), they are skipped, loudly; in CI that is a failure, because nobody
 * reads what was skipped there.
 */
export function describeInChromium(name: string, tests: () => void, missing: string | null = null): void {
  const why = found === null ? 'Chromium is not installed (Debian: apt install chromium)' : missing
  if (why === null) {
    describe(name, tests)
  } else if (process.env['CI'] === 'true') {
    test(name, () => {
      throw new Error(`${why}, and in CI the end-to-end tests may not be skipped.`)
    })
  } else {
    process.stderr.write(`\n!!! "${name}" was NOT tried: ${why}.\n\n`)
    // Skipped for one reason: there is no browser to look at, or no clock to set, and all the rest shall still run. It is said aloud above, and in
    // CI it is a failure.
    describe.skip(name, tests)
  }
}

/** One step of a file's story. The steps share their people, so the first that fails is the one to look at. */
export function step(title: string, run: () => Promise<void>): void {
  test(title, run, STEP_MS)
}

export function openChromium(): Promise<Browser> {
  if (found === null) throw new Error('Chromium is not installed.')
  return chromium.launch({
    executablePath: found,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A person's own browser: nothing is shared with another one. It speaks English, so that names on screen are known. */
export async function openContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en-US', ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}
