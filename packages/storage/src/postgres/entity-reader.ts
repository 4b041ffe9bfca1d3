import type { ChatRecord, ClientRecord, KeyRecord, SessionRecord, Touched } from '@pult/engine'
import { COMMAND_KEY_MS, type WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { commandKeyOf } from '../keys.ts'
import { numberIn } from '../numbers.ts'
import { unsealed } from '../sealed-json.ts'
import { type LogRow, recordOf } from './log-reader.ts'
import { plainText } from './plain-text.ts'

/** Reads entities as they stand now. `sql` is an argument of each, so that several can be of one moment. */
export interface EntityReader {
  session(sql: SQL, id: string): Promise<SessionRecord | undefined>
  chat(sql: SQL, id: string): Promise<ChatRecord | undefined>
  client(sql: SQL, id: string): Promise<ClientRecord | undefined>
  clientByExternalId(sql: SQL, channelId: string, externalId: string): Promise<ClientRecord | undefined>
  /** Everything alive; see `Checkpoint`. */
  alive(sql: SQL): Promise<readonly Touched[]>
  commandKeys(sql: SQL, nowMs: number): Promise<readonly KeyRecord[]>
}

interface Row {
  readonly id: string | number
  readonly json: string
}

export function createEntityReader(workspaceId: WorkspaceId): EntityReader {
  async function rowsOf(
    sql: SQL,
    table: 'chats' | 'clients',
    ids: readonly (number | undefined)[],
  ): Promise<readonly Row[]> {
    const wanted = [...new Set(ids)].flatMap((id) => (id === undefined ? [] : [{ id }]))
    return await sql.unsafe<Row[]>(
      `SELECT id, json FROM ${table} WHERE workspace_id = $1
        AND id IN (SELECT id FROM json_to_recordset($2::json) AS wanted (id BIGINT))`,
      [workspaceId, wanted],
    )
  }

  return {
    async session(sql, id) {
      const rows = await sql<Row[]>`
        SELECT id, json FROM sessions WHERE workspace_id = ${workspaceId} AND id = ${numberIn('ses', id) ?? 0}`
      const record = rows.map(sessionIn)[0]
      return record?.card.id === id ? record : undefined
    },
    async chat(sql, id) {
      const rows = await sql<Row[]>`
        SELECT id, json FROM chats WHERE workspace_id = ${workspaceId} AND id = ${numberIn('cht', id) ?? 0}`
      const record = rows.map(chatIn)[0]
      return record?.id === id ? record : undefined
    },
    async client(sql, id) {
      const rows = await sql<Row[]>`
        SELECT id, json FROM clients WHERE workspace_id = ${workspaceId} AND id = ${numberIn('cli', id) ?? 0}`
      const record = rows.map(clientIn)[0]
      return record?.client.id === id ? record : undefined
    },
    async clientByExternalId(sql, channelId, externalId) {
      const rows = await sql<Row[]>`
        SELECT id, json FROM clients
          WHERE workspace_id = ${workspaceId} AND channel = ${plainText(channelId)} AND external_id = ${plainText(externalId)}
          ORDER BY id DESC`
      // Two ids may be one to a column; who somebody is must not hang on that.
      const records = rows.map((row) => clientIn(row))
      return records.find(({ client }) => client.externalId === externalId && client.channel === channelId)
    },
    async alive(sql) {
      const entities = await sql<{ kind: string; id: string; json: string }[]>`
        SELECT kind, id, json FROM entities WHERE workspace_id = ${workspaceId}`
      const sessions = await sql<Row[]>`
        SELECT id, json FROM sessions WHERE workspace_id = ${workspaceId} AND status = 'ACTIVE'`
      const open = sessions.map((row) => sessionIn(row))
      const chatIds = open.map(({ card }) => numberIn('cht', card.chatId))
      const clientIds = open.map(({ card }) =>
        card.clientId === null ? undefined : numberIn('cli', card.clientId),
      )
      const chats = await rowsOf(sql, 'chats', chatIds)
      const clients = await rowsOf(sql, 'clients', clientIds)
      return [
        ...entities.map(
          ({ kind, id, json }) => ({ kind, id, value: unsealed(`${kind} ${id}`, json) }) as Touched,
        ),
        ...chats.map((row): Touched => {
          const value = chatIn(row)
          return { kind: 'chat', id: value.id, value }
        }),
        ...clients.map((row): Touched => {
          const value = clientIn(row)
          return { kind: 'client', id: value.client.id, value }
        }),
        ...open.map((value): Touched => ({ kind: 'session', id: value.card.id, value })),
      ]
    },
    async commandKeys(sql, nowMs) {
      const rows = await sql<LogRow[]>`
        SELECT log.seq, log.at_ms, log.sum, log.body
          FROM command_keys JOIN log ON log.workspace_id = command_keys.workspace_id AND log.seq = command_keys.seq
          WHERE command_keys.workspace_id = ${workspaceId} AND command_keys.at_ms > ${nowMs - COMMAND_KEY_MS}
          ORDER BY log.seq`
      return rows.flatMap((row) => commandKeyOf(recordOf(row)) ?? [])
    },
  }
}

function sessionIn({ id, json }: Row): SessionRecord {
  return unsealed(`session ${id}`, json) as SessionRecord
}

function chatIn({ id, json }: Row): ChatRecord {
  return unsealed(`chat ${id}`, json) as ChatRecord
}

function clientIn({ id, json }: Row): ClientRecord {
  return unsealed(`client ${id}`, json) as ClientRecord
}
