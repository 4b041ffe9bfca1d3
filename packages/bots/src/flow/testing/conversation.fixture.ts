import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Flow } from '../flow.ts'
import { readMemory, type Memory } from '../memory.ts'
import type { FlowEvent, HttpCall, Situation } from '../situation.ts'
import { step, type FlowStep } from '../step.ts'
import { parseFlow } from '../text/parse.ts'

export function exampleFlow(name: 'shop-ru' | 'shop-en'): Flow {
  return flowOf(readFileSync(join(import.meta.dir, '..', 'examples', `${name}.flow`), 'utf8'))
}

export function flowOf(text: string): Flow {
  const { flow, problems } = parseFlow(text)
  if (flow === undefined) throw new Error(JSON.stringify(problems))
  return flow
}

/** A Wednesday noon in Moscow. */
export const NOON_MS = Date.parse('2026-11-25T09:00:00Z')

export function situationOf(more: Partial<Situation> = {}): Situation {
  return {
    nowMs: NOON_MS,
    revision: 1,
    client: { name: 'Вера', email: null, phone: null, language: null, externalId: null, attributes: {} },
    channel: { id: 'chn_1', type: 'WIDGET' },
    secrets: { shop_token: 'hush' },
    ...more,
  }
}

export const said = (body: string, actionId?: string): FlowEvent => ({
  name: 'message',
  body,
  actionId,
  attachments: 0,
})

/** A session that talks to a flow, with another server that answers as `answer` says. */
export type Called = Omit<FlowEvent & { name: 'called' }, 'name'>

/** A session that talks to a flow. */
export interface Talk {
  readonly calls: HttpCall[]
  readonly memory: () => Memory | null
  /** From now on it is another time, another client, another version. */
  readonly change: (more: Partial<Situation>, to?: Flow) => void
  /** @returns what is said, a line each with its buttons in brackets, and how it ends */
  readonly tell: (event: FlowEvent) => string[]
}

/** @param answer what another server answers to the flow's calls */
export function talkTo(first: Flow, answer: (call: HttpCall) => Called): Talk {
  let flow = first
  let memory: Memory | null = null
  let situation = situationOf()
  const calls: HttpCall[] = []
  return {
    calls,
    memory: () => memory,
    change(more, to = flow) {
      situation = { ...situation, ...more }
      flow = to
    },
    tell(event) {
      const lines: string[] = []
      for (let next: FlowEvent | undefined = event; next !== undefined;) {
        const made: FlowStep = step(flow, memory, next, situation)
        // As it is kept: through JSON.
        memory = readMemory(JSON.parse(JSON.stringify(made.memory)))
        lines.push(...linesOf(made))
        next = undefined
        if (made.wants === undefined) continue
        calls.push(made.wants)
        next = { name: 'called', ...answer(made.wants) }
      }
      return lines
    },
  }
}

function linesOf({ says, ends }: FlowStep): string[] {
  const lines = says.map(({ body, actions = [] }) =>
    [body, ...actions.map(({ label }) => `[${label}]`)].join(' '),
  )
  if (ends === undefined) return lines
  const { name, ...how } = ends
  return [...lines, `→ ${name} ${JSON.stringify(how)}`]
}
