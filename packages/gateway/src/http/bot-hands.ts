import { BUILTIN_BOT, type SessionRecord, type Workspace } from '@pult/engine'
import { BOT_SILENT_MS } from '@pult/protocol'

type State = Readonly<Workspace>

/** What a bot has in hand now. */
export interface Hand {
  holds: number
  silent: number
}

/** Of a step. */
export function keyOf(node: string, version: number): string {
  return `${node} ${version}`
}

export interface Hands {
  /** By bot. */
  readonly bots: ReadonlyMap<string, Hand>
  /** By bot, then by step and version. */
  readonly steps: ReadonlyMap<string, ReadonlyMap<string, Hand>>
}

/** Goes through what is open: a few milliseconds for twenty thousand sessions, paid by who asks. */
export function handsIn(state: State, nowMs: number): Hands {
  const bots = new Map<string, Hand>()
  const steps = new Map<string, Map<string, Hand>>()
  for (const id of state.open) {
    const session = state.sessions.get(id)
    if (session === undefined || session.card.botStatus !== 'BOT') continue
    const botId = holderOf(state, session)
    const isSilent = nowMs - Date.parse(session.card.lastMessageCreatedAt ?? '') >= BOT_SILENT_MS
    count(bots, botId, isSilent)
    const at = session.bot?.stay?.at
    if (at === undefined || at === null) continue
    const own = steps.get(botId) ?? new Map<string, Hand>()
    steps.set(botId, own)
    count(own, keyOf(at.node, at.version), isSilent)
  }
  return { bots, steps }
}

/** Who had it when it came; where the log is of before that was kept, who has the channel. */
function holderOf(state: State, { bot, card }: SessionRecord): string {
  const botId = bot?.stay === undefined ? state.channels.get(card.channel)?.channel.bot.botId : bot.stay.botId
  return botId ?? BUILTIN_BOT
}

function count(hands: Map<string, Hand>, key: string, isSilent: boolean): void {
  const hand = hands.get(key) ?? { holds: 0, silent: 0 }
  hand.holds += 1
  if (isSilent) hand.silent += 1
  hands.set(key, hand)
}
