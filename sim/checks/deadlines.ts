import { dueTimes } from '../truth/session-now.ts'
import { nameOf } from '../truth/truth.ts'
import type { Check } from '../types.ts'
import type { Observed } from './observed.ts'

/** A deadline is kept to so much. */
const LATE_MS_MAX = 1_000
/** After a start, a full or a slow disk writing needs so long to be as always. */
const RECOVERY_MS = 5_000

/** A session's deadline fires once, however often the process is started, not before its time, and not later than a second after it while a node runs. */
export function checkDeadlines({ world, truth, pulse }: Observed): Check {
  const fired = new Map<string, number>()
  /** When each was first seen to be late: new limits may make one due that lies in the past, and it fires a moment after that. */
  const overdue = new Map<string, number>()
  truth.watch(({ record, before }) => {
    const { fact, seq, atMs } = record
    if (fact.type !== 'session' || before === undefined) return
    const name = `${nameOf(fact.session)} (record ${seq})`
    if (fact.why === 'timer' && fact.timer !== undefined) {
      const dueMs = fact.session.fired[fact.timer]
      if (dueMs === undefined)
        return world.broke('DEADLINE', `${name}: ${fact.timer} fired and does not know for when`)
      const id = `${fact.session.card.id} ${fact.timer} ${dueMs}`
      const first = fired.get(id)
      if (first !== undefined)
        return world.broke(
          'DEADLINE',
          `${name}: ${fact.timer} of ${clock(dueMs)} fired before, by record ${first}`,
        )
      fired.set(id, seq)
      if (atMs < dueMs) world.broke('DEADLINE', `${name}: ${fact.timer} fired ${dueMs - atMs} ms too early`)
      return
    }
    if (fact.why === 'closed' && fact.session.closing?.by === 'TIMER') {
      const due = dueTimes(before).find(([action]) => action === 'CLOSE')
      if (due === undefined || due[1] > atMs)
        world.broke('DEADLINE', `${name} was closed by its timer, and nobody had waited long enough`)
    }
  })

  return {
    name: 'DEADLINE',
    onLook() {
      if (world.node.host === undefined || world.scheduler.nowMs() - pulse.unwellAtMs() < RECOVERY_MS) return
      const nowMs = world.node.nowMs()
      for (const now of truth.sessions.values()) {
        if (now.session.card.status === 'CLOSED') continue
        for (const [action, atMs] of dueTimes(now)) {
          // Timers may be off by no more than the clock has jumped.
          const lateMs = nowMs - atMs - pulse.jumpsMs()
          if (lateMs <= LATE_MS_MAX) continue
          const id = `${now.session.card.id} ${action} ${atMs}`
          const seenAtMs = overdue.get(id) ?? world.scheduler.nowMs()
          overdue.set(id, seenAtMs)
          if (world.scheduler.nowMs() - seenAtMs <= LATE_MS_MAX) continue
          return world.broke(
            'DEADLINE',
            `${nameOf(now.session)}: ${action} was due at ${clock(atMs)}, ${nowMs - atMs} ms ago, and has not happened`,
          )
        }
      }
    },
  }
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23)
}
