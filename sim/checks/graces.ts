import type { Check, ServerConnection } from '../types.ts'
import type { Observed } from './observed.ts'

/** [L4] So long an operator whose last connection is gone keeps status and sessions. */
const GRACE_MS = 30_000
/** [L4] So long new sessions come to them. */
const ROUTED_MS = 10_000
/** A grace is kept to so much. */
const LATE_MS_MAX = 1_000

/** After several nodes were not all there for each other it may take so long until the one that counts knows again who is connected where [CL7]. */
const TROUBLED_MS = 10_000
/** Until the one that counts has heard who went at a node that was not there for it: a silent node counts as gone, or another owner has opened, within 5 s [CL11]. */
const HEARD_MS = 5_000

/** What is known of an operator's connections at the server; all times are the world's. */
interface Presence {
  isHere: boolean
  /** Those of the last look. Where none of them is left, they may have been away in between. */
  connections: readonly ServerConnection[]
  /** When they were last seen with a connection. */
  seenAtMs: number
  /** When they came, and when they had last been seen before. */
  cameAtMs: number
  seenBeforeMs: number
  /** When they were first seen without one, after that; later than they went by no more than lies between two looks. */
  awaySinceMs: number
  /** When they went the time before. */
  awayBeforeMs: number
  /** Since the last look something was written to one of their devices, or the log says that they came back: there may have been a connection that nobody saw. */
  isPerhapsBack: boolean
}

/** [L4] Who has no connection is offline when the grace has passed, and not before, restarts included; and after ten seconds is given nobody new. */
export function checkGraces({ world, truth, people, pulse }: Observed): Check {
  const connections = new Set<ServerConnection>()
  const presences = new Map<string, Presence>()
  const statusSetMs = new Map<string, number>()
  let lifeBeganMs = 0

  function presenceOf(operatorId: string): Presence {
    const known = presences.get(operatorId)
    if (known !== undefined) return known
    const made = {
      isHere: false,
      connections: [],
      seenAtMs: -Infinity,
      cameAtMs: -Infinity,
      seenBeforeMs: -Infinity,
      awaySinceMs: -Infinity,
      awayBeforeMs: -Infinity,
      isPerhapsBack: false,
    }
    presences.set(operatorId, made)
    return made
  }

  const here = new Map<string, ServerConnection[]>()
  function seeWhoIsHere(): void {
    const nowMs = world.scheduler.nowMs()
    here.clear()
    for (const connection of connections) {
      if (connection.state.name === 'closed') connections.delete(connection)
      else if (connection.viewer?.flavour === 'OPERATOR') {
        const { operatorId } = connection.viewer
        const known = here.get(operatorId)
        if (known === undefined) here.set(operatorId, [connection])
        else known.push(connection)
      }
    }
    for (const [operatorId, those] of here) {
      const presence = presenceOf(operatorId)
      const hasStayed = presence.connections.some((connection) => those.includes(connection))
      presence.connections = those
      if (!presence.isHere || !hasStayed) {
        presence.cameAtMs = nowMs
        presence.seenBeforeMs = presence.seenAtMs
      }
      presence.isHere = true
      presence.seenAtMs = nowMs
    }
    for (const [operatorId, presence] of presences) {
      const isGone = !here.has(operatorId) && (presence.isHere || presence.isPerhapsBack)
      presence.isPerhapsBack = false
      if (!isGone) continue
      presence.isHere = false
      presence.awayBeforeMs = presence.awaySinceMs
      presence.awaySinceMs = nowMs
    }
  }

  /** From when on they count as away, at the latest: after a start, a jump of the clock or trouble with the disk it is counted anew. */
  function countsSinceMs({ awaySinceMs }: Presence): number {
    return Math.max(
      awaySinceMs,
      lifeBeganMs,
      pulse.jumpedAtMs() + GRACE_MS,
      pulse.unwellAtMs(),
      pulse.troubledAtMs() + HEARD_MS,
    )
  }

  truth.watch(({ record: { fact, seq, atMs }, isFound }) => {
    const nowMs = world.scheduler.nowMs()
    if (fact.type === 'operatorStatus') {
      const setMs = statusSetMs.get(fact.operatorId) ?? -Infinity
      statusSetMs.set(fact.operatorId, nowMs)
      if (fact.cause === 'RECONNECTED') presenceOf(fact.operatorId).isPerhapsBack = true
      if (fact.cause !== 'CONNECTION_LOST' || isFound) return
      // What a slow disk tells late was decided before.
      const decidedMs = nowMs - (world.node.nowMs() - atMs)
      const presence = presenceOf(fact.operatorId)
      const { awaySinceMs, awayBeforeMs, cameAtMs } = presence
      // What is due comes first in a turn: who comes back in it was not there yet.
      const seenAtMs = cameAtMs >= decidedMs ? presence.seenBeforeMs : presence.seenAtMs
      if (awaySinceMs < lifeBeganMs) world.mark('operator gone after a restart')
      if (awaySinceMs - awayBeforeMs < GRACE_MS) world.mark('operator gone after a second absence')
      // A status that somebody else has set since is not the one that they left with.
      const troubledMs = pulse.troubledAtMs() + TROUBLED_MS
      const isKnown = Math.max(pulse.jumpedAtMs(), setMs, troubledMs) < seenAtMs && seenAtMs <= decidedMs
      if (isKnown && decidedMs - seenAtMs < GRACE_MS) {
        world.broke(
          'GRACE',
          `${people.name(truth, fact.operatorId)} is offline by record ${seq}, ${decidedMs - seenAtMs} ms after they were there [L4]`,
        )
      }
    } else if (fact.type === 'session' && fact.why === 'assigned' && fact.decision?.rule !== 'COMMAND') {
      // Who has just come back is given what waits in the same turn.
      seeWhoIsHere()
      const operatorId = fact.session.card.operatorId ?? ''
      const presence = presenceOf(operatorId)
      const awayMs = nowMs - countsSinceMs(presence)
      if (!presence.isHere && !isFound && awayMs > ROUTED_MS + LATE_MS_MAX) {
        world.broke(
          'GRACE',
          `${people.name(truth, operatorId)} is given a session by record ${seq}, ${awayMs} ms after they went [L4]`,
        )
      }
    }
  })

  function look(): void {
    seeWhoIsHere()
    if (world.node.host === undefined) return
    for (const { id, status, blocked } of truth.operators.values()) {
      if (status === 'OFFLINE' || blocked) continue
      const presence = presenceOf(id)
      if (presence.isHere) continue
      const sinceMs = Math.max(countsSinceMs(presence), statusSetMs.get(id) ?? 0)
      const awayMs = world.scheduler.nowMs() - sinceMs
      if (awayMs <= GRACE_MS + LATE_MS_MAX) continue
      return world.broke(
        'GRACE',
        `${people.name(truth, id)} is ${status}, and has not been there for ${awayMs} ms [L4]`,
      )
    }
  }

  return {
    name: 'GRACE',
    onStarted() {
      lifeBeganMs = world.scheduler.nowMs()
    },
    onDied() {
      seeWhoIsHere()
      connections.clear()
      seeWhoIsHere()
    },
    onLost(lost) {
      seeWhoIsHere()
      for (const connection of lost) connections.delete(connection)
      seeWhoIsHere()
    },
    onConnection(connection) {
      if (connection.flavour === 'OPERATOR') connections.add(connection)
    },
    onWritten({ to }) {
      const person = people.at(to)
      if (person?.kind === 'OPERATOR') presenceOf(person.operatorId).isPerhapsBack = true
    },
    onTold: seeWhoIsHere,
    onLook: look,
    onEnd: look,
  }
}
