import type { ChatSession, Message, Note } from '@pult/protocol'
import { read, readUntil, type Desk, type Visitor } from '../door.ts'
import type { Seen } from './audit.ts'
import type { Notebook } from './notebook.ts'

/** Reads over HTTP all that the notebook names: each chat as its client sees it, sessions and notes as the admin sees them. */
export async function look(
  url: string,
  notebook: Notebook,
  desk: Desk,
  visitors: readonly Visitor[],
): Promise<Seen> {
  const wanted = new Map<string, Set<string>>()
  const want = (chatId: string, id: unknown): void => {
    const ids = wanted.get(chatId) ?? new Set()
    ids.add(String(id))
    wanted.set(chatId, ids)
  }
  for (const [id, chatId] of notebook.heard) want(chatId, id)
  const sessionIds = new Set<string>()
  const notesOf = new Map<string, Set<string>>()
  for (const { chatId, data, outcome } of notebook.asked.values()) {
    const sessionId = data['sessionId'] as string | undefined
    if (sessionId !== undefined) sessionIds.add(sessionId)
    if (outcome.name !== 'acknowledged') continue
    const { messageId, noteId } = outcome.reply as { messageId?: string; noteId?: string }
    if (messageId !== undefined) want(chatId, messageId)
    if (data['messageId'] !== undefined) want(chatId, data['messageId'])
    if (noteId !== undefined && sessionId !== undefined)
      notesOf.set(sessionId, (notesOf.get(sessionId) ?? new Set()).add(noteId))
  }

  const messages = new Map<string, Message[]>()
  await Promise.all(
    visitors.map(async ({ token, chatId }) => {
      const path = `/chats/${chatId}/messages`
      messages.set(chatId, await readUntil<Message>(url, token, path, has(wanted.get(chatId))))
    }),
  )
  const sessions = new Map<string, ChatSession>()
  const notes = new Map<string, Note[]>()
  for (const id of sessionIds) {
    sessions.set(id, await read<ChatSession>(url, desk.adminToken, `/sessions/${id}`))
    const ids = notesOf.get(id)
    if (ids !== undefined)
      notes.set(id, await readUntil<Note>(url, desk.adminToken, `/sessions/${id}/notes`, has(ids)))
  }
  return { messages, sessions, notes }
}

/** Whether all of these ids are among the items. */
function has(ids: ReadonlySet<string> = new Set()): (items: readonly { readonly id: string }[]) => boolean {
  return (items) => {
    const found = new Set(items.map(({ id }) => id))
    return ids.isSubsetOf(found)
  }
}
