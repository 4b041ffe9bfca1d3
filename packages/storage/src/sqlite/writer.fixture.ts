import { writeSync } from 'node:fs'
import { replay } from '../suite/kit.ts'
import { Story } from '../story.fixture.ts'
import { openSqliteStore } from './sqlite-store.ts'

/** Writes until it is killed, and says what has been acknowledged: `bun writer.fixture.ts <folder>`. */
const store = openSqliteStore({ directory: process.argv[2]!, makeEpoch: () => 'written' })
await replay(store, [])
const story = new Story(store.headSeq())
const talk = story.talk('Вера')
for (let count = 0; ; count += 1) {
  const size = 1 + ((count * 7) % 40)
  for (let index = 0; index < size; index += 1)
    story.message(talk, `слово ${story.nextSeq}`, { key: `k${story.nextSeq}` })
  await story.append(store)
  writeSync(1, `${store.headSeq()}\n`)
  // Between two turns of the event loop the read models are filled, and the kill may come in the middle of that too.
  if (count % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 0))
}
