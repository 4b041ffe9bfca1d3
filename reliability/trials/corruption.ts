import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { StorageFault } from '@pult/engine'
import type { MessageId } from '@pult/protocol'
import { damageOne, type Damage } from '../faults/damage.ts'
import { differences, keptThings, WORD, type KeptThings, type Question } from '../faults/kept-things.ts'
import { makeWorkplace, type Workplace } from '../faults/workplace.ts'
import { brokenPromises, copyOf, type Writer } from '../faults/writers.ts'
import { command, read, type Desk } from '../door.ts'
import { openPeer } from '../peer.ts'
import { NotStarted, startPult, type Running } from '../program.ts'
import { randomFrom } from '../random.ts'
import type { Trial, TrialContext, TrialResult } from '../trial.ts'

/** The truth, and what serves reading. */
const FILES = ['log.sqlite', 'log.sqlite-wal', 'read.sqlite', 'read.sqlite-wal']
const WORKSPACE = 'workspaces/main'
/** One in so many is looked at through the whole program; the others through its storage room, which is what decides. */
const WHOLE_ONE_IN = 10
/** Messages of a chat that are edited. */
const EDITS = 5
/** Longer than the read models stay behind. */
const BEHIND_MS = 2_500
/** Among so many damages some are in places that matter. */
const SHOWN_BY = 20
const DAMAGED = 65
const DISK_FAILED = 74

export const corruption: Trial = {
  name: 'corruption',
  sentence:
    'bytes of the kept files change or are cut off: it is noticed or does no harm, and nothing false is ever told',
  unit: 'damaged files',
  sizes: { ci: 50, release: 5_000 },
  missing: () => null,
  run,
}

interface Original {
  readonly workplace: Workplace
  readonly asked: Question
  readonly kept: KeptThings
}

/** `hidden`: the read models do not lead to something that the log has; made again, they do. */
type Outcome = 'refused' | 'harmless' | 'hidden' | 'wrong'

async function run({ size, seed, folder, progress }: TrialContext): Promise<TrialResult> {
  const random = randomFrom(seed)
  const originals = [
    await original(join(folder, 'killed'), 'SIGKILL'),
    await original(join(folder, 'stopped'), 'SIGTERM'),
  ]
  const failures: string[] = []
  const count = { refused: 0, harmless: 0, hidden: 0, wrong: 0 }
  for (let done = 0; done < size; done += 1) {
    const { workplace, asked, kept } = originals[done % originals.length]!
    const data = join(folder, 'unit')
    rmSync(data, { recursive: true, force: true })
    cpSync(workplace.data, data, { recursive: true })
    const damage = damageOne(join(data, WORKSPACE), FILES, random)
    if (damage === undefined) throw new Error('there is nothing to damage')
    const isWhole = random() < 1 / WHOLE_ONE_IN
    const [outcome, said] = isWhole
      ? await throughTheProgram(data, workplace)
      : await throughTheStorage(join(data, WORKSPACE), asked, kept, damage.file)
    count[outcome] += 1
    if (outcome === 'wrong') failures.push(`${done} (${wordsOf(damage, workplace)}): ${said}`)
    progress(done + 1, `${count.refused} refused, ${count.harmless} harmless`)
  }
  // Damage that is never noticed was done to nothing.
  if (size >= SHOWN_BY && count.refused === 0) failures.push('no damage was ever noticed')
  return {
    done: size,
    failures,
    figures: { refused: count.refused, harmless: count.harmless, hiddenUntilMadeAgain: count.hidden },
  }
}

function wordsOf({ file, kind, offset }: Damage, { data }: Workplace): string {
  return `${kind} at ${offset} of ${file}, ${data.endsWith('killed') ? 'killed' : 'stopped'}`
}

