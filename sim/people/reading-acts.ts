import type { ActRun } from './act-run.ts'
import { words } from './act-run.ts'
import { atWork, ownChats, type Seat } from './operator.ts'
import { one } from './peopled-world.ts'

/** What is read over HTTP, and what is asked by both doors [C1]. */
export const readingActs = {
  operatorBrowses(world, act, random) {
    const seat = one(atWork(world), act.who)
    if (seat === undefined) return undefined
    const { history, state } = seat.client
    const cards = [...state.sessions.values(), ...state.closed.values()]
    const card = cards.length === 0 ? undefined : random.pick(cards)
    const reads = [
      () => history.sessions({ status: 'CLOSED', limit: 5 }),
      () => history.sessions({ q: 'parcel', limit: 5 }),
      () => history.operators(),
      ...(card === undefined
        ? []
        : [
            () => history.session(card.id),
            () => history.chatMessages(card.chatId, { limit: 10 }),
            () => history.sessionNotes(card.id),
          ]),
    ]
    random
      .pick(reads)()
      .catch(() => undefined)
    return `${seat.person.name} looks something up`
  },
  /** The same answer through the stream and over HTTP, under one key: it is sent once [S6]. */
  operatorSendsByBothDoors(world, act, random) {
    const seat = one(
      atWork(world).filter((other) => ownChats(other).length > 0),
      act.who,
    )
    const token = seat?.person.tokens.get(seat.machine)
    if (seat === undefined || token === undefined) return undefined
    const card = random.pick(ownChats(seat))
    const data = { sessionId: card.id, body: words(world, act, random) }
    const key = `both doors ${act.index}`
    const overHttp = (): void => post(seat, token, 'sendMessage', { key, data })
    const overStream = (): void =>
      void seat.client.command('sendMessage', data, { key }).catch(() => undefined)
    const [first, second] = random.chance(0.5) ? [overHttp, overStream] : [overStream, overHttp]
    first()
    world.scheduler.after(random.between(0, 200), () => {
      if (seat.isOpen) second()
    })
    return `${seat.person.name} sends the same by both doors`
  },
} as const satisfies Record<string, ActRun>

function post({ device }: Seat, token: string, command: string, body: unknown): void {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  device
    .fetch(`https://pult.example/api/v1/commands/${command}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    .catch(() => undefined)
}
