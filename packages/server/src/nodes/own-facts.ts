import { hostname } from 'node:os'
import type { Seen } from '@pult/cluster'
import type { WorkspaceHost } from '@pult/gateway'
import { nodeFactsSchema, type NodeFacts } from '@pult/protocol'
import { z } from 'zod'
import type { Machine } from '../place.ts'

/**
 * What a node writes down of itself for the others to show: as an admin of one workspace reads it, but with every workspace apart, so that nobody is told how many
 * are connected to another one.
 */
export const ownFactsSchema = nodeFactsSchema.omit({ operators: true, clients: true, behind: true }).extend({
  workspaces: z.record(z.string(), nodeFactsSchema.pick({ operators: true, clients: true, behind: true })),
})
export type OwnFacts = z.infer<typeof ownFactsSchema>

/** It is written several times in three seconds. A node with more of them tells of the first. */
const WORKSPACES_MAX = 200

export interface Self extends Omit<Machine, 'upMs'> {
  readonly upMs: number
  readonly hosts: Iterable<Pick<WorkspaceHost, 'id' | 'hub'>>
}

/** Names a process as whoever runs it would: a machine has its port but once. `port` 0: one that nobody chose names nothing. */
export function machineName(port: number): string {
  return port === 0 ? hostname() : `${hostname()}:${port}`
}

export function ownFacts({ name, version, upMs, hosts }: Self, seen: Seen): OwnFacts {
  const { beat, bus, lastFailure, behind } = seen
  const workspaces = [...hosts].slice(0, WORKSPACES_MAX).map(({ id, hub }) => {
    return [id, { ...hub.counts(), behind: behind.get(id) ?? null }] as const
  })
  return {
    name,
    version,
    upMs: Math.round(upMs),
    bus: {
      way: bus.isUp === true ? 'NATS' : 'DATABASE',
      isCutOff: bus.isUp === false,
      sinceMs: Math.round(bus.sinceMs),
    },
    database: {
      // A tenth is as exact as it is from one time to the next.
      answerMs: Math.round((beat?.answerMs ?? 0) * 10) / 10,
      lastFailure: lastFailure && { ...lastFailure, agoMs: Math.round(lastFailure.agoMs) },
    },
    workspaces: Object.fromEntries(workspaces),
  }
}

/** Null for words that this version does not understand, and where there are none. */
export function readFacts(text: string | null): OwnFacts | null {
  if (text === null) return null
  try {
    return ownFactsSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** As an admin of one workspace reads them, so long after they were said. */
export function factsFor(workspaceId: string, told: OwnFacts | null, agoMs: number): NodeFacts | null {
  if (told === null) return null
  const { workspaces, bus, database, upMs, ...rest } = told
  const own = Object.hasOwn(workspaces, workspaceId) ? workspaces[workspaceId] : undefined
  const { operators, clients, behind } = own ?? { operators: 0, clients: 0, behind: null }
  const failure = database?.lastFailure ?? null
  return {
    ...rest,
    upMs: upMs + agoMs,
    operators,
    clients,
    behind,
    bus: bus && { ...bus, sinceMs: bus.sinceMs + agoMs },
    database: database && {
      ...database,
      lastFailure: failure && { ...failure, agoMs: failure.agoMs + agoMs },
    },
  }
}
