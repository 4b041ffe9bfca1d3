import type { Command, LogRecord, Outcome, Signal } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import { MESSAGE_CHARS_MAX } from './bus.ts'

/** Names the life of one process: a restarted one is another node. */
export type NodeId = string & { readonly __node?: never }

/** Commands on their way to the owner, in order: the first has the number `from`, the next one more. Numbers begin with 1 for each node and lease. */
export interface Asked {
  readonly node: NodeId
  /** Of the lease that it is meant for: another owner passes it by. */
  readonly lease: number
  readonly from: number
  readonly commands: readonly Command[]
}

/** The answers to one node's commands. `at`: the log's end when it was answered; nobody hears the answer before what it has caused can be shown. */
export interface Answers {
  readonly workspaceId: WorkspaceId
  readonly lease: number
  readonly answers: readonly { readonly number: number; readonly outcome: Outcome; readonly at: number }[]
}

/** What a turn has made durable. `records` go on after `before` up to `head`; null: they are too large for the bus and stand in the journal. */
export interface Told {
  readonly lease: number
  readonly before: number
  readonly head: number
  readonly records: readonly LogRecord[] | null
  readonly signals: readonly Signal[]
  /** The last word under this lease: what was taken of each node is below its number, and of who is not named nothing. */
  readonly ends?: Readonly<Record<NodeId, number>>
}

export const subjects = {
  asked: (id: WorkspaceId): string => `pult.workspace.${id}.asked`,
  told: (id: WorkspaceId): string => `pult.workspace.${id}.told`,
  node: (id: NodeId): string => `pult.node.${id}`,
}

/** As text for the bus. */
export function writeTold(told: Told): string {
  const text = JSON.stringify(told)
  return text.length <= MESSAGE_CHARS_MAX ? text : JSON.stringify({ ...told, records: null, signals: [] })
}

/** In as many messages as it takes; one command that is too large for any goes alone, and the bus says what becomes of it. */
export function writeAsked({ node, lease, from, commands }: Asked): string[] {
  const texts: string[] = []
  const write = (first: number, end: number): void =>
    void texts.push(
      JSON.stringify({
        node,
        lease,
        from: from + first,
        commands: commands.slice(first, end),
      } satisfies Asked),
    )
  let first = 0
  let chars = 0
  for (const [index, command] of commands.entries()) {
    const size = JSON.stringify(command).length
    if (index > first && chars + size > MESSAGE_CHARS_MAX) {
      write(first, index)
      first = index
      chars = 0
    }
    chars += size
  }
  if (commands.length > first) write(first, commands.length)
  return texts
}

/** Answers in as many messages as it takes. */
export function writeAnswers({ workspaceId, lease, answers }: Answers): string[] {
  const texts: string[] = []
  let part: Answers['answers'][number][] = []
  let chars = 0
  const write = (): void =>
    void texts.push(JSON.stringify({ workspaceId, lease, answers: part } satisfies Answers))
  for (const answer of answers) {
    const size = JSON.stringify(answer).length
    if (part.length > 0 && chars + size > MESSAGE_CHARS_MAX) {
      write()
      part = []
      chars = 0
    }
    part.push(answer)
    chars += size
  }
  if (part.length > 0) write()
  return texts
}
