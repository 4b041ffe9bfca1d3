/** Some thousand clients in a process of their own: they connect, write, lose the line, come back, and say what they know. Started by the trial `storm`. */
import { hello } from '../door.ts'
import { inTurn } from '../in-turn.ts'
import { randomFrom } from '../random.ts'
import type { Answers, GeneratorMessage, GeneratorOrder } from './messages.ts'
import { connect, faultsOf, newPerson, write, type Person } from './person.ts'

/** Sockets that are being opened at once before the storm; during it everybody comes by themselves. */
const WIDTH = 50
/** Every so manyth goes on writing until the line is lost, so that some commands are open at the kill. */
const WRITES_EVERY = 10
const WRITE_PAUSE_MS = 200
/** Between two tries of one client while nobody answers. */
const RETRY_MS_MIN = 100
const RETRY_MS_MAX = 500
/** What was told last is on its way. */
const LAST_WORDS_MS = 5_000

const order = JSON.parse(process.argv[2] ?? '{}') as GeneratorOrder
const random = randomFrom(order.seed)
const tell = (message: GeneratorMessage): void => {
  process.send?.(message)
}
process.on('disconnect', () => process.exit(1))
const answers = new Promise<Answers>((resolve) => process.once('message', resolve))

const people = await inTurn(order.count, WIDTH, async (index) => {
  const person = newPerson(order.url, `${order.seed}-${index}`, await hello(order.url, order.channelKey))
  await connect(person)
  await write(person)
  return person
})
const back = people.map((person) => comeBack(person))
const writing = people
  .filter((_, index) => index % WRITES_EVERY === 0)
  .map((person) => writeOn(person, person.peer))
tell({ kind: 'ready', sessionIds: people.map(({ sessionId }) => sessionId) })

const times = await Promise.all(back)
await Promise.all(writing)
const snapshots = people.reduce((sum, person) => sum + person.snapshots, 0)
tell({ kind: 'back', count: people.length, snapshots, times })
const repeated = people.reduce((sum, { open }) => sum + open.size, 0)
for (const person of people) for (const key of person.open) await write(person, key)

const { bodies } = await answers
const faults = (): string[] => people.flatMap((person) => faultsOf(person, bodies[person.sessionId]))
const until = performance.now() + LAST_WORDS_MS
while (performance.now() < until && faults().length > 0) await Bun.sleep(100)
const acknowledged = people.reduce((sum, person) => sum + person.acknowledged.size, 0)
tell({ kind: 'report', faults: faults(), acknowledged, repeated })
for (const { peer } of people) peer?.close()
process.exit(0)

/** Waits until the line is lost, then comes back; the moment at which the stream is live again. */
async function comeBack(person: Person): Promise<number> {
  await person.peer!.closed
  await Bun.sleep(random() * order.jitterMs)
  for (;;) {
    try {
      await connect(person)
      return Date.now()
    } catch {
      await Bun.sleep(RETRY_MS_MIN + random() * (RETRY_MS_MAX - RETRY_MS_MIN))
    }
  }
}

async function writeOn(person: Person, peer: Person['peer']): Promise<void> {
  do await Bun.sleep(random() * WRITE_PAUSE_MS)
  while (person.peer === peer && (await write(person)))
}
