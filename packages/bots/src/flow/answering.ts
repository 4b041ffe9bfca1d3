import { BODY_CHARS_MAX, NOTE_CHARS_MAX } from '@pult/protocol'
import type { Flow, NodeOf } from './flow.ts'
import { askedFor, faqIndexOf, type FaqIndex } from './faq/faq-index.ts'
import { callOf } from './http-call.ts'
import { holds } from './holds.ts'
import { CALLS_MAX, OFFERED_MAX, SAYS_MAX, STEPS_MAX, VALUE_CHARS_MAX, VARIABLES_MAX } from './limits.ts'
import { WAIT } from './names.ts'
import { isOpen, zonedAt } from './open-hours.ts'
import { own } from './own.ts'
import type { Ending, HttpCall, Said, Situation } from './situation.ts'
import { fill, shortened, visible } from './template.ts'
import { valueOf, type Heard } from './values.ts'

/** An answer while it is being made. Lives for one `step`; nobody else sees it. */
export interface Answering {
  readonly flow: Flow
  readonly situation: Situation
  readonly heard: Heard
  readonly says: Said[]
  readonly trail: string[]
  /** Nodes passed, messages said and calls made in this answer, those before a call included. */
  steps: number
  said: number
  calls: number
  /** False after nobody was to be had: to hand over again before the client has written would go round and round. */
  readonly mayHandOver: boolean
  at: string | null
  tries: number
  offered: readonly string[]
  vars: Readonly<Record<string, string>>
  wants?: HttpCall
  ends?: Ending
  isLost: boolean
}

/** Goes from node to node until one waits, wants a call or ends. A node that is not there rests. */
export function goOn(answering: Answering, from: string | undefined): void {
  answering.at = null
  answering.tries = 0
  for (let id = from; id !== undefined && id !== WAIT;) {
    if (answering.steps === STEPS_MAX) return lose(answering)
    answering.steps += 1
    id = pass(answering, id)
    if (answering.isLost) return
  }
}

/** What a text says here and now, as long as a message may be. */
export function filled(answering: Answering, text: string, charsMax = BODY_CHARS_MAX): string {
  return shortened(
    fill(text, (name) => valueIn(answering, name)),
    charsMax,
  )
}

/** Remembers a value; an empty one is forgotten. Beyond `VARIABLES_MAX` nothing new is kept. */
export function remember(answering: Answering, into: string, value: string): void {
  const { [into]: before, ...others } = answering.vars
  if (value === '') answering.vars = others
  else if (before !== undefined && Object.hasOwn(answering.vars, into))
    answering.vars = { ...answering.vars, [into]: value }
  else if (Object.keys(others).length < VARIABLES_MAX) answering.vars = { ...others, [into]: value }
}

/** Puts a question, with its buttons if it has some, and waits. Where nothing more may be said, nobody waits. */
export function ask(answering: Answering, id: string, { answer, text }: NodeOf<'ask'>, said = text): void {
  const options = answer.type === 'choice' ? answer.options : undefined
  say(answering, said, id, options)
  answering.at = answering.isLost ? null : id
}

/** People come when a flow has lost its way: a client must not pay for somebody's arrow. */
function lose(answering: Answering): void {
  answering.isLost = true
  if (answering.mayHandOver) answering.ends = { name: 'handOver' }
}

/** Does what a node does. @returns the next one, undefined where it stays */
function pass(answering: Answering, id: string): string | undefined {
  const node = own(answering.flow.nodes, id)
  if (node === undefined) return undefined
  answering.trail.push(id)
  switch (node.kind) {
    case 'say':
      say(answering, node.text, id, node.buttons)
      return node.next
    case 'ask':
      ask(answering, id, node)
      return undefined
    case 'branch': {
      const read = (name: string) => valueIn(answering, name)
      const first = node.cases.find(({ when }) => holds(when, read))
      return first === undefined ? node.else : first.to
    }
    case 'set':
      for (const { into, value } of node.values) {
        remember(answering, into, filled(answering, value, VALUE_CHARS_MAX))
      }
      return node.next
    case 'hours': {
      const zoned = zonedAt(answering.situation.nowMs, node.timeZone ?? timeZoneOf(answering.flow))
      return isOpen(node, zoned) ? node.open : node.closed
    }
    case 'http':
      return want(answering, id, node)
    case 'faq': {
      const found = node.entries[askedFor(indexOf(node), answering.heard.body) ?? -1]
      if (found === undefined) return node.notFound
      say(answering, found.answer, id, undefined)
      return node.found
    }
    case 'jump':
      return node.next
    case 'handOver':
      if (answering.mayHandOver) answering.ends = handOverOf(answering, node)
      return undefined
    case 'close':
      answering.ends = {
        name: 'close',
        ...(node.reason === undefined ? {} : { reason: line(answering, node.reason) }),
      }
      return undefined
  }
}

function say(
  answering: Answering,
  text: string,
  id: string,
  buttons: readonly { readonly label: string }[] | undefined,
): void {
  const body = filled(answering, text)
  // A message of nothing is refused by everybody; it comes of a text that is one unknown variable.
  if (body.trim() === '' && buttons === undefined) return
  if (answering.said === SAYS_MAX) return lose(answering)
  answering.said += 1
  const said = { body: body.trim() === '' ? '…' : body }
  if (buttons === undefined) {
    answering.says.push(said)
    return
  }
  const actions = buttons.map(({ label }, index) => ({ id: `${id}/${index}`, label }))
  answering.says.push({ ...said, actions })
  answering.offered = [...answering.offered.filter((other) => other !== id), id].slice(-OFFERED_MAX)
}

function want(answering: Answering, id: string, node: NodeOf<'http'>): string | undefined {
  if (answering.calls === CALLS_MAX) return node.failed
  answering.calls += 1
  answering.wants = callOf(id, node, (name) => valueIn(answering, name), answering.situation.secrets)
  return undefined
}

function handOverOf(answering: Answering, node: NodeOf<'handOver'>): Ending {
  const { summary, fields, groupId, skills, language, priority } = node
  const spoken = language === undefined ? '' : line(answering, language)
  const told = (fields ?? []).map(({ name, value }) => [name, line(answering, value)] as const)
  return {
    name: 'handOver',
    ...(summary === undefined ? {} : { summary: filled(answering, summary, NOTE_CHARS_MAX) }),
    ...(fields === undefined ? {} : { fields: Object.fromEntries(told.filter(([, value]) => value !== '')) }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(skills === undefined ? {} : { skills }),
    ...(spoken === '' ? {} : { language: spoken }),
    ...(priority === undefined ? {} : { priority }),
  }
}

function line(answering: Answering, text: string): string {
  return shortened(visible(filled(answering, text)), VALUE_CHARS_MAX)
}

function valueIn({ vars, heard, situation, flow }: Answering, name: string): string {
  return valueOf(name, vars, heard, situation, timeZoneOf(flow))
}

export function timeZoneOf(flow: Flow): string {
  return flow.timeZone ?? 'UTC'
}

/** Worked out once for a FAQ, and kept for as long as somebody keeps its flow: a flow is never changed, a new version is a new object. */
const indexes = new WeakMap<NodeOf<'faq'>, FaqIndex>()

function indexOf(node: NodeOf<'faq'>): FaqIndex {
  const known = indexes.get(node)
  if (known !== undefined) return known
  const made = faqIndexOf(node.entries)
  indexes.set(node, made)
  return made
}
