import type { LogRecord, MaybePromise, Touched, WorkspaceStore } from '@pult/engine'

type Read = (afterSeq: number, limit: number) => MaybePromise<readonly LogRecord[]>

/** Both places do not say the same. */
export class Difference extends Error {
  override readonly name = 'Difference'
}

/** Records compared at once. */
const PAGE = 500

/**
 * Compares two logs record by record, from behind `fromSeq` up to `toSeq`.
 * @param onCompared is told the last record that is alike
 * @returns how far it came: less than `toSeq` only where `left` has no more to show
 * @throws Difference at the first record that is not the same, or is missing on the right
 */
export async function compareLogs(
  left: Read,
  right: Read,
  fromSeq: number,
  toSeq: number,
  onCompared: (seq: number) => void = () => undefined,
): Promise<number> {
  let seq = fromSeq
  while (seq < toSeq) {
    const limit = Math.min(PAGE, toSeq - seq)
    const [ones, others] = await Promise.all([left(seq, limit), right(seq, limit)])
    if (ones.length === 0) return seq
    for (const [index, one] of ones.entries())
      if (!Bun.deepEquals(one, others[index], true))
        throw new Difference(`Record ${one.seq} is not the same in both places.`)
    seq += ones.length
    onCompared(seq)
  }
  return seq
}

/** Places in the log whose surroundings are asked for: enough to meet every kind of thing, few enough for half a minute. */
const SAMPLES = 150
const PAGE_OF_ANSWERS = 20
const SEARCHED_WORD = /\p{L}{4,}/u

/**
 * Asks both read models the same questions: for everything alive, and for what is found from places spread evenly over the log. Each answers what it has made of the log on
 * its own, by its own tables.
 * @returns the number of questions
 * @throws Difference
 */
export async function compareModels(
  left: WorkspaceStore,
  right: WorkspaceStore,
  nowMs: number,
): Promise<number> {
  let asked = 0
  const ask = async <T>(what: string, question: (store: WorkspaceStore) => MaybePromise<T>): Promise<T> => {
    const [one, other] = await Promise.all([question(left), question(right)])
    asked += 1
    if (!Bun.deepEquals(asJson(one), asJson(other)))
      throw new Difference(`The logs are the same, and the read models do not answer alike: ${what}.`)
    return one
  }
  await ask('everything alive', async (store) => {
    const { seq, touched, keys } = await store.checkpoint(nowMs)
    return { seq, touched: inOrder(touched), keys }
  })
  const head = left.headSeq()
  const count = Math.min(SAMPLES, head)
  for (let index = 1; index <= count; index += 1) {
    const [record] = await left.read(Math.floor((index * head) / count) - 1, 1)
    if (record !== undefined) await askAround(record, ask)
  }
  await ask('the sessions that changed last', async (store) => {
    const { items } = await store.sessions({ limit: 200 })
    return items
  })
  return asked
}

type Ask = <T>(what: string, question: (store: WorkspaceStore) => MaybePromise<T>) => Promise<T>

async function askAround({ seq, fact }: LogRecord, ask: Ask): Promise<void> {
  const at = `at record ${seq}`
  const limit = PAGE_OF_ANSWERS
  if (fact.type === 'message') {
    const { id, sessionId, chatId, clientId, authorId, key, body } = fact.message
    await ask(`the message ${at}`, (store) => store.message(id))
    await ask(`the chat ${at}`, (store) => store.chat(chatId))
    if (clientId !== null) await ask(`the client ${at}`, (store) => store.client(clientId))
    await ask(
      `the session's messages ${at}`,
      async (store) => (await store.messages({ sessionId, limit })).items,
    )
    if (key !== undefined) await ask(`the message's key ${at}`, (store) => store.key(authorId, key))
    const q = SEARCHED_WORD.exec(body)?.[0]
    if (q !== undefined)
      await ask(`the search ${at}`, async (store) => (await store.messages({ chatId, q, limit })).items)
  }
  if (fact.type !== 'session') return
  const { id } = fact.session.card
  await ask(`the session ${at}`, (store) => store.session(id))
  await ask(`the session's notes ${at}`, async (store) => (await store.notes(id, undefined, limit)).items)
  await ask(`the session's way ${at}`, async (store) => (await store.activities(id, undefined, limit)).items)
}

function inOrder(touched: readonly Touched[]): readonly Touched[] {
  return touched.toSorted((one, other) => {
    const [left, right] = [`${one.kind} ${one.id}`, `${other.kind} ${other.id}`]
    return left < right ? -1 : left > right ? 1 : 0
  })
}

/** A store may keep what it was given in memory: a field that is undefined there is absent in what is read. */
function asJson(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown)
}
