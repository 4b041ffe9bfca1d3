import type { ChatSession } from '@pult/protocol'
import type { Act } from '../types.ts'
import { quoted, words, type ActRun } from './act-run.ts'
import { ask, atWork, bringUp, helpChats, ownChats, type Seat } from './operator.ts'
import { chatOf, one, type PeopledWorld } from './peopled-world.ts'

/** How long an operator thinks and types. */
const TYPING_MS = { low: 200, high: 2_500 }

interface Chosen {
  readonly seat: Seat
  readonly card: ChatSession
  readonly name: string
}

/** An operator with a chat of their own, on screen. */
function withChat(world: PeopledWorld, act: Act): Chosen | undefined {
  const seat = one(
    atWork(world).filter((one) => ownChats(one).length > 0),
    act.who,
  )
  if (seat === undefined) return undefined
  const chats = ownChats(seat)
  const card = chats[Math.floor(act.who / 7) % chats.length]!
  return { seat, card, name: seat.person.name }
}

const ownMessages = ({ client }: Seat, sessionId: string) =>
  (client.state.messages.get(sessionId) ?? []).filter(
    ({ authorId, deletedAt }) => authorId === client.state.me?.id && (deletedAt ?? null) === null,
  )

const failed = ({ client }: Seat) => client.state.outbox.find(({ state }) => state === 'failed')

/** Reads the chat, thinks, and does something with it. */
function afterReading(world: PeopledWorld, { seat, card }: Chosen, delayMs: number, act: () => void): void {
  bringUp(seat, card.id)
  seat.machine.clock.after(delayMs, () => {
    if (!seat.isOpen || world.isHealed) return
    bringUp(seat, card.id)
    act()
  })
}

/** [C2] What is in sight has been seen, as the list of messages tells the composer. */
function seeNewest({ desk, client }: Seat, sessionId: string): void {
  const messages = client.state.messages.get(sessionId)
  if (messages !== undefined) desk.composer(sessionId).seen.value = messages.at(-1)?.id ?? null
}

const answer =
  (type: 'REGULAR' | 'TERMINAL'): ActRun =>
  (world, act, random) => {
    const chosen = withChat(world, act)
    if (chosen === undefined) return undefined
    const { seat, card, name } = chosen
    const body = words(world, act, random)
    const composer = seat.desk.composer(card.id)
    bringUp(seat, card.id)
    seeNewest(seat, card.id)
    composer.write(body)
    seat.machine.clock.after(random.between(TYPING_MS.low, TYPING_MS.high), () => {
      if (!seat.isOpen || world.isHealed) return
      // Whoever types fast does not see what has come meanwhile.
      if (random.chance(0.7)) seeNewest(seat, card.id)
      composer.write(body)
      if (type === 'TERMINAL') seat.desk.news.expectGone(card.id)
      composer.send(type)
    })
    return `${name} ${type === 'TERMINAL' ? 'says a last word' : 'answers'} in ${chatOf(world, card)}: ${quoted(body)}`
  }

/** Gives a chat away by a command. */
const giveAway = (
  said: string,
  command: (chosen: Chosen, world: PeopledWorld, random: Parameters<ActRun>[2]) => (() => void) | undefined,
): ActRun => {
  return (world, act, random) => {
    const chosen = withChat(world, act)
    if (chosen === undefined) return undefined
    const go = command(chosen, world, random)
    if (go === undefined) return undefined
    chosen.seat.desk.news.expectGone(chosen.card.id)
    go()
    return `${chosen.name} ${said} ${chatOf(world, chosen.card)}`
  }
}

const change = (
  said: string,
  command: (chosen: Chosen, world: PeopledWorld, random: Parameters<ActRun>[2], act: Act) => void,
): ActRun => {
  return (world, act, random) => {
    const chosen = withChat(world, act)
    if (chosen === undefined) return undefined
    command(chosen, world, random, act)
    return `${chosen.name} ${said} ${chatOf(world, chosen.card)}`
  }
}

