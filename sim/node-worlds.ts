/**
 * Worlds whose seed is this or more have two or three nodes on one log; all below have one server, and are what they were before there were others. Above every seed that was
 * ever counted to; and a seed of the others, added to it, is still a whole number.
 */
export const NODES_FROM = 4_500_000_000_000_000

/** Of fresh worlds one in so many has several nodes. */
export const NODES_EVERY = 8

/** Rare states that only several nodes can come to. */
export const NODE_STATES = [
  'lease taken from a dead node',
  'a deposed owner’s batch refused',
  'two nodes believed they own at one moment',
  'a command carried by the bus answered by a new owner',
  'a hole of the bus read from the journal',
  'a cut waited for a follower',
] as const

export type NodeState = (typeof NODE_STATES)[number]

export function hasNodes(seed: number): boolean {
  return seed >= NODES_FROM
}
