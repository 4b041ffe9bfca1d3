import type { Flow, Node, NodeKind } from '@pult/bots/flow'
import type { FlowWords } from '../flow-words.ts'

/** In the order in which they are offered: what is wanted most often first. */
export const KINDS = [
  'say',
  'ask',
  'branch',
  'faq',
  'hours',
  'http',
  'set',
  'jump',
  'handOver',
  'close',
] as const satisfies readonly NodeKind[]

/** A node with the least that a scenario takes; what it says is to be written over. */
export function newNode(kind: NodeKind, words: FlowWords): Node {
  switch (kind) {
    case 'say':
      return { kind, text: words.say('draw.new.say') }
    case 'ask':
      return { kind, text: words.say('draw.new.ask'), answer: { type: 'text' } }
    case 'branch':
      return { kind, cases: [{ when: { of: 'message', test: 'contains', value: '' } }] }
    case 'set':
      return { kind, values: [{ into: words.say('draw.new.variable'), value: '' }] }
    case 'hours':
      return {
        kind,
        week: Object.fromEntries(workdays.map((day) => [day, [{ from: '09:00', to: '18:00' }]])),
      }
    case 'http':
      return { kind, method: 'GET', url: 'https://' }
    case 'faq':
      return {
        kind,
        entries: [{ questions: [words.say('draw.new.question')], answer: words.say('draw.new.answer') }],
      }
    case 'jump':
    case 'handOver':
    case 'close':
      return { kind }
  }
}

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const

/** A scenario of one message, to draw on from. */
export function newFlow(words: FlowWords): Flow {
  const start = words.say('draw.name.say')
  return {
    version: 1,
    start,
    nodes: { [start]: { ...newNode('say', words), next: 'wait' } as Node },
  }
}
