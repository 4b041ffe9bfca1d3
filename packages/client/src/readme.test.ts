import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cardOf, messageOf, startWireServer, until } from '../testing/wire-server.ts'

test('[B3] the cabinet of the README takes who waits, greets, prints and is thrown out', async () => {
  const readme = await Bun.file(join(import.meta.dir, '../README.md')).text()
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1]
  expect(example?.trimEnd().split('\n').length).toBeLessThanOrEqual(36)
  const folder = await mkdtemp(join(tmpdir(), 'pult-readme-'))
  const server = startWireServer()
  try {
    const file = join(folder, 'cabinet.ts')
    await Bun.write(file, example!.replace("'@pult/client'", `'${import.meta.dir}/index.ts'`))
    server.snapshot = { help: [cardOf('ses_1', { operatorId: null, botStatus: 'HELP' })] }
    const cabinet = Bun.spawn([process.execPath, file, server.url], { stdout: 'pipe', stderr: 'inherit' })
    const printed = new Response(cabinet.stdout).text()
    await until('it connects', () => server.heard.some(({ command }) => command === 'connect'), 10_000)
    server.tell('operatorNotFound', {
      sessionId: 'ses_1',
      chatId: 'c',
      botStatus: 'HELP',
      operatorType: 'OPERATOR',
      status: 'ACTIVE',
    })
    await until('it greets', () => server.heard.some(({ command }) => command === 'sendMessage'))
    server.tell('chatMessageCreated', messageOf('msg_000009', { body: 'Где мой заказ?' }))
    server.tell('operatorBlocked', {
      operatorId: 'opr_1',
      blockedAt: '2026-11-22T10:00:00.000Z',
      reason: null,
    })
    server.kick(4403)
    // It has nothing left to do and ends by itself.
    expect(await cabinet.exited).toBe(0)
    const text = await printed
    expect(text).toContain('live: 1 sessions, 1 in Help')
    expect(text).toContain('Иван: Где мой заказ?')
    expect(text).toContain('Stopped: operatorBlocked')
    expect(server.heard.map(({ command }) => command)).toEqual(['connect', 'takeSession', 'sendMessage'])
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
})
