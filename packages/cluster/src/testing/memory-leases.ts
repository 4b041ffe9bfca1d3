import type { WorkspaceId } from '@pult/protocol'
import type { MemoryDisk } from '@pult/storage'
import type { LeaseTable } from '../lease-keeper.ts'
import type { NodeId } from '../messages.ts'

/** Leases in memory, for one workspace whose disk goes by them. */
export class MemoryLeases {
  readonly #disk: MemoryDisk
  readonly #nowMs: () => number
  readonly #workspaceId: WorkspaceId
  readonly #nodes = new Map<NodeId, { untilMs: number; isDraining: boolean; facts: string | null }>()
  #owner: NodeId | null = null
  #takenMs = 0
  /** Every question fails. */
  isAway = false

  constructor(disk: MemoryDisk, workspaceId: WorkspaceId, nowMs: () => number) {
    this.#disk = disk
    this.#workspaceId = workspaceId
    this.#nowMs = nowMs
  }

  get owner(): NodeId | null {
    return this.#owner
  }

  readonly table: LeaseTable = {
    beat: async (node, isDraining, forMs, facts) => {
      await this.#asked()
      const wasKnown = this.#isLive(node)
      this.#nodes.set(node, { untilMs: this.#nowMs() + forMs, isDraining, facts: facts ?? null })
      return {
        wasKnown,
        answerMs: 1,
        nodes: [...this.#nodes].map(([id, one]) => ({
          id,
          isLive: this.#isLive(id),
          isDraining: one.isDraining,
          leftMs: one.untilMs - this.#nowMs(),
          facts: one.facts,
        })),
        leases: [
          {
            workspaceId: this.#workspaceId,
            owner: this.#owner,
            lease: this.#disk.lease,
            heldMs: this.#nowMs() - this.#takenMs,
            headSeq: this.#disk.log.at(-1)?.seq ?? 0,
          },
        ],
      }
    },
    take: async (node, { lease }) => {
      await this.#asked()
      if (this.#disk.lease !== lease || (this.#owner !== null && this.#isLive(this.#owner))) return null
      this.#owner = node
      this.#takenMs = this.#nowMs()
      this.#disk.lease += 1
      return this.#disk.lease
    },
    release: async (node, _workspaceId, lease) => {
      await this.#asked()
      if (this.#owner !== node || this.#disk.lease !== lease) return
      this.#owner = null
      this.#disk.lease += 1
    },
    leave: async (node) => {
      await this.#asked()
      this.#nodes.delete(node)
    },
  }

  #isLive(node: NodeId): boolean {
    const { untilMs = 0 } = this.#nodes.get(node) ?? {}
    return untilMs > this.#nowMs()
  }

  async #asked(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    if (this.isAway) throw new Error('the table is away')
  }
}
