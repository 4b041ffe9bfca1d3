import type { PlantedBug } from './plant.ts'

const CLUSTER = 'packages/cluster/src'

/** Mistakes between nodes: looked for in worlds that have several. */
export const CLUSTER_BUGS: readonly PlantedBug[] = [
  {
    name: 'append-not-fenced',
    sentence: 'The log takes a batch of somebody who has lost the lease.',
    file: 'packages/storage/src/memory/memory-lease.ts',
    find: 'append(batch) {\n      checkLease()',
    replace: 'append(batch) {',
    ofNodes: true,
  },
  {
    name: 'word-taken-over-a-hole',
    sentence: 'A follower takes in what the owner tells though it has not what came before.',
    file: `${CLUSTER}/log-follower.ts`,
    find: 'if (next?.records != null && next.before <= headSeq) {',
    replace: 'if (next?.records != null) {',
    ofNodes: true,
  },
  {
    name: 'errand-loses-its-key',
    sentence: 'What a former owner may have done is asked of the next one without its key.',
    file: `${CLUSTER}/errand.ts`,
    find: "return lease === null || command.key !== undefined || command.actor.type === 'SYSTEM'",
    replace: "if (lease !== null) Reflect.deleteProperty(command, 'key')\n  return true",
    ofNodes: true,
  },
  {
    name: 'doubled-errand-done-twice',
    sentence: 'The owner carries out again what comes again, key or not.',
    file: `${CLUSTER}/owner-desk.ts`,
    find: 'if (number < guest.next) this.#answerAgain(node, guest, number)',
    replace:
      'if (number < guest.next) {\n        const { key: _key, ...again } = command\n        this.#ports.engine.dispatch(again as Command, () => undefined)\n      }',
    ofNodes: true,
  },
  {
    name: 'new-owner-not-told-who-is-there',
    sentence: 'A node does not say to a new owner who is connected to it.',
    file: `${CLUSTER}/cluster-engine.ts`,
    find: 'this.announce()\n    for (const errand of waiting)',
    replace: 'for (const errand of waiting)',
    ofNodes: true,
  },
  {
    name: 'gone-node-keeps-its-people',
    sentence: 'Who was connected to a node that is gone counts as there for ever.',
    file: `${CLUSTER}/owner-desk.ts`,
    find: 'for (const command of guest.connections.values()) engine.dispatch(command, () => undefined)',
    replace: 'void engine',
    ofNodes: true,
  },
]
