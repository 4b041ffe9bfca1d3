import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeAttachmentId } from './attachment-id.ts'
import { describeFilePlace } from './file-place.suite.ts'
import { createFolder } from './folder.ts'

const makeFolder = () => mkdtempSync(join(tmpdir(), 'pult-folder-'))

describeFilePlace('a folder', async () => {
  const root = makeFolder()
  return {
    open: () => createFolder(join(root, 'files')),
    dispose: async () => rmSync(root, { recursive: true }),
  }
})

const id = makeAttachmentId(Date.UTC(2026, 10, 22), (count) => new Uint8Array(count).fill(0xab))

test('[EP25] parts lie under their id, for the server alone, and nothing unfinished beside them', async () => {
  const root = makeFolder()
  await createFolder(root).write(id, 'json', Buffer.from('{}'))
  expect(readdirSync(root, { recursive: true }).map(String).toSorted()).toEqual(['ab', `ab/${id}.json`])
  expect(statSync(join(root, 'ab', `${id}.json`)).mode & 0o777).toBe(0o600)
  rmSync(root, { recursive: true })
})

test('[EP34] files of others are neither counted nor swept', async () => {
  const root = makeFolder()
  mkdirSync(join(root, 'ab'))
  for (const name of ['notes.txt', 'ab/att_1.json', 'ab/x.unfinished', `ab/${id}.json.bak`])
    writeFileSync(join(root, name), 'not ours')
  const before = readdirSync(root, { recursive: true }).map(String).toSorted()
  expect(await createFolder(root).survey(Date.UTC(2030, 0))).toEqual({ files: 0, bytes: 0 })
  expect(readdirSync(root, { recursive: true }).map(String).toSorted()).toEqual(before)
  rmSync(root, { recursive: true })
})
