import type { Act } from '../types.ts'
import { quoted, words, type ActRun } from './act-run.ts'
import { one, type PeopledWorld } from './peopled-world.ts'
import { askAsClient, closeVisit, openVisit, present, type Visit } from './visitor.ts'

const LATER_MS = { low: 200, high: 2_000 }

function visitOf(
  world: PeopledWorld,
  act: Act,
  isFit: (visit: Visit) => boolean = () => true,
): Visit | undefined {
  return one(present(world).filter(isFit), act.who)
}
const chatOf = ({ app }: Visit) => app.store.state.chat
const failed = (visit: Visit) => chatOf(visit)?.outbox.find(({ state }) => state === 'failed')
const offered = (visit: Visit) => (chatOf(visit)?.messages ?? []).flatMap(({ actions }) => actions ?? [])
const isActive = (visit: Visit): boolean => chatOf(visit)?.session?.status === 'ACTIVE'
const ownOf = (visit: Visit) =>
  (chatOf(visit)?.messages ?? []).filter(
    (message) => message.authorType === 'CLIENT' && (message.deletedAt ?? null) === null,
  )

/** What clients do, as the widget lets them. */
export const clientActs = {
  clientComes(world, act) {
    const person = one(
      world.visitors.filter((visitor) => !visitor.visits.some(({ isOpen }) => isOpen)),
      act.who,
    )
    if (person === undefined || person.machine.isAsleep()) return undefined
    openVisit(world, person)
    return `${person.name} opens the chat`
  },
  clientWrites(world, act, random) {
    const visit = visitOf(world, act)
    if (visit === undefined) return undefined
    const body = words(world, act, random)
    visit.app.write(body)
    visit.person.machine.clock.after(random.between(LATER_MS.low, LATER_MS.high), () => {
      if (!visit.isOpen) return
      visit.app.write(body)
      visit.app.submit()
    })
    return `${visit.person.name} writes ${quoted(body)}`
  },
  /** Several in a row, as people do who press Enter for a full stop. */
  clientWritesMuch(world, act, random) {
    const visit = visitOf(world, act)
    if (visit === undefined) return undefined
    const count = random.between(2, 5)
    for (let index = 0; index < count; index += 1) {
      visit.app.write(`${words(world, act, random)} ${index + 1}`)
      visit.app.submit()
    }
    return `${visit.person.name} writes ${count} messages at once`
  },
  /** A page of the host's own, or a double click: the same message twice, under the same key. */
  clientSendsTwice(world, act, random) {
    const visit = visitOf(world, act)
    if (visit === undefined) return undefined
    const other = visit.person.visits.find((tab) => tab.isOpen && tab !== visit)
    const body = words(world, act, random)
    const key = `twice ${act.index}`
    askAsClient(world, visit, 'sendMessage', { body }, key)
    const second = other ?? visit
    // The same key for something else is refused [S6].
    const again = random.chance(0.15) ? `${body}, and more` : body
    visit.person.machine.clock.after(random.between(0, 300), () => {
      if (second.isOpen) askAsClient(world, second, 'sendMessage', { body: again }, key)
    })
    return `${visit.person.name} sends ${quoted(body)} twice${other === undefined ? '' : ' from two tabs'}`
  },
  clientPressesButton(world, act, random) {
    const visit = visitOf(world, act, (tab) => offered(tab).length > 0)
    if (visit === undefined) return undefined
    const action = random.pick(offered(visit))
    visit.app.choose(action)
    return `${visit.person.name} presses "${action.label}"`
  },
  clientReplies(world, act, random) {
    const visit = visitOf(world, act, (tab) => (chatOf(tab)?.messages.length ?? 0) > 0)
    if (visit === undefined) return undefined
    const to = random.pick(chatOf(visit)!.messages)
    visit.app.compose({ name: 'replying', to })
    visit.app.write(words(world, act, random))
    visit.app.submit()
    return `${visit.person.name} replies to ${quoted(to.body)}`
  },
  clientTypes(world, act, random) {
    const visit = visitOf(world, act)
    visit?.app.write(words(world, act, random))
    return visit === undefined ? undefined : `${visit.person.name} begins to type`
  },
  clientEdits(world, act, random) {
    const visit = visitOf(world, act, (tab) => ownOf(tab).length > 0)
    if (visit === undefined) return undefined
    const message = random.pick(ownOf(visit))
    visit.app.edit(message.id, message.body)
    visit.app.write(words(world, act, random))
    visit.app.submit()
    return `${visit.person.name} edits ${quoted(message.body)}`
  },
  clientDeletes(world, act, random) {
    const visit = visitOf(world, act, (tab) => ownOf(tab).length > 0)
    if (visit === undefined) return undefined
    const message = random.pick(ownOf(visit))
    visit.app.remove(message.id)
    return `${visit.person.name} deletes ${quoted(message.body)}`
  },
  clientLooksAway(world, act, random) {
    const visit = visitOf(world, act, (tab) => tab.isVisible())
    if (visit === undefined) return undefined
    visit.show(false)
    world.scheduler.after(random.between(2_000, 60_000), () => visit.isOpen && visit.show(true))
    return `${visit.person.name} looks away`
  },
  clientCallsOperator(world, act) {
    const visit = visitOf(world, act, isActive)
    visit?.app.callOperator()
    return visit === undefined ? undefined : `${visit.person.name} calls an operator`
  },
  clientClosesChat(world, act) {
    const visit = visitOf(world, act, isActive)
    visit?.app.endChat()
    return visit === undefined ? undefined : `${visit.person.name} ends the chat`
  },
  clientRates(world, act, random) {
    const visit = visitOf(world, act, (tab) => (chatOf(tab)?.session ?? null) !== null)
    if (visit === undefined) return undefined
    visit.app.show({ score: random.between(1, 5), comment: random.chance(0.3) ? 'Quick!' : '' })
    visit.app.rate()
    return `${visit.person.name} rates the chat`
  },
  clientGoesToPage(world, act, random) {
    const visit = visitOf(world, act)
    if (visit === undefined) return undefined
    const url = `https://shop.example/${random.below(20)}`
    visit.move(url)
    return `${visit.person.name} goes to ${url}`
  },
  clientLoadsOlder(world, act) {
    const visit = visitOf(world, act, (tab) => (chatOf(tab)?.history.older ?? null) !== null)
    visit?.app.loadOlder()
    return visit === undefined ? undefined : `${visit.person.name} reads what was before`
  },
  clientRetries(world, act) {
    const visit = visitOf(world, act, (tab) => failed(tab) !== undefined)
    if (visit === undefined) return undefined
    visit.app.retry(failed(visit)!.key)
    return `${visit.person.name} sends again what was refused`
  },
  clientOpensTab(world, act, random) {
    const visit = visitOf(world, act)
    if (visit === undefined) return undefined
    if (!random.chance(0.3)) {
      openVisit(world, visit.person)
      return `${visit.person.name} opens a second tab`
    }
    openVisit(world, visit.person, visit.tabStorage.copy())
    return `${visit.person.name} duplicates the tab`
  },
  clientClosesTab(world, act) {
    const visit = visitOf(world, act)
    if (visit === undefined) return undefined
    closeVisit(visit)
    return `${visit.person.name} closes a tab`
  },
  /** The tab is closed and opened again with what its storage has kept: the outbox goes on. */
  clientReopensTab(world, act, random) {
    const visit = visitOf(world, act)
    if (visit === undefined) return undefined
    if (random.chance(0.5)) visit.app.write(words(world, act, random))
    if (random.chance(0.5)) visit.app.submit()
    closeVisit(visit)
    const { person } = visit
    world.scheduler.after(random.between(100, random.chance(0.3) ? 90_000 : 3_000), () => {
      if (!world.isHealed) openVisit(world, person, visit.tabStorage)
    })
    return `${person.name} closes the tab and will open it again`
  },
  clientTriesAgain(world, act) {
    const visit = visitOf(world, act, (tab) => tab.client.state.connection.name === 'waiting')
    visit?.app.tryAgain()
    return visit === undefined ? undefined : `${visit.person.name} presses "try again"`
  },
  clientSleeps(world, act, random) {
    const visit = visitOf(world, act)
    if (visit === undefined) return undefined
    const { machine } = visit.person
    const ms = random.between(1_000, random.chance(0.3) ? 120_000 : 20_000)
    machine.sleep()
    world.scheduler.after(ms, machine.wake)
    return `the phone of ${visit.person.name} sleeps for ${ms / 1000} s`
  },
} as const satisfies Record<string, ActRun>
