import type { ChatRecord, ClientRecord, KeyRecord, LogRecord, SessionRecord, Touched } from '@pult/engine'
import { COMMAND_KEY_MS } from '@pult/protocol'
import type { Database } from 'bun:sqlite'
import { commandKeyOf } from '../keys.ts'
import { numberIn } from '../numbers.ts'
import { DamagedEntity } from '../damaged-entity.ts'
import { unsealed } from '../sealed-json.ts'

/** Reads entities as they were written last. */
export interface EntityReader {
  session(id: string): SessionRecord | undefined
  chat(id: string): ChatRecord | undefined
  client(id: string): ClientRecord | undefined
  clientByExternalId(channelId: string, externalId: string): ClientRecord | undefined
  /** Everything alive; see `Checkpoint`. */
  alive(): readonly Touched[]
  commandKeys(nowMs: number): readonly KeyRecord[]
}

interface Row {
  readonly id: number
  readonly json: string
}

export function createEntityReader(database: Database, recordAt: (seq: number) => LogRecord): EntityReader {
  const selectSession = database.prepare<Row, [number]>('SELECT id, json FROM sessions WHERE id = ?')
  const selectChat = database.prepare<Row, [number]>('SELECT id, json FROM chats WHERE id = ?')
  const selectClient = database.prepare<Row, [number]>('SELECT id, json FROM clients WHERE id = ?')
  const selectByExternalId = database.prepare<Row, [string, string]>(
    'SELECT id, json FROM clients WHERE channel = ? AND external_id = ? ORDER BY id DESC LIMIT 1',
  )

  function session(id: string): SessionRecord | undefined {
    const record = parsed('session', selectSession.get(numberIn('ses', id) ?? 0)) as SessionRecord | undefined
    return record?.card.id === id ? record : undefined
  }
  function chat(id: string): ChatRecord | undefined {
    const record = parsed('chat', selectChat.get(numberIn('cht', id) ?? 0)) as ChatRecord | undefined
    return record?.id === id ? record : undefined
  }
  function client(id: string): ClientRecord | undefined {
    const record = parsed('client', selectClient.get(numberIn('cli', id) ?? 0)) as ClientRecord | undefined
    return record?.client.id === id ? record : undefined
  }

  return {
    session,
    chat,
    client,
    clientByExternalId(channelId, externalId) {
      const row = selectByExternalId.get(channelId, externalId)
      const record = parsed('client', row) as ClientRecord | undefined
      // Who somebody is must not hang on a column that has no sum.
      if (record !== undefined && record.client.externalId !== externalId)
        throw new DamagedEntity(`client ${row?.id}`)
      return record
    },
    alive() {
      const touched = database
        .query<{ kind: string; id: string; json: string }, []>('SELECT kind, id, json FROM entities')
        .all()
        .map(({ kind, id, json }) => ({ kind, id, value: unsealed(`${kind} ${id}`, json) }) as Touched)
      const open = database
        .query<Row, []>("SELECT id, json FROM sessions WHERE status = 'ACTIVE'")
        .all()
        .map((row) => parsed('session', row) as SessionRecord)
      for (const { card } of open) {
        const [itsChat, itsClient] = [
          chat(card.chatId),
          card.clientId === null ? undefined : client(card.clientId),
        ]
        if (itsChat !== undefined) touched.push({ kind: 'chat', id: itsChat.id, value: itsChat })
        if (itsClient !== undefined)
          touched.push({ kind: 'client', id: itsClient.client.id, value: itsClient })
      }
      return [...touched, ...open.map((value): Touched => ({ kind: 'session', id: value.card.id, value }))]
    },
    commandKeys(nowMs) {
      return database
        .query<{ seq: number }, [number]>('SELECT seq FROM command_keys WHERE at_ms > ? ORDER BY seq')
        .all(nowMs - COMMAND_KEY_MS)
        .flatMap(({ seq }) => commandKeyOf(recordAt(seq)) ?? [])
    },
  }
}

function parsed(kind: 'session' | 'chat' | 'client', row: Row | null): unknown {
  return row === null ? undefined : unsealed(`${kind} ${row.id}`, row.json)
}
