import { createOwnBots } from '../../packages/server/src/own-bots.ts'
import type { Bot, Outbound, OutboundAnswer } from '@pult/bots'
import type { SignAttachment } from '@pult/gateway'
import type { Seating } from '../../packages/server/src/workspace-host.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { Process } from './process.ts'

export const sign: SignAttachment = ({ id }) => ({ url: `/${id}` })

export interface BotPorts {
  /** In place of the built-in bot. */
  readonly builtinBot?: Bot
  /** What own bots are asked over. Default: no bot of one's own works. */
  readonly outbound?: Outbound
}

/** The bots of one process. */
export function botsOf(
  { builtinBot, outbound }: BotPorts,
  { random, nowMs, isAlive, after }: Process,
  scheduler: Scheduler,
): Pick<Seating, 'builtinBot' | 'ownBots'> {
  return {
    ...(builtinBot === undefined ? {} : { builtinBot }),
    ...(outbound === undefined
      ? {}
      : {
          ownBots: createOwnBots({
            // Who has died hears nothing any more.
            outbound: (request) =>
              outbound(request).then((answer) =>
                isAlive() ? answer : new Promise<OutboundAnswer>(() => undefined),
              ),
            sign,
            nowMs,
            steadyMs: scheduler.nowMs,
            random: random.fork('own bots').next,
            after,
            ledgerOf: () => ({ spent: () => 0, add: () => undefined }),
          }),
        }),
  }
}
