import { beforeEach, describe, expect, test } from 'bun:test'
import type { OutboxItem } from '@pult/client'
import type { Check, TabMemory, World } from '../types.ts'
import type { Truth, Step } from '../truth/truth.ts'
import { createPeople } from './people.ts'
import { createPulse } from './pulse.ts'
import { createTabViews } from './tab-views.ts'
import { checkTyped } from './typed.ts'

type Item = OutboxItem<{ readonly body: string }>

const AUTHOR = 'cli_1'

function item(key: string, state: Item['state'] = 'queued'): Item {
  return {
    key,
    data: { body: `body of ${key}` },
    state,
    createdAtMs: 0,
    attempts: 0,
    retryAtMs: 0,
    error: null,
  }
}

/** A page as the check sees it: what it shows, and an ear for its changes. */
function page(tabStorage: TabMemory, outbox: readonly Item[], clientId: string | null = AUTHOR) {
  const listeners: ((state: unknown) => void)[] = []
  const client = clientId === null ? null : { id: clientId }
  const state = { outbox, connection: { name: 'live' }, client, messages: [] }
  return {
    name: 'client 1, tab 1',
    tabStorage,
    isOpen: true,
    client: { state, onState: (listener: (state: unknown) => void) => void listeners.push(listener) },
    shows(next: readonly Item[]) {
      state.outbox = next
      for (const listener of listeners) listener(state)
    },
  }
}

let check: Check
let broken: string[]
let seen: (step: Step) => void
let keys: Map<string, unknown>
let tabs: unknown[]
const storage: TabMemory = { copiedFrom: null }

beforeEach(() => {
  broken = []
  keys = new Map()
  tabs = []
  const world = {
    operatorTabs: [],
    visitorTabs: tabs,
    mark: () => undefined,
    broke: (_promise: string, sentence: string) => void broken.push(sentence),
  } as unknown as World
  const truth = { keys, watch: (watcher: typeof seen) => void (seen = watcher) } as unknown as Truth
  check = checkTyped({
    world,
    truth,
    people: createPeople(world),
    views: createTabViews(),
    pulse: createPulse(world),
  })
})

function opens(outbox: readonly Item[], made = page(storage, outbox)): ReturnType<typeof page> {
  tabs.push(made)
  check.onVisitorTab?.(made as never)
  made.shows([...outbox])
  return made
}

/** The log has the message. */
function says(key: string): void {
  const message = { key, authorId: AUTHOR, body: `body of ${key}` }
  seen({ record: { seq: keys.size + 1, fact: { type: 'message', message } } } as unknown as Step)
  keys.set(`${AUTHOR} ${key}`, {})
}

describe('what is typed', () => {
  test('is said in order', () => {
    const tab = opens([])
    tab.shows([item('1'), item('2')])
    says('1')
    says('2')
    tab.shows([])
    check.onLook?.()
    expect(broken).toEqual([])
  })

  test('is not said before what was typed before it', () => {
    opens([]).shows([item('1'), item('2')])
    says('2')
    expect(broken).toEqual([
      '“body of 2” (record 1) is said before “body of 1” (1), which was typed before it',
    ])
  })

  test('is owed in its own tab: a copy that is nobody yet has said nothing', () => {
    const tab = opens([])
    tab.shows([item('1', 'failed'), item('2')])
    const left = [item('0'), item('1'), item('2')]
    opens(left, page({ copiedFrom: storage }, left, null))
    says('2')
    expect(broken).toEqual([])
  })

  test.each([
    ['somebody else', 'cli_2', 0],
    ['the same person', AUTHOR, 1],
  ])(
    'in a copy that is nobody yet, and reloaded, is owed unless it turns out to be of %s',
    (_who, id, count) => {
      opens([])
      const copy = { copiedFrom: storage }
      const offline = opens([], page(copy, [], null))
      offline.shows([item('1')])
      offline.isOpen = false
      opens([item('1')], page(copy, [item('1')], id)).shows([])
      check.onLook?.()
      expect(broken).toHaveLength(count)
    },
  )

  test('need not wait for what was refused', () => {
    opens([]).shows([item('1', 'failed'), item('2')])
    says('2')
    expect(broken).toEqual([])
  })

  test('is not forgotten by a reload', () => {
    const first = opens([])
    first.shows([item('1')])
    first.isOpen = false
    opens([])
    check.onLook?.()
    expect(broken).toEqual([
      '“body of 1” (1) was typed in client 1, tab 1 or before its reload, and is neither said nor in its outbox',
    ])
  })

  test('may be thrown away by who saw it refused', () => {
    const tab = opens([])
    tab.shows([item('1', 'failed')])
    tab.shows([])
    check.onLook?.()
    expect(broken).toEqual([])
  })
})
