import { behindFaults } from './faults/behind-faults.ts'
import { clusterFaults } from './faults/cluster-faults.ts'
import { floodFault } from './faults/flood-fault.ts'
import { networkFaults } from './faults/network-faults.ts'
import { nodeFaults } from './faults/node-faults.ts'
import { returnFaults } from './faults/return-faults.ts'
import { cannedActs } from './people/canned-acts.ts'
import { clientActs } from './people/client-acts.ts'
import { operatorActs } from './people/operator-acts.ts'
import { readingActs } from './people/reading-acts.ts'
import { ruleActs } from './people/rule-acts.ts'
import { seatActs } from './people/seat-acts.ts'

/** Everything that can happen in a world. */
export const acts = {
  ...clientActs,
  ...operatorActs,
  ...readingActs,
  ...cannedActs,
  ...seatActs,
  ...ruleActs,
  ...networkFaults,
  ...floodFault,
  ...nodeFaults,
  ...clusterFaults,
  ...returnFaults,
  ...behindFaults,
} as const

export type ActKind = keyof typeof acts
