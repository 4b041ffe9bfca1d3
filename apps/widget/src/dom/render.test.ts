import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Report } from './render-trials.ts'

// A document of its own making would only agree with itself: the trials run where the widget does.
const chromium = Bun.which('chromium') ?? Bun.which('google-chrome')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pult-render-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function runTrials(browser: string): Promise<Report> {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, 'render-trials.ts')],
    target: 'browser',
  })
  await Bun.write(join(folder, 'trials.js'), await outputs[0]!.text())
  const page = join(folder, 'trials.html')
  await Bun.write(page, '<!doctype html><body><script type="module" src="trials.js"></script></body>')
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--allow-file-access-from-files',
    `--user-data-dir=${join(folder, 'profile')}`,
  ]
  const run = Bun.spawn([browser, ...flags, '--dump-dom', pathToFileURL(page).href], {
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const text = await new Response(run.stdout).text()
  const report = /report (\[.*\]) end/s.exec(text)?.[1]
  if (report === undefined) throw new Error(`The trials did not run: ${text.slice(0, 500)}`)
  return JSON.parse(report) as Report
}

test.skipIf(chromium === null)('[X1] the tree on the page is the tree that was asked for', async () => {
  expect(await runTrials(chromium!)).toEqual([])
})
