import { understand } from './answer/understand.ts'
import { ask, goOn, remember, timeZoneOf, type Answering } from './answering.ts'
import type { Flow, Node, NodeOf } from './flow.ts'
import { zonedAt } from './open-hours.ts'
import { own } from './own.ts'
import type { FlowEvent } from './situation.ts'
import { mentions, plain } from './wording.ts'

type Words = Extract<FlowEvent, { name: 'message' }>

/**
 * Where a message leads: to a button shown earlier, to the question that waits, to a person, or to the flow's `otherwise`. Words that call
 * a person do so wherever the conversation is; only a button is stronger, because its author has drawn where it leads.
 */
export function hear(answering: Answering, words: Words, isFirst: boolean): void {
  const { flow, at } = answering
  const pressed = pressedButton(answering, words)
  if (pressed !== undefined) return press(answering, pressed)
  const waiting = at === null ? undefined : own(flow.nodes, at)
  if (at === null || waiting?.kind !== 'ask') {
    if (callsOperator(flow, words.body)) return callOperator(answering)
    // The question that waited is gone with an older version: there is nothing to answer, so the words come in at the start.
    const isGone = at !== null
    return goOn(answering, isFirst || isGone ? flow.start : (flow.otherwise ?? flow.start))
  }
  const today = zonedAt(answering.situation.nowMs, timeZoneOf(flow)).day
  const understood = understand(waiting.answer, words.body, today)
  if (understood?.option !== undefined) return choose(answering, waiting, understood.option)
  if (callsOperator(flow, words.body)) return callOperator(answering)
  if (understood === undefined) return askAgain(answering, at, waiting)
  keep(answering, waiting, understood.value)
  goOn(answering, waiting.next)
}

function choose(answering: Answering, node: NodeOf<'ask'>, index: number): void {
  const option = node.answer.type === 'choice' ? node.answer.options[index] : undefined
  if (option !== undefined) keep(answering, node, option.value ?? option.label)
  goOn(answering, option?.to ?? node.next)
}

function keep(answering: Answering, { into }: NodeOf<'ask'>, value: string): void {
  if (into !== undefined) remember(answering, into, value)
}

function askAgain(answering: Answering, id: string, node: NodeOf<'ask'>): void {
  const tries = answering.tries + 1
  if (node.tries !== undefined && tries >= node.tries) return goOn(answering, node.tooMany)
  answering.trail.push(id)
  ask(answering, id, node, node.wrong ?? node.text)
  answering.tries = node.tries === undefined ? 0 : tries
}

interface Pressed {
  readonly node: Node
  readonly index: number
}

/**
 * A button that was shown in this session, also one further up. What a client sends as `actionId` proves nothing, so it counts only where
 * the session remembers the menu, and where the button still says what was pressed: in a new version it may be another.
 */
function pressedButton({ flow, offered }: Answering, { actionId = '', body }: Words): Pressed | undefined {
  const slash = actionId.lastIndexOf('/')
  const id = actionId.slice(0, Math.max(0, slash))
  const index = Number(actionId.slice(slash + 1))
  const node = offered.includes(id) ? own(flow.nodes, id) : undefined
  if (node === undefined) return undefined
  const button = buttonsOf(node)[index]
  if (button === undefined || (body !== '' && plain(body) !== plain(button.label))) return undefined
  return { node, index }
}

function press(answering: Answering, { node, index }: Pressed): void {
  if (node.kind === 'ask') choose(answering, node, index)
  else if (node.kind === 'say') goOn(answering, node.buttons?.[index]?.to)
}

function buttonsOf(node: Node): readonly { readonly label: string }[] {
  if (node.kind === 'say') return node.buttons ?? []
  return node.kind === 'ask' && node.answer.type === 'choice' ? node.answer.options : []
}

function callsOperator({ callOperator }: Flow, body: string): boolean {
  return callOperator !== undefined && mentions(body, callOperator.words)
}

function callOperator(answering: Answering): void {
  const to = answering.flow.callOperator?.to
  goOn(answering, to)
  if (to === undefined) answering.ends = { name: 'handOver' }
}
