import { expect, test } from 'bun:test'
import { readConfig } from './config.ts'
import { openFiles } from './open-files.ts'
import { temporaryFolder } from '../testing/program.ts'

test('[SV21] a folder needs no word, until several machines may share the database', async () => {
  using folder = temporaryFolder()
  const warningsOf = async (environment: Record<string, string>): Promise<string[]> => {
    const warnings: string[] = []
    const { config } = readConfig({ PULT_DATA: folder.path, ...environment })
    await openFiles(config, '.pult-check', {
      onError(error) {
        throw error
      },
      onWarning: (sentence) => warnings.push(sentence),
    })
    return warnings
  }
  expect(await warningsOf({})).toEqual([])
  const database = { DATABASE_URL: 'postgres://pult:kanarienvogel@db.example.com/pult' }
  expect(await warningsOf(database)).toEqual([expect.stringContaining('or set PULT_S3_BUCKET')])
  expect((await warningsOf(database)).join()).not.toContain('kanari')
})
