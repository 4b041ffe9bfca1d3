import { expect, test } from 'bun:test'
import type { ChatSession, Message, Note } from '@pult/protocol'
import { audit, type Seen } from './audit.ts'
import { noteAnswer, openNotebook, openOf, type Asked, type Notebook } from './notebook.ts'

/** A chat in which a client wrote, an operator answered, edited, noted, tagged and handed over: all acknowledged, and all there. */
function afterwards(change: (seen: Mutable, notebook: Notebook) => void = () => undefined): string[] {
  const notebook = openNotebook()
  did(notebook, 'sendMessage', { body: 'a hello' }, { messageId: 'm1' }, 'a')
  did(notebook, 'sendMessage', { sessionId: 's', body: 'b welcome' }, { messageId: 'm2' }, 'b')
  did(notebook, 'editMessage', { messageId: 'm2', body: 'b well, come' }, { messageId: 'm2' })
  did(notebook, 'markRead', { sessionId: 's', messageId: 'm1' }, {})
  did(notebook, 'addNote', { sessionId: 's', body: 'n kind' }, { noteId: 'n1' }, 'n')
  did(notebook, 'setTags', { sessionId: 's', tags: ['old'] }, { sessionId: 's' })
  did(notebook, 'setTags', { sessionId: 's', tags: ['new'] }, { sessionId: 's' })
  did(notebook, 'transferSession', { sessionId: 's', operatorId: 'o1' }, { sessionId: 's' })
  did(notebook, 'transferSession', { sessionId: 's', operatorId: 'o2' }, { sessionId: 's' })
  notebook.heard.set('m1', 'c')
  const seen: Mutable = {
    messages: [
      { id: 'm2', body: 'b well, come', readAt: null },
      { id: 'm1', body: 'a hello', readAt: '2026-11-22T10:00:00.000Z' },
    ],
    session: { status: 'ACTIVE', tags: ['new'], operatorId: 'o2' },
    notes: [{ id: 'n1', body: 'n kind' }],
  }
  change(seen, notebook)
  return audit(notebook, {
    messages: new Map([['c', seen.messages as unknown as Message[]]]),
    sessions: new Map([['s', seen.session as unknown as ChatSession]]),
    notes: new Map([['s', seen.notes as unknown as Note[]]]),
  } satisfies Seen)
}

interface Mutable {
  messages: { id: string; body: string; readAt: string | null }[]
  session: { status: string; tags: string[]; operatorId: string }
  notes: { id: string; body: string }[]
}

let seq = 0
function did(
  notebook: Notebook,
  command: string,
  data: Readonly<Record<string, unknown>>,
  reply?: Readonly<Record<string, unknown>>,
  key: string = crypto.randomUUID(),
): Asked {
  const asked: Asked = { actor: 'x', key, command, data, chatId: 'c', outcome: { name: 'open' } }
  notebook.asked.set(key, asked)
  seq += 1
  if (reply !== undefined) noteAnswer(notebook, asked, { kind: 'done', data: reply, seq })
  return asked
}

test('[RT10] everything acknowledged is there as it was asked for: nothing to say', () => {
  expect(afterwards()).toEqual([])
})

test.each([
  [
    'a message is lost',
    (seen: Mutable) => seen.messages.pop(),
    'message m1 was acknowledged and is not there',
  ],
  [
    'a message that was told is lost',
    (_: Mutable, notebook: Notebook) => notebook.heard.set('m9', 'c'),
    'message m9 was told and is not there',
  ],
  [
    'a message is there twice',
    (seen: Mutable) => seen.messages.push({ id: 'm3', body: 'a hello', readAt: null }),
    'a is there twice: m1 and m3',
  ],
  [
    'an edit is lost',
    (seen: Mutable) => Object.assign(seen.messages[0]!, { body: 'b welcome' }),
    'message m2 says "b welcome", asked for was "b well, come"',
  ],
  [
    'a body is another one',
    (seen: Mutable) => Object.assign(seen.messages[1]!, { body: 'a goodbye' }),
    'message m1 says "a goodbye", asked for was "a hello"',
  ],
  [
    'a mark is lost',
    (seen: Mutable) => Object.assign(seen.messages[1]!, { readAt: null }),
    'message m1 was marked as read and is not',
  ],
  [
    'a note is lost',
    (seen: Mutable) => seen.notes.pop(),
    'note n1 was acknowledged and is not there as it was written',
  ],
  [
    'older tags came back',
    (seen: Mutable) => Object.assign(seen.session, { tags: ['old'] }),
    'session s has the tags old, asked for was ["new"]',
  ],
  [
    'an older holder came back',
    (seen: Mutable) => Object.assign(seen.session, { operatorId: 'o1' }),
    'session s is with o1, handed to o2',
  ],
  [
    'a closing is lost',
    (_: Mutable, notebook: Notebook) => did(notebook, 'closeSession', { sessionId: 's' }, { sessionId: 's' }),
    'session s was closed and is ACTIVE',
  ],
  [
    'something was refused for no reason of theirs',
    (_: Mutable, notebook: Notebook) =>
      noteAnswer(notebook, did(notebook, 'setTags', { sessionId: 's', tags: [] }), {
        kind: 'refused',
        error: { code: 'internal', message: 'Oh.', temporary: true },
      }),
    'refused without a reason: internal: Oh.',
  ],
])('[RT10] %s: one sentence says so', (_, change, sentence) => {
  expect(afterwards(change)).toContain(sentence)
})

test('[RT10] what nobody answered happened or did not, and either is right', () => {
  expect(afterwards(leaveOpen)).toEqual([])
  const happened = (seen: Mutable, notebook: Notebook): void => {
    leaveOpen(seen, notebook)
    seen.messages[0]!.body = 'b third'
    seen.messages[1]!.body = 'a second'
    seen.messages.push({ id: 'm8', body: 'z maybe', readAt: null })
    seen.session = { status: 'ACTIVE', tags: ['newest'], operatorId: 'o1' }
  }
  expect(afterwards(happened)).toEqual([])
  expect(
    afterwards((seen, notebook) => {
      happened(seen, notebook)
      seen.messages.push({ id: 'm9', body: 'z maybe', readAt: null })
    }),
  ).toEqual(['z is there twice: m8 and m9'])
})

test('[RT51] where the database may be away, who hears so knows nothing; elsewhere it is a refusal', () => {
  const away = { code: 'overloaded', message: 'Later.', temporary: true } as const
  const hears = (mayBeAway: boolean): Notebook => {
    const notebook = openNotebook([], mayBeAway)
    noteAnswer(notebook, did(notebook, 'sendMessage', { body: 'z' }, undefined, 'z'), {
      kind: 'refused',
      error: away,
    })
    return notebook
  }
  expect([openOf(hears(true)).length, hears(true).away, hears(true).refused]).toEqual([1, 1, []])
  expect([openOf(hears(false)).length, hears(false).refused]).toEqual([0, [away]])
})

function leaveOpen(seen: Mutable, notebook: Notebook): void {
  did(notebook, 'editMessage', { messageId: 'm2', body: 'b third' })
  did(notebook, 'editMessage', { messageId: 'm1', body: 'a second' })
  did(notebook, 'setTags', { sessionId: 's', tags: ['newest'] })
  did(notebook, 'transferSession', { sessionId: 's', operatorId: 'o1' })
  did(notebook, 'sendMessage', { body: 'z maybe' }, undefined, 'z')
  expect(openOf(notebook)).toHaveLength(5)
  expect(seen.messages).toHaveLength(2)
}
