#!/usr/bin/env node
// Runs Pult with the runtime that the project brings, so that `npx pult` works where only Node is installed.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function findBun() {
  try {
    const manifest = createRequire(import.meta.url).resolve('bun/package.json')
    return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.bun)
  } catch {
    process.stderr.write('The runtime is not installed. Run "npm ci" in the folder of Pult.\n')
    process.exit(1)
  }
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const child = spawn(findBun(), [main, ...process.argv.slice(2)], { stdio: 'inherit' })
// Ours to pass on, not to die of: the child drains and says how it ended.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  process.stderr.write(`The runtime did not start: ${error.message}\n`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
