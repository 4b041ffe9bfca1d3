import { createVisitorClient, type VisitorClient } from '@pult/client'
import type { ClientCommandInput } from '@pult/protocol'
import { createApp, type App } from '../../apps/widget/src/app.ts'
import { createHostEventHub } from '../../apps/widget/src/host-events.ts'
import type { Random } from '../kernel/random.ts'
import { CHANNEL_KEY } from '../node/node.ts'
import type { VisitorTab } from '../types.ts'
import { acknowledging } from './acknowledge.ts'
import { browserOf } from './browser-of.ts'
import { createStorage, type Machine, type TabStorage } from './machine.ts'
import type { PeopledWorld } from './peopled-world.ts'

/** Somebody who writes to the company. */
export interface VisitorPerson {
  /** "client 3" */
  readonly name: string
  readonly machine: Machine
  readonly random: Random
  /** All tabs that were ever opened. */
  readonly visits: Visit[]
}

/** A tab of the host's site with the widget in it. */
export interface Visit extends VisitorTab {
  readonly person: VisitorPerson
  readonly app: App
  readonly tabStorage: TabStorage
  /** The tab comes in sight or goes out of it. */
  readonly show: (isVisible: boolean) => void
  readonly isVisible: () => boolean
  /** The visitor goes to another page of the site. */
  readonly move: (url: string) => void
}

const nothing = (): void => undefined

/** Opens the site in a tab, and the chat in it. */
export function openVisit(
  world: PeopledWorld,
  person: VisitorPerson,
  tabStorage: TabStorage = createStorage(),
): Visit {
  const { machine } = person
  const name = `${person.name}, tab ${person.visits.length + 1}`
  const random = person.random.fork(name)
  const device = machine.openDevice(name)
  const page = { isVisible: true, url: 'https://shop.example/' }
  const heard = { visible: nothing, page: nothing }
  const browser = browserOf(machine, { name, device, random, storage: tabStorage })
  let client: VisitorClient | undefined
  const app = createApp({
    embed: { server: 'https://pult.example', channelKey: CHANNEL_KEY, color: null, identity: null },
    // The chat is opened at once here; what the widget remembers of earlier visits changes nothing.
    memory: { returning: false, wasOpen: false, rememberVisitor: nothing, rememberOpen: nothing },
    hub: createHostEventHub((error) => world.broke('BUG', String(error))),
    page: {
      isVisible: () => page.isVisible,
      onVisible: (listener) => void (heard.visible = listener),
      current: () => ({ url: page.url, title: 'Shop' }),
      watch: (listener) => void (heard.page = listener),
    },
    clock: machine.clock,
    createClient(options) {
      const bare = createVisitorClient({
        ...options,
        ...browser,
      })
      client = acknowledging(bare, (command, data, reply) =>
        world.acknowledged({ tab: visit, command, data, reply }),
      )
      return client
    },
  })
  app.open()
  const visit: Visit = {
    name,
    person,
    device,
    client: client!,
    app,
    tabStorage,
    isOpen: true,
    isVisible: () => page.isVisible,
    show(isVisible) {
      page.isVisible = isVisible
      heard.visible()
    },
    move(url) {
      page.url = url
      heard.page()
    },
  }
  person.visits.push(visit)
  world.registerVisitorTab(visit)
  return visit
}

/** Closes a tab as its owner does. What it has not sent stays in its storage. */
export function closeVisit(visit: Visit): void {
  visit.isOpen = false
  visit.client.close()
}

/** The tab that the visitor writes in: the newest one that is open and awake. */
export function presentVisit(person: VisitorPerson): Visit | undefined {
  return person.machine.isAsleep() ? undefined : person.visits.findLast((visit) => visit.isOpen)
}

/** Everybody who has the chat open. */
export function present(world: PeopledWorld): Visit[] {
  return world.visitors.flatMap((person) => presentVisit(person) ?? [])
}

/** Asks for something that has no button in the widget's store, or asks twice. What is refused is part of the story. */
export function askAsClient<N extends keyof ClientCommandInput>(
  world: PeopledWorld,
  visit: Visit,
  name: N,
  data: ClientCommandInput[N],
  key?: string,
): void {
  visit.client
    .command(name, data, key === undefined ? {} : { key })
    .catch((error: { readonly code?: string }) =>
      world.tell(visit.person.name, `${name}: ${error.code ?? 'failed'}`),
    )
}
