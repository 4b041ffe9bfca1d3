import { changesBetween, fingerprintOfSources, mayRecord, type Fingerprint } from './fingerprint.ts'
import { version } from '../package.json' with { type: 'json' }

/** Writes down the wire as it is now: `bun packages/protocol/src/fingerprint.record.ts [--compatible]`. */
const file = Bun.file(new URL('../fingerprint.golden.json', import.meta.url))
const now = fingerprintOfSources()
const recorded: Fingerprint = (await file.exists())
  ? ((await file.json()) as Fingerprint)
  : { protocol: now.protocol, hash: '', parts: {} }

if (mayRecord(recorded, now, version, process.argv.includes('--compatible'))) {
  await file.write(`${JSON.stringify(now, null, 2)}\n`)
  process.stdout.write(`${changesBetween(recorded, now).join('\n') || 'Nothing changed.'}\n`)
} else {
  process.stderr.write(
    'The wire changed under the same PROTOCOL: name a new one, or vouch with --compatible.\n',
  )
  process.exitCode = 1
}
