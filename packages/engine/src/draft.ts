import type { Bot, ChannelId, GroupId, OperatorId } from '@pult/protocol'
import type { SessionRecord } from './entities.ts'
import type { Fact, Move } from './facts.ts'
import { makeId, type IdPrefix } from './ids.ts'
import { limitsFor, withDeadlines } from './session-timers.ts'
import type { Workspace } from './state.ts'

/** Nobody in particular: time has passed, or the routing has found somebody. */
export const SYSTEM: Move['by'] = { type: 'SYSTEM', id: null }

/**
 * The facts of one decision while they are being made. It knows which `seq` the next one will have, so that ids and `rev` can
 * be made of it, and writes nothing but its own list.
 */
export class Draft {
  readonly facts: Fact[] = []
  /** Sessions given out by this decision, an operator; one decision may give out many. */
  readonly given = new Map<OperatorId, number>()
  readonly state: Readonly<Workspace>
  readonly nowMs: number
  /** `nowMs` as the wire writes it. */
  readonly at: string
  /** Who asked for the decision; time and the routing are the system's. */
  readonly by: Move['by']

  constructor(state: Readonly<Workspace>, nowMs: number, at: string, by: Move['by'] = SYSTEM) {
    this.state = state
    this.nowMs = nowMs
    this.at = at
    this.by = by
  }

  /** The `seq` of the fact that is added next. */
  nextSeq(): number {
    return this.state.headSeq + this.facts.length + 1
  }

  add(fact: Fact): void {
    this.facts.push(fact)
  }

  /** An id for what the next fact makes. */
  id(prefix: IdPrefix): string {
    return makeId(prefix, this.nextSeq(), this.state.tag)
  }

  /** The session as the next fact will carry it: deadlines and `rev` follow from the rest. */
  session(session: SessionRecord): SessionRecord {
    const done = withDeadlines(session, limitsFor(this.state, session))
    return { ...done, card: { ...done.card, rev: this.nextSeq() } }
  }

  /**
   * The same for a change that is told by an event without the card: its countdown stays as every screen has it, also where the group's
   * limits are others by now.
   */
  sessionAside(session: SessionRecord): SessionRecord {
    return { ...session, card: { ...session.card, rev: this.nextSeq() } }
  }

  /** The channel's bot of one's own, or undefined where it has the built-in one or none. */
  botOf(channelId: ChannelId): Bot | undefined {
    const botId = this.state.channels.get(channelId)?.channel.bot.botId
    return botId === undefined ? undefined : this.state.bots.get(botId)?.bot
  }

  /** The limits that a group sets, as the card shows them; absent where none is set. */
  limitsOf(groupId: GroupId): { timerFirstAnswer?: number; timerNextAnswers?: number } {
    const group = this.state.groups.get(groupId)?.group
    return {
      ...(group?.timerFirstAnswer === undefined ? {} : { timerFirstAnswer: group.timerFirstAnswer }),
      ...(group?.timerNextAnswers === undefined ? {} : { timerNextAnswers: group.timerNextAnswers }),
    }
  }
}