/** What operators do with chats, as the cabinet lets them. */
export const operatorActs = {
  operatorAnswers: answer('REGULAR'),
  operatorSaysLastWord: answer('TERMINAL'),
  operatorReads: change('reads', ({ seat, card }) => bringUp(seat, card.id)),
  operatorTypes: change('begins to type in', ({ seat, card }, world, random, act) => {
    bringUp(seat, card.id)
    seat.desk.composer(card.id).write(words(world, act, random))
  }),
  operatorReplies(world, act, random) {
    const chosen = withChat(world, act)
    if (chosen === undefined) return undefined
    const { seat, card } = chosen
    afterReading(world, chosen, random.between(TYPING_MS.low, TYPING_MS.high), () => {
      const to = seat.client.state.messages.get(card.id)?.at(-1)
      const composer = seat.desk.composer(card.id)
      composer.reply(to ?? null)
      seeNewest(seat, card.id)
      composer.write(words(world, act, random))
      composer.send('REGULAR')
    })
    return `${chosen.name} replies in ${chatOf(world, card)}`
  },
  operatorEdits(world, act, random) {
    const chosen = withChat(world, act)
    if (chosen === undefined) return undefined
    const { seat, card } = chosen
    afterReading(world, chosen, random.between(TYPING_MS.low, TYPING_MS.high), () => {
      const message = ownMessages(seat, card.id).at(-1)
      if (message === undefined) return
      const composer = seat.desk.composer(card.id)
      composer.aimAt({ name: 'edit', message })
      composer.write(words(world, act, random))
      composer.send('REGULAR')
    })
    return `${chosen.name} edits in ${chatOf(world, card)}`
  },
  operatorDeletes: change('deletes a message in', ({ seat, card }, world, random) => {
    bringUp(seat, card.id)
    const messages = ownMessages(seat, card.id)
    if (messages.length > 0) ask(world, seat, 'deleteMessage', { messageId: random.pick(messages).id })
  }),
  operatorNotes: change('writes a note to', ({ seat, card }, world, random, act) => {
    const composer = seat.desk.composer(card.id)
    composer.aimAt({ name: 'note' })
    composer.write(words(world, act, random))
    composer.send('REGULAR')
  }),
  operatorTags: change('tags', ({ seat, card }, world, random) =>
    ask(world, seat, 'setTags', { sessionId: card.id, tags: [`tag ${random.below(5)}`] }),
  ),
  operatorSetsPriority: change('sets the priority of', ({ seat, card }, world, random) =>
    ask(world, seat, 'setPriority', { sessionId: card.id, priority: random.between(-3, 3) }),
  ),
  operatorMarksSpam: change('marks as spam or not', ({ seat, card }, world) =>
    ask(world, seat, 'markSpam', { sessionId: card.id, spam: !card.markedAsSpam }),
  ),
  operatorUpdatesClient: change('writes down who it is in', ({ seat, card }, world, random) => {
    if (card.clientId === null) return
    const phone = `+7${random.between(9_000_000_000, 9_999_999_999)}`
    ask(world, seat, 'updateClient', { clientId: card.clientId, phone })
  }),
  operatorBans: change('bans or frees the client of', ({ seat, card }, world, random) => {
    if (card.clientId === null) return
    const banned = card.clientBanned !== true
    const untilMs = world.node.nowMs() + random.between(3_000, 60_000)
    const until = new Date(untilMs).toISOString()
    ask(world, seat, 'banClient', { clientId: card.clientId, banned, ...(banned ? { until } : {}) })
  }),
  operatorLoadsOlder: change('reads what was before in', ({ seat, card }) => {
    bringUp(seat, card.id)
    seat.client.loadOlder(card.id).catch(() => undefined)
  }),
  operatorTakes(world, act, random) {
    const seat = one(
      atWork(world).filter((one) => helpChats(one).length > 0),
      act.who,
    )
    if (seat === undefined) return undefined
    const card = random.pick(helpChats(seat))
    bringUp(seat, card.id)
    ask(world, seat, 'takeSession', { sessionId: card.id })
    return `${seat.person.name} takes ${chatOf(world, card)}`
  },
  /** Two colleagues reach for the same chat in the same moment. */
  twoTake(world, act) {
    const seats = atWork(world).filter((one) => helpChats(one).length > 0)
    const card = one(seats, act.who) && helpChats(one(seats, act.who)!)[0]
    if (card === undefined) return undefined
    const rivals = seats.filter((seat) => seat.client.state.sessions.has(card.id))
    for (const seat of rivals) ask(world, seat, 'takeSession', { sessionId: card.id })
    return `${rivals.map(({ person }) => person.name).join(' and ')} take ${chatOf(world, card)} at once`
  },
  operatorTransfersToColleague: giveAway('transfers to a colleague', ({ seat, card }, world, random) => {
    const others = world.operators.filter(({ operatorId }) => operatorId !== seat.operatorId)
    if (others.length === 0) return undefined
    const { operatorId } = random.pick(others)
    const note = random.chance(0.5) ? { note: 'Please look at this' } : {}
    return () => ask(world, seat, 'transferSession', { sessionId: card.id, operatorId, ...note })
  }),
  operatorTransfersToGroup: giveAway('transfers to a group', ({ seat, card }, world, random) => {
    const groupIds = [...seat.client.state.groups.keys()]
    if (groupIds.length === 0) return undefined
    const groupId = random.pick(groupIds)
    const note = random.chance(0.5) ? { note: 'It is for you' } : {}
    return () => ask(world, seat, 'transferSession', { sessionId: card.id, groupId, ...note })
  }),
  operatorReturnsToBot: giveAway(
    'returns to the bot',
    ({ seat, card }, world) =>
      () =>
        ask(world, seat, 'returnToBot', { sessionId: card.id }),
  ),
  operatorCloses: giveAway(
    'closes',
    ({ seat, card }, world) =>
      () =>
        ask(world, seat, 'closeSession', { sessionId: card.id }),
  ),
  /** The same command under the same key from two tabs, or twice from one. */
  operatorAsksTwice(world, act, random) {
    const chosen = withChat(world, act)
    if (chosen === undefined) return undefined
    const { seat, card } = chosen
    const other = seat.person.seats.findLast((one) => one.isOpen && one !== seat) ?? seat
    const key = `twice ${act.index}`
    const body = words(world, act, random)
    const [name, data] = random.pick([
      ['sendMessage', { sessionId: card.id, body }],
      ['addNote', { sessionId: card.id, body }],
      ['closeSession', { sessionId: card.id }],
      ['setTags', { sessionId: card.id, tags: [body] }],
    ] as const)
    ask(world, seat, name, data, key)
    world.scheduler.after(random.between(0, 400), () => other.isOpen && ask(world, other, name, data, key))
    return `${chosen.name} asks twice for ${name} in ${chatOf(world, card)}`
  },
  operatorInsists(world, act) {
    const seat = one(
      atWork(world).filter((one) => failed(one) !== undefined),
      act.who,
    )
    if (seat === undefined) return undefined
    const item = failed(seat)!
    if (act.who % 4 === 0) seat.client.discard(item.key)
    else seat.client.retry(item.key)
    return `${seat.person.name} ${act.who % 4 === 0 ? 'gives up' : 'insists on'} ${quoted(item.data.body)}`
  },
} as const satisfies Record<string, ActRun>
