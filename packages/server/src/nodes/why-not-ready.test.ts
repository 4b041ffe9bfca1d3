import { expect, test } from 'bun:test'
import { NODE_MS } from '@pult/cluster'
import type { WorkspaceId } from '@pult/protocol'
import { whyNotReady } from './why-not-ready.ts'

const MAIN = 'main' as WorkspaceId
const why = (beatMs: number, ms = 0, records = 0) =>
  whyNotReady({ beatMs, behind: new Map([[MAIN, { records, ms }]]) })

test('[SV26] a node takes traffic until it counts as gone to the others', () => {
  expect(why(0)).toEqual([])
  expect(why(NODE_MS - 1)).toEqual([])
  expect(why(NODE_MS)).toEqual(['This node has had no answer of its database for 3 s.'])
})

test('[SV26] a copy that is late by seconds is caught up; by ten it is nobody’s picture of now', () => {
  expect(why(0, 9_999, 80)).toEqual([])
  expect(why(0, 61_500, 80)).toEqual([
    'What this node knows of the workspace main is 61 s behind its log, by 80 records.',
  ])
  expect(why(5_000, 61_500, 80)).toHaveLength(2)
})
