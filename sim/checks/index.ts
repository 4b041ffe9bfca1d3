import { noticeInLog } from '../marks/log-marks.ts'
import { noticeInPages } from '../marks/page-marks.ts'
import { noticeInStreams } from '../marks/stream-marks.ts'
import { createTruth } from '../truth/truth.ts'
import type { Check, World } from '../types.ts'
import { checkDeadlines } from './deadlines.ts'
import { checkDurable } from './g1-durable.ts'
import { checkFailStop } from './g10-fail-stop.ts'
import { checkOnce } from './g2-once.ts'
import { checkOrder } from './g3-order.ts'
import { checkNothingMissed } from './g4-nothing-missed.ts'
import { checkNoLeak } from './g5-no-leak.ts'
import { checkBounded } from './g6-bounded.ts'
import { checkLiveness } from './g7-liveness.ts'
import { checkOutbox } from './g8-outbox.ts'
import { checkOneHolder } from './g9-one-holder.ts'
import { checkGraces } from './graces.ts'
import { checkNodesAgree } from './nodes-agree.ts'
import type { Observed } from './observed.ts'
import { createPeople } from './people.ts'
import { createPulse } from './pulse.ts'
import { checkReadMarks } from './read-marks.ts'
import { checkRightsTold } from './rights-told.ts'
import { checkRouting } from './routing.ts'
import { checkState } from './state.ts'
import { createTabViews } from './tab-views.ts'
import { checkTyped } from './typed.ts'

const CHECKS: readonly ((observed: Observed) => Check)[] = [
  // What a person would notice first comes first: the first promise that is broken counts.
  checkFailStop,
  checkDurable,
  checkOnce,
  checkOrder,
  checkNoLeak,
  checkNothingMissed,
  checkRightsTold,
  checkOneHolder,
  checkRouting,
  checkDeadlines,
  checkGraces,
  checkBounded,
  checkOutbox,
  checkTyped,
  checkReadMarks,
  checkState,
  checkLiveness,
  checkNodesAgree,
  noticeInLog,
  noticeInStreams,
  noticeInPages,
]

/** Every promise, watching this world. The world calls them in this order: the first keeps what the others look at. */
export function createChecks(world: World): readonly Check[] {
  const truth = createTruth(world.scheduler.nowMs)
  const views = createTabViews()
  const pulse = createPulse(world)
  const observed: Observed = { world, truth, views, pulse, people: createPeople(world) }
  const checks = CHECKS.map((create) => create(observed))
  return [
    {
      name: 'truth',
      onStarted(host) {
        pulse.started()
        truth.started(host)
      },
      onTold(records) {
        pulse.feel()
        truth.told(records)
      },
      onWritten: pulse.feel,
      onOperatorTab: views.open,
      onVisitorTab: views.open,
      onLook() {
        pulse.feel()
        views.settle()
      },
      onEnd: views.settle,
    },
    ...checks,
  ]
}
