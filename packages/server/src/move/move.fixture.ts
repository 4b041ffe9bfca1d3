import { LogCopy, type LogRecord, makeId, tagOf } from '@pult/engine'
import type { ChatId, ClientId, WorkspaceId } from '@pult/protocol'
import { openSqliteStore } from '@pult/storage'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataOf, Desk, START_MS, Visitor } from '../../../engine/src/testing/desk.ts'

export const WORKSPACE = 'wsp_test' as WorkspaceId
export const SECRET = 'a'.repeat(43)
export const PUSH_KEYS = '{"publicKey":"one","privateKey":"other"}'

/** A log with something of each kind in it, and about so many records. */
export function lifelikeLog(records: number, firstWords = 'Здравствуйте'): readonly LogRecord[] {
  const desk = new Desk()
  desk.operator('vera', { capacity: 500 })
  desk.operator('boris', { capacity: 500 })
  const [tag, channelId] = [tagOf(WORKSPACE), desk.channels.get('site')!]
  for (let count = 0; desk.log.length < records; count += 1) {
    const clientId = makeId('cli', count + 1, tag) as ClientId
    const client = new Visitor(desk, clientId, makeId('cht', count + 1, tag) as ChatId, channelId)
    const first = client.says(`${firstWords}, где мой заказ номер ${count}?`)
    const { sessionId } = client
    const holder = client.card.operatorId === desk.id('vera') ? 'vera' : 'boris'
    const writing = { sessionId, body: 'Сейчас посмотрю' }
    const { messageId } = dataOf(desk.asks(holder, 'sendMessage', writing, `key ${count}`)) as {
      messageId: typeof first
    }
    desk.does(holder, 'editMessage', { messageId, body: 'Сейчас посмотрю, минуту' })
    desk.does(holder, 'markRead', { sessionId, messageId: first })
    desk.does(holder, 'addNote', { sessionId, body: 'постоянный клиент' })
    desk.nowMs += 10_000
    client.says('Спасибо')
    if (count % 3 !== 0) desk.does(holder, 'closeSession', { sessionId })
  }
  return desk.log
}

/** A data folder as a stopped Pult leaves it. */
export async function writeFolder(
  directory: string,
  log: readonly LogRecord[],
  epoch = 'the first epoch',
): Promise<void> {
  const folder = join(directory, 'workspaces', WORKSPACE)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(directory, 'secret.key'), `${SECRET}\n`)
  writeFileSync(join(folder, 'push-keys.json'), `${PUSH_KEYS}\n`)
  const store = openSqliteStore({ directory: folder, makeEpoch: () => epoch })
  const copy = await LogCopy.open(WORKSPACE, store, START_MS)
  for (let from = 0; from < log.length; from += 1_000) await copy.take(log.slice(from, from + 1_000))
  await store.close()
}

export async function readLog(directory: string): Promise<{ epoch: string; records: readonly LogRecord[] }> {
  const folder = join(directory, 'workspaces', WORKSPACE)
  const store = openSqliteStore({ directory: folder, makeEpoch: () => 'none was there' })
  const records = await store.read(0, store.headSeq())
  await store.close()
  return { epoch: store.epoch, records }
}
