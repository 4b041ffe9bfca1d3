import type { Message } from '@pult/protocol'
import type { Check } from '../types.ts'
import type { Observed } from './observed.ts'
import { isOperatorTab } from './people.ts'

/** [S6] For so long the key of a command that is no message counts. */
const COMMAND_KEY_MS = 24 * 3_600_000

/** [G2] Nothing twice: one message to a key for ever, one command to a key for a day, and no message twice in any list. */
export function checkOnce({ world, truth, views, people }: Observed): Check {
  const ids = new Set<string>()
  truth.watch(({ record: { fact, seq, atMs, origin } }) => {
    if (fact.type === 'message') {
      const { id, key, authorId } = fact.message
      if (ids.has(id)) world.broke('G2', `message ${id} was created a second time, by record ${seq}`)
      ids.add(id)
      const first = key === undefined ? undefined : truth.keys.get(`${authorId} ${key}`)
      if (first !== undefined) {
        world.broke(
          'G2',
          `the key “${key}” of ${people.name(truth, authorId)} made a message twice: records ${first.seq} and ${seq}`,
        )
      }
    } else if (origin !== undefined) {
      const first = truth.keys.get(`${origin.author} ${origin.key}`)
      const isRecent =
        first !== undefined && Math.abs(atMs - truth.records[first.seq - 1]!.atMs) < COMMAND_KEY_MS
      if (isRecent) {
        world.broke(
          'G2',
          `the key “${origin.key}” of ${people.name(truth, origin.author)} did something twice: records ${first.seq} and ${seq}`,
        )
      }
    }
  })

  function look(): void {
    for (const { tab } of views.all()) {
      if (!tab.isOpen) continue
      if (isOperatorTab(tab)) {
        for (const list of tab.client.state.messages.values()) lookAt(tab.name, list)
      } else lookAt(tab.name, tab.client.state.messages)
    }
  }

  const looked = new WeakSet<readonly Message[]>()
  /** Ids sort by creation. A list that has not changed since is not looked at again. */
  function lookAt(tab: string, list: readonly Message[]): void {
    if (looked.has(list)) return
    looked.add(list)
    let before = ''
    for (const { id, body } of list) {
      if (id <= before) {
        const fault = id === before ? 'twice in a row' : `behind ${before}`
        return world.broke('G2', `${tab} shows message ${id} (“${body}”) ${fault}`)
      }
      before = id
    }
  }

  return { name: 'G2', onLook: look, onEnd: look }
}
