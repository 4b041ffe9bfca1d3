import { createOutbound, parseAllowance } from '../outbound/index.ts'
import type { WebhookPorts } from './webhook-bot.ts'

/** Real requests, clocks and pauses, for a bot on this machine. */
export const loopbackPorts: WebhookPorts = {
  outbound: createOutbound({
    allowance: parseAllowance(['http://127.0.0.1']),
    resolve: () => Promise.resolve([]),
    steadyMs: () => performance.now(),
  }),
  nowMs: () => Date.now(),
  steadyMs: () => performance.now(),
  random: Math.random,
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
  cardOf: ({ card }) => card,
  messageOf: (message) => message,
}
