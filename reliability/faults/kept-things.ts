/** Everything that a data folder has to tell, taken out through the storage room the way the program does it. */
import { WorkspaceEngine, type WorkspaceStore } from '@pult/engine'
import type { MessageId, WorkspaceId } from '@pult/protocol'
import { openSqliteStore } from '@pult/storage'

/** By its name, as JSON: `message msg_…`, `record 7`. Lists are the names of what they hold, in order. */
export interface KeptThings {
  readonly things: ReadonlyMap<string, string>
  readonly lists: ReadonlyMap<string, readonly string[]>
}

export interface Question {
  readonly messages: readonly MessageId[]
  readonly keys: readonly { readonly author: string; readonly key: string }[]
}

const PAGE = 200

/** @throws StorageFault when the folder is refused, at the opening or at any reading */
export async function keptThings(directory: string, asked: Question): Promise<KeptThings> {
  const store = openSqliteStore({ directory, makeEpoch: () => 'made anew' })
  try {
    return await everything(store, asked)
  } finally {
    await store.close()
  }
}

async function everything(store: WorkspaceStore, asked: Question): Promise<KeptThings> {
  const things = new Map<string, string>()
  const lists = new Map<string, readonly string[]>()
  const keep = (kind: string, items: readonly unknown[], idOf: (item: never) => string): string[] =>
    items.map((item) => {
      const name = `${kind} ${idOf(item as never)}`
      things.set(name, JSON.stringify(item))
      return name
    })
  let fatal: unknown
  const engine = await WorkspaceEngine.open('main' as WorkspaceId, {
    store,
    nowMs: () => LOOKED_AT_MS,
    defer: (run) => void setImmediate(run),
    after: () => () => undefined,
    publish: () => undefined,
    onFatal: (error) => (fatal = error),
    onBug: (error) => (fatal = error),
  })
  things.set('epoch', store.epoch)
  lists.set(
    'log',
    keep('record', await store.read(0, Number.MAX_SAFE_INTEGER), ({ seq }: { seq: number }) => String(seq)),
  )
  const { touched } = await store.checkpoint(LOOKED_AT_MS)
  lists.set(
    'alive',
    keep('alive', touched, ({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`).toSorted(),
  )
  const sessions = await paged((after) => store.sessions({ limit: PAGE, after }))
  lists.set(
    'sessions',
    keep('session', sessions, ({ card }: { card: { id: string } }) => card.id),
  )
  for (const { card } of sessions) {
    const byId = await store.session(card.id)
    things.set(`session ${card.id} by its id`, JSON.stringify(byId ?? null))
    const client = card.clientId === null ? undefined : await store.client(card.clientId)
    things.set(`client of ${card.id}`, JSON.stringify(client ?? null))
    things.set(`chat of ${card.id}`, JSON.stringify((await store.chat(card.chatId)) ?? null))
    for (const query of [{ chatId: card.chatId }, { sessionId: card.id }, { chatId: card.chatId, q: WORD }]) {
      const found = await paged((after) => store.messages({ ...query, limit: PAGE, after }))
      lists.set(
        `messages ${JSON.stringify(query)}`,
        keep('message', found, ({ id }: { id: string }) => id),
      )
    }
  }
  for (const id of asked.messages)
    things.set(`message ${id} by its id`, JSON.stringify((await store.message(id)) ?? null))
  for (const { author, key } of asked.keys)
    things.set(`key ${author} ${key}`, JSON.stringify((await store.key(author, key)) ?? null))
  await engine.stop()
  if (fatal !== undefined) throw fatal
  return { things, lists }
}

/** A word that every message has. */
export const WORD = 'message'
/** The same moment for everybody, so that what depends on the time is the same. */
const LOOKED_AT_MS = Date.UTC(2027, 0, 1)

async function paged<T>(
  page: (
    after: string | undefined,
  ) => Promise<{ items: readonly T[]; next: string | null }> | { items: readonly T[]; next: string | null },
): Promise<T[]> {
  const all: T[] = []
  for (let after: string | undefined; ;) {
    const { items, next } = await page(after)
    all.push(...items)
    if (next === null) return all
    after = next
  }
}

export interface Differences {
  /** Something is told otherwise than it was kept. */
  readonly wrong: readonly string[]
  /** Something is not told, or told twice or elsewhere in a list. */
  readonly hidden: readonly string[]
}

export function differences(was: KeptThings, is: KeptThings): Differences {
  const wrong: string[] = []
  const hidden: string[] = []
  for (const [name, json] of is.things) {
    const before = was.things.get(name)
    if (json === before) continue
    if (json === 'null') hidden.push(`${name} is not known`)
    else wrong.push(`${name} was ${shortened(before ?? 'not there')} and is ${shortened(json)}`)
  }
  for (const name of was.things.keys()) if (!is.things.has(name)) hidden.push(`${name} is missing`)
  for (const [name, entries] of was.lists) {
    if (entries.join() !== (is.lists.get(name) ?? []).join()) hidden.push(`the list of ${name} is another`)
  }
  return { wrong, hidden }
}

function shortened(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 120)}…`
}
