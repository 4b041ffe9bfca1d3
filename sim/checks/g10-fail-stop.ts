import type { Check } from '../types.ts'
import { answerOf, headOf } from './frames.ts'
import type { Observed } from './observed.ts'

/** After the disk itself has said no writing may be refused for so long, by the pause that was asked for and a turn. */
const FULL_MS_MAX = 3_000
/** An answer that the bus lost is asked for again, for so long [CL4]. */
const ANSWER_MS_MAX = 15_000

/** [G10] Fail-stop: a process whose disk has failed says nothing more; a full disk refuses, and is forgotten when there is room. */
export function checkFailStop({ world, pulse }: Observed): Check {
  const { health } = world.disk
  let wasToldAfterFault = false

  return {
    name: 'G10',
    onTold(records) {
      const last = records.at(-1)
      // A slow disk may have failed after it had the records; on any other nothing lies between writing and telling.
      const isSlow = world.scheduler.nowMs() <= health.slowUntilMs
      if (last === undefined || !health.isBroken || isSlow) return
      wasToldAfterFault = true
      world.broke('G10', `records up to ${last.seq} are told though the disk has failed`)
    },
    onWritten({ to, frame }) {
      if (wasToldAfterFault || headOf(frame).action !== 'reply' || !frame.includes('"error":')) return
      if (answerOf(frame).error?.code !== 'storage_full') return
      const sinceMs = world.scheduler.nowMs() - health.fullAtMs
      const mayBeLate = world.scheduler.nowMs() - pulse.troubledAtMs() <= ANSWER_MS_MAX
      if (sinceMs > FULL_MS_MAX && !mayBeLate)
        world.broke('G10', `${to} is refused for want of room, and the disk last said so ${sinceMs} ms ago`)
    },
  }
}
