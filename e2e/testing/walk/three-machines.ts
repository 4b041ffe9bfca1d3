import type { NodeOnWire, Nodes } from '@pult/protocol'

/** Three machines as their page is told of them, in the middle of a working day: the walk has but one, which stands on its own. One has fallen silent. */
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

function machine(number: number, more: Partial<NonNullable<NodeOnWire['facts']>>): NodeOnWire {
  return {
    id: `chat-${number}-1184-5f0c${number}a`,
    state: 'LIVE',
    heardMs: 300,
    facts: {
      name: `chat-${number}:3000`,
      version: '0.1.0',
      upMs: 12 * DAY_MS + number * 47 * MINUTE_MS,
      operators: 0,
      clients: 0,
      behind: { records: 0, ms: 0 },
      bus: { way: 'NATS', isCutOff: false, sinceMs: 12 * DAY_MS },
      database: { answerMs: 1.2, lastFailure: null },
      ...more,
    },
  }
}

export const threeMachines: Nodes = {
  answeredBy: machine(1, {}).id,
  readMs: 310,
  headSeq: 1_842_377,
  lease: { owner: machine(1, {}).id, epoch: 7, heldMs: 3 * DAY_MS, leftMs: 2_600 },
  file: null,
  nodes: [
    machine(1, { operators: 41, clients: 918 }),
    machine(2, { operators: 38, clients: 873, database: { answerMs: 1.6, lastFailure: null } }),
    { ...machine(3, {}), state: 'SILENT', heardMs: 34_000 },
  ],
}
