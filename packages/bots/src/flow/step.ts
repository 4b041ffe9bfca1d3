/**
 * The interpreter: one event of a session in, an answer and a new memory out. Pure: the same four arguments give the same answer, it never
 * throws whatever the client writes, and it always comes to an end, because an answer passes `STEPS_MAX` nodes at most.
 */
import { goOn, remember, type Answering } from './answering.ts'
import type { Flow } from './flow.ts'
import { hear } from './hearing.ts'
import { takenFrom } from './http-call.ts'
import { fitted, type Memory } from './memory.ts'
import { own } from './own.ts'
import type { Ending, FlowEvent, HttpCall, Said, Situation } from './situation.ts'
import { languageOf, type Heard } from './values.ts'

export interface FlowStep {
  readonly says: readonly Said[]
  /** To be kept for the next event; null forgets, so that the next words begin anew. */
  readonly memory: Memory | null
  /** Make this call, then come back with `called` and this memory: the answer goes on. */
  readonly wants?: HttpCall
  readonly ends?: Ending
  /** The nodes that were passed, in their order: for the live view and the test run. */
  readonly trail: readonly string[]
  /** Variables that had to give way for the memory to fit. */
  readonly cut: readonly string[]
  /** More than `STEPS_MAX` nodes or `SAYS_MAX` messages: a loop, in a flow that was never checked. People come. */
  readonly isLost: boolean
}

/**
 * @param memory what the last step left; null at the beginning of a session. Of another version of the flow it is followed on: the
 *   question that waits is judged as it is now, and where it is gone the client's words come in at the start, with all variables kept
 */
export function step(flow: Flow, memory: Memory | null, event: FlowEvent, situation: Situation): FlowStep {
  if (event.name === 'begin') {
    // Nobody is spoken to before they have written: the first words begin the flow, and may be the question itself.
    if (event.why === 'NEW') return { says: [], memory: null, trail: [], cut: [], isLost: false }
    const unavailable = event.why === 'OPERATOR_UNAVAILABLE'
    const answering = begun(flow, memory, { body: '', attachments: 0 }, situation, !unavailable)
    goOn(answering, unavailable ? flow.operatorUnavailable : flow.returned)
    return done(answering)
  }
  if (event.name === 'called') return done(afterCall(flow, memory, event, situation))
  const answering = begun(flow, memory, event, situation, true)
  hear(answering, event, memory === null)
  return done(answering)
}

function afterCall(
  flow: Flow,
  memory: Memory | null,
  event: Extract<FlowEvent, { name: 'called' }>,
  situation: Situation,
): Answering {
  const calling = memory?.calling
  const heard = { body: calling?.message ?? '', attachments: calling?.attachments ?? 0 }
  const answering = begun(flow, memory, heard, situation, calling?.mayHandOver ?? true)
  answering.steps = calling?.steps ?? 0
  answering.said = calling?.said ?? 0
  answering.calls = calling?.calls ?? 0
  const node = calling === undefined ? undefined : own(flow.nodes, calling.node)
  if (node?.kind !== 'http') return answering
  if (event.ok) for (const [into, value] of takenFrom(node, event.body)) remember(answering, into, value)
  goOn(answering, event.ok ? node.ok : node.failed)
  return answering
}

function begun(
  flow: Flow,
  memory: Memory | null,
  { body, attachments }: { readonly body: string; readonly attachments: number },
  situation: Situation,
  mayHandOver: boolean,
): Answering {
  const heard: Heard = { body, attachments, language: languageOf(body) ?? memory?.language ?? null }
  const vars =
    memory?.vars ?? Object.fromEntries((flow.variables ?? []).map(({ name, value }) => [name, value]))
  return {
    flow,
    situation,
    heard,
    says: [],
    trail: [],
    steps: 0,
    said: 0,
    calls: 0,
    mayHandOver,
    at: memory?.at ?? null,
    tries: memory?.tries ?? 0,
    offered: memory?.offered ?? [],
    vars,
    isLost: false,
  }
}

function done(answering: Answering): FlowStep {
  const { says, trail, wants, ends, isLost, heard, steps, said, calls, mayHandOver } = answering
  const { memory, cut } = ends?.name === 'close' ? { memory: null, cut: [] } : fitted(memoryOf(answering))
  const { body: message, attachments } = heard
  const calling =
    wants === undefined
      ? {}
      : { calling: { node: wants.node, steps, said, calls, message, attachments, mayHandOver } }
  return {
    says,
    memory: memory === null ? null : { ...memory, ...calling },
    ...(wants === undefined ? {} : { wants }),
    ...(ends === undefined ? {} : { ends }),
    trail,
    cut,
    isLost,
  }
}

function memoryOf({ situation, at, tries, offered, heard, vars }: Answering): Memory {
  const { language } = heard
  return { v: 1, rev: situation.revision, at, tries, offered: [...offered], language, vars }
}
