/** A conversation with a scenario that is being written, played by the interpreter itself. Pure: whoever draws it says what happens. */
import {
  step,
  type Ending,
  type Flow,
  type FlowEvent,
  type HttpCall,
  type Memory,
  type Said,
  type Situation,
} from '@pult/bots/flow'

export type TestLine =
  | { readonly by: 'client'; readonly text: string }
  | { readonly by: 'bot'; readonly said: Said }
  | { readonly by: 'call'; readonly call: HttpCall; readonly ok: boolean }
  | { readonly by: 'end'; readonly ending: Ending }
  /** It went round and round; with a real client people would be asked. */
  | { readonly by: 'lost' }

export interface TestRun {
  readonly lines: readonly TestLine[]
  readonly memory: Memory | null
  /** What another server is asked; until somebody says what it answers, nothing goes on. */
  readonly wants: HttpCall | null
  /** People have the client: the bot is told nothing until they give back what they have. */
  readonly isWithPeople: boolean
  /** The nodes that were passed, in their order, the newest last. */
  readonly trail: readonly string[]
}

/** More of a way nobody follows with their eyes. */
const TRAIL_MAX = 500

export const nothingSaid: TestRun = {
  lines: [],
  memory: null,
  wants: null,
  isWithPeople: false,
  trail: [],
}

/** Where the conversation is: at the question that waits, else at the node that was passed last. Null: nowhere yet. */
export function whereIn({ memory, trail }: TestRun): string | null {
  return memory?.at ?? trail.at(-1) ?? null
}

/** From where to where it went: `from to`, as names of nodes have no blanks. */
export function waysOf({ trail }: TestRun): ReadonlySet<string> {
  return new Set(trail.slice(1).map((to, index) => `${trail[index]} ${to}`))
}

/** The scenario may have changed since the last event: it is followed on, as a published one would be. */
export function told(run: TestRun, flow: Flow, event: FlowEvent, situation: Situation): TestRun {
  const made = step(flow, run.memory, event, situation)
  return {
    lines: [
      ...run.lines,
      ...heard(run, event),
      ...made.says.map((said) => ({ by: 'bot', said }) as const),
      ...(made.ends === undefined ? [] : [{ by: 'end', ending: made.ends } as const]),
      ...(made.isLost ? [{ by: 'lost' } as const] : []),
    ],
    memory: made.memory,
    wants: made.wants ?? null,
    isWithPeople: made.ends?.name === 'handOver' || made.isLost,
    trail: [...run.trail, ...made.trail].slice(-TRAIL_MAX),
  }
}

function heard({ wants }: TestRun, event: FlowEvent): readonly TestLine[] {
  if (event.name === 'message') return [{ by: 'client', text: event.body }]
  if (event.name === 'called' && wants !== null) return [{ by: 'call', call: wants, ok: event.ok }]
  return []
}