/** Messages, some of them edited and deleted, and all that they leave behind. */
async function original(data: string, end: 'SIGKILL' | 'SIGTERM'): Promise<Original> {
  const workplace = await makeWorkplace({
    data,
    writers: 6,
    writeMs: 150,
    bodyOf: (key) => `${WORD} ${key}`,
    before: changeSome,
    end,
  })
  if (workplace.writers.some(({ acknowledged }) => acknowledged.size === 0))
    throw new Error('there is a chat without a message: nothing of it could be lost')
  const asked: Question = {
    messages: workplace.writers.flatMap(({ acknowledged }) =>
      [...acknowledged.values()].map(({ id }) => id as MessageId),
    ),
    keys: workplace.writers.flatMap(({ clientId, acknowledged }) =>
      [...acknowledged.keys()].map((key) => ({ author: clientId, key })),
    ),
  }
  const looked = `${data}-looked-at`
  cpSync(data, looked, { recursive: true })
  return { workplace, asked, kept: await keptThings(join(looked, WORKSPACE), asked) }
}

/** The clients' edits, and what an admin adds: one of each thing that a chat may have. */
async function changeSome(url: string, { adminToken }: Desk, writers: readonly Writer[]): Promise<void> {
  for (const { token, acknowledged } of writers) {
    const peer = await openPeer({ url, flavour: 'client', token, instance: 'trial' })
    const changed = [...acknowledged].slice(0, EDITS)
    for (const [key, message] of changed) {
      const body = `${WORD} ${key}, said better`
      const answer = await peer.ask('editMessage', { messageId: message.id, body })
      if (answer.kind === 'done') acknowledged.set(key, { ...message, body })
    }
    peer.close()
    await peer.closed
  }
  const { items } = await read<{ items: { id: string; lastMessage: { id: string } }[] }>(
    url,
    adminToken,
    '/sessions',
  )
  for (const { id: sessionId, lastMessage } of items) {
    await command(url, adminToken, 'setTags', { sessionId, tags: ['trial'] })
    await command(url, adminToken, 'addNote', { sessionId, body: `note of ${sessionId}` })
    await command(url, adminToken, 'markRead', { sessionId, messageId: lastMessage.id })
  }
  // The read models follow by now: what is only in the log is no question of theirs.
  await Bun.sleep(BEHIND_MS)
}

async function throughTheStorage(
  directory: string,
  asked: Question,
  kept: KeptThings,
  damaged: string,
): Promise<[Outcome, string]> {
  let now: KeptThings
  try {
    now = await keptThings(directory, asked)
  } catch (error) {
    if (!(error instanceof StorageFault)) return ['wrong', `it is no fault of the storage: ${String(error)}`]
    // What serves reading is made again by the next start; the truth cannot be.
    if (damaged.startsWith('log')) return ['refused', error.message]
    const { wrong, hidden } = differences(kept, await keptThings(directory, asked))
    const broken = [...wrong, ...hidden]
    return broken.length === 0 ? ['refused', ''] : ['wrong', `the next start does not mend it: ${broken[0]}`]
  }
  const { wrong, hidden } = differences(kept, now)
  if (wrong.length > 0) return ['wrong', `${wrong.length} told otherwise: ${wrong[0]}`]
  if (hidden.length === 0) return ['harmless', '']
  // An index that leads past an entry: allowed to the read models alone, and for as long as they live.
  for (const suffix of ['', '-wal']) rmSync(join(directory, `read.sqlite${suffix}`), { force: true })
  const again = differences(kept, await keptThings(directory, asked))
  const isBack = again.wrong.length + again.hidden.length === 0
  return [isBack ? 'hidden' : 'wrong', `${hidden.length} hidden: ${hidden[0]}`]
}

async function throughTheProgram(directory: string, { writers }: Workplace): Promise<[Outcome, string]> {
  let program: Running
  try {
    program = await startPult({ directory })
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error
    const isPlain = error.code === DAMAGED && !error.said.includes('    at ')
    return [isPlain ? 'refused' : 'wrong', `the start ended with ${error.code}: ${error.said}`]
  }
  const broken: string[] = []
  let isRefused = false
  for (const writer of writers) {
    try {
      broken.push(...(await brokenPromises(program.url, copyOf(writer))))
    } catch {
      isRefused = true
    }
  }
  const code = await program.stop()
  if (broken.length > 0) return ['wrong', broken[0]!]
  if (code !== DISK_FAILED && (code !== 0 || isRefused))
    return ['wrong', `it ended with ${code}: ${program.lastWords()}`]
  return [code === DISK_FAILED ? 'refused' : 'harmless', '']
}
