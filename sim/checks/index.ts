import { noticeMarks } from '../marks.ts'
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
import type { Observed } from './observed.ts'
import { createPeople } from './people.ts'
import { checkRouting } from './routing.ts'
import { checkState } from './state.ts'
import { createTabViews } from './tab-views.ts'

const CHECKS: readonly ((observed: Observed) => Check)[] = [
  // What a person would notice first comes first: the first promise that is broken counts.
  checkFailStop,
  checkDurable,
  checkOnce,
  checkOrder,
  checkNoLeak,
  checkNothingMissed,
  checkOneHolder,
  checkRouting,
  checkDeadlines,
  checkBounded,
  checkOutbox,
  checkState,
  checkLiveness,
  noticeMarks,
]

/** Every promise, watching this world. The world calls them in this order: the first keeps what the others look at. */
export function createChecks(world: World): readonly Check[] {
  const truth = createTruth(world.scheduler.nowMs)
  const views = createTabViews()
  const observed: Observed = { world, truth, views, people: createPeople(world) }
  const checks = CHECKS.map((create) => create(observed))
  return [
    {
      name: 'truth',
      onStarted: truth.started,
      onTold: truth.told,
      onOperatorTab: views.open,
      onVisitorTab: views.open,
      onLook: views.settle,
      onEnd: views.settle,
    },
    ...checks,
  ]
}
