import { equal, isTrue } from '../expect.ts'
import { person } from '../kit/desk.ts'
import type { Caller } from '../kit/http.ts'
import type { Frame } from '../kit/check-frame.ts'
import type { Received } from '../kit/stream.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation, inHelp } from './commands-conversation.ts'

interface Poll {
  readonly items: readonly Frame[]
  readonly next: string
  readonly mode: 'resumed' | 'snapshot'
}

/** The same log, for who cannot hold a socket. */
export const longPollScenarios: readonly Scenario[] = [
  scenario('HTTP', 'the log by long poll tells an operator exactly what the stream tells', async (pult) => {
    const { anna, client, http, sessionId } = await inHelp(pult)
    const cursor = anna.stream.cursor
    const from = anna.stream.frames.length
    await anna.stream.ask('takeSession', { sessionId })
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'Hello' })
    await client.stream.ask('markRead', { messageId })
    await anna.stream.ask('editMessage', { messageId, body: 'Hello!' })
    await anna.stream.ask('deleteMessage', { messageId })
    await anna.stream.ask('addNote', { sessionId, body: 'A note' })
    await anna.stream.ask('setTags', { sessionId, tags: ['one'] })
    await client.stream.ask('closeSession', {})
    const end = await anna.stream.next('sessionClosedByClient')
    const polled = await collect(http, cursor, (items) => items.some(({ seq }) => seq === end.seq))
    equal('what was polled', upTo(polled, end.seq), upTo(anna.stream.frames.slice(from), end.seq))
  }),

  scenario('HTTP', 'the log by long poll tells a client exactly what its stream tells', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const { stream } = client
    await stream.next('chatSessionUpdated', ({ operator }) => operator?.id === anna.id)
    const cursor = stream.cursor
    const from = stream.frames.length
    await stream.ask('sendMessage', { body: 'One' })
    await anna.stream.ask('sendMessage', { sessionId, body: 'Two' })
    await anna.stream.ask('addNote', { sessionId, body: 'Not for clients' })
    await anna.stream.ask('closeSession', { sessionId })
    const end = await stream.next('chatSessionClosed')
    const http = pult.as('CLIENT', client.client.clientToken)
    const polled = await collect(http, cursor, (items) => items.some(({ seq }) => seq === end.seq))
    equal('what was polled', upTo(polled, end.seq), upTo(stream.frames.slice(from), end.seq))
  }),

  scenario('HTTP', 'a poll waits until there is something to tell', async (pult) => {
    const { anna, client, http } = await conversation(pult)
    // From the head, past whatever others do meanwhile.
    const waiting = collect(http, anna.stream.cursor, (items) =>
      items.some(({ data }) => (data as { body?: string }).body === 'At last'),
    )
    await client.stream.ask('sendMessage', { body: 'At last' })
    isTrue('it is told', (await waiting).length > 0)
  }),

  scenario(
    'HTTP',
    'a poll that does not wait answers at once, and next is where it has looked',
    async (pult) => {
      const { anna, http } = await conversation(pult)
      const first = await poll(http, anna.stream.cursor, 0)
      equal('mode', first.mode, 'resumed')
      const again = await poll(http, first.next, 0)
      equal('mode', again.mode, 'resumed')
      const seqs = [...first.items, ...again.items].map(({ seq }) => seq ?? 0)
      isTrue('nothing comes twice', new Set(seqs).size === seqs.length)
    },
  ),

  scenario('S4', 'prev of each polled event is where the one before stood', async (pult) => {
    const { anna, client, http } = await conversation(pult)
    const { cursor } = anna.stream
    for (const body of ['One', 'Two', 'Three']) await client.stream.ask('sendMessage', { body })
    const items = await collect(http, cursor, (all) =>
      all.some(({ data }) => (data as { body?: string }).body === 'Three'),
    )
    let before = Number(cursor.split(':')[1])
    for (const { seq = 0, prev = -1 } of items) {
      isTrue(`prev ${prev} is not before ${before}, and below its seq ${seq}`, prev >= before && prev < seq)
      before = seq
    }
  }),

  scenario(
    'S3',
    'without a usable cursor the answer is empty, says snapshot, and next goes on',
    async (pult) => {
      const { anna, client, http } = await conversation(pult)
      const [epoch, seq] = anna.stream.cursor.split(':')
      const unusable = [undefined, 'nonsense', `otherepoch:${seq}`, `${epoch}:999999999999`, `${epoch}:-1`]
      for (const cursor of unusable) {
        const { items, mode, next } = await poll(http, cursor, 0)
        equal(`the answer after ${cursor}`, { items, mode }, { items: [], mode: 'snapshot' })
        equal('mode after next', (await poll(http, next, 0)).mode, 'resumed')
      }
      const { next } = await poll(http, undefined, 0)
      await client.stream.ask('sendMessage', { body: 'After the snapshot' })
      await collect(http, next, (items) =>
        items.some(({ data }) => (data as { body?: string }).body === 'After the snapshot'),
      )
    },
  ),

  scenario('A9', 'what one may not see is not polled', async (pult) => {
    const elsewhere = await person(pult, { groupIds: [(await pult.group()).groupId], status: 'OFFLINE' })
    const http = pult.as('OPERATOR', elsewhere.token)
    const { next: cursor } = await poll(http, undefined, 0)
    const { anna, sessionId, chatId } = await conversation(pult)
    await anna.stream.ask('sendMessage', { sessionId, body: 'Between us' })
    const { name } = await pult.group()
    const items = await collect(http, cursor, (all) =>
      all.some(({ data }) => (data as { name?: string }).name === name),
    )
    const seen = JSON.stringify(items)
    isTrue('nothing of the session', !seen.includes(sessionId) && !seen.includes(chatId))
  }),

  scenario('L2', 'a poll of a login that has ended is refused, not left waiting', async (pult) => {
    const account = await pult.operator()
    const token = await pult.signIn(account)
    await pult.admin.ask('blockOperator', { operatorId: account.operatorId, blocked: true })
    const { status } = await pult.as('OPERATOR', token).get('/api/v1/events?waitMs=20000')
    isTrue(`the status ${status} is a refusal`, status === 401 || status === 403)
  }),
]

async function poll(http: Caller, cursor: string | undefined, waitMs: number): Promise<Poll> {
  const after = cursor === undefined ? '' : `&after=${encodeURIComponent(cursor)}`
  const { body, status } = await http.get(`/api/v1/events?waitMs=${waitMs}${after}`)
  equal('the status of the poll', status, 200)
  return body as Poll
}

/** Polls on and on until what was waited for has come. */
async function collect(
  http: Caller,
  from: string,
  isEnough: (items: readonly Frame[]) => boolean,
): Promise<Frame[]> {
  const items: Frame[] = []
  for (let cursor = from; !isEnough(items);) {
    const { items: more, next, mode } = await poll(http, cursor, 10_000)
    equal('mode', mode, 'resumed')
    items.push(...more)
    cursor = next
  }
  return items
}

/** The numbered events up to one, without `prev`: that is the connection's own. */
function upTo(frames: readonly (Frame | Received)[], end: number | undefined): unknown[] {
  return frames
    .filter(
      ({ action, seq }) =>
        seq !== undefined && action !== 'reply' && action !== 'heartbeat' && seq <= (end ?? 0),
    )
    .map(({ action, event, seq, at, data }) => ({ action, event, seq, at, data }))
}
