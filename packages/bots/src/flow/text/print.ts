/** A flow as text: one node a paragraph, one thing a line, in an order that does not change unless the flow does. */
import type { Answer, Flow, Node, NodeOf } from '../flow.ts'
import { printCondition } from './condition-text.ts'
import { printWeek } from './week-text.ts'

/** `parseFlow` reads it back as the same flow, comments, unconnected exits and the editor's layout too. */
export function printFlow(flow: Flow): string {
  const nodes = Object.entries(flow.nodes).map(([id, node]) =>
    [...printNote(node.note), `${id}:`, ...linesOf(node).map((line) => `  ${line}`)].join('\n'),
  )
  return `${[printHead(flow).join('\n'), ...nodes, ...printLayout(flow)].join('\n\n')}\n`
}

function printHead(flow: Flow): readonly string[] {
  const { callOperator } = flow
  return [
    ...printNote(flow.note),
    `flow ${flow.version}${flow.name === undefined ? '' : ` ${quoted(flow.name)}`}`,
    `start -> ${flow.start}`,
    ...named('time zone', flow.timeZone),
    ...exit('otherwise ', flow.otherwise),
    ...exit('returned ', flow.returned),
    ...exit('no operator ', flow.operatorUnavailable),
    ...(callOperator === undefined
      ? []
      : [`call operator ${callOperator.words.map(quoted).join(' ')}${arrow(callOperator.to)}`]),
    ...(flow.variables ?? []).map(({ name, value }) => `var ${name} = ${quoted(value)}`),
  ]
}

function linesOf(node: Node): readonly string[] {
  switch (node.kind) {
    case 'say':
      return [
        ...texted('say', node.text),
        ...(node.buttons ?? []).map(({ label, to }) => `* ${quoted(label)}${arrow(to)}`),
        ...exit('', node.next),
      ]
    case 'ask':
      return linesOfAsk(node)
    case 'branch':
      return [
        ...node.cases.map(({ when, to }) => `if ${printCondition(when)}${arrow(to)}`),
        ...exit('else ', node.else),
      ]
    case 'set':
      return [
        ...node.values.map(({ into, value }) => `set ${into} = ${quoted(value)}`),
        ...exit('', node.next),
      ]
    case 'hours':
      return [
        'hours',
        ...printWeek(node.week),
        ...(node.holidays ?? []).map((day) => `holiday ${day}`),
        ...named('time zone', node.timeZone),
        ...exit('open ', node.open),
        ...exit('closed ', node.closed),
      ]
    case 'http':
      return linesOfHttp(node)
    case 'faq':
      return [
        'faq',
        ...node.entries.flatMap(({ questions, answer }) => [
          ...questions.map((question) => `? ${quoted(question)}`),
          ...texted('answer', answer),
        ]),
        ...exit('found ', node.found),
        ...exit('not found ', node.notFound),
      ]
    case 'jump':
      return ['jump', ...exit('', node.next)]
    case 'handOver':
      return linesOfHandOver(node)
    case 'close':
      return [`close${node.reason === undefined ? '' : ` ${quoted(node.reason)}`}`]
  }
}

function linesOfAsk({ into, answer, text, wrong, tries, tooMany, next }: NodeOf<'ask'>): readonly string[] {
  const options = answer.type === 'choice' ? answer.options : []
  return [
    ...texted(`ask ${into === undefined ? '' : `${into} as `}${printAnswer(answer)}:`, text),
    ...options.map(
      ({ label, value, to }) =>
        `* ${quoted(label)}${value === undefined ? '' : ` = ${quoted(value)}`}${arrow(to)}`,
    ),
    ...(wrong === undefined ? [] : texted('wrong', wrong)),
    ...(tries === undefined ? exit('after wrong ', tooMany) : [`after ${tries} wrong${arrow(tooMany)}`]),
    ...exit('', next),
  ]
}

function printAnswer(answer: Answer): string {
  const bounds =
    'min' in answer || 'max' in answer ? [bound('from', answer.min), bound('to', answer.max)] : []
  const whole = answer.type === 'number' && answer.whole === true ? ' whole' : ''
  const country = answer.type === 'phone' ? bound('country', answer.country) : ''
  return `${answer.type}${bounds.join('')}${whole}${country}`
}

function bound(word: string, value: string | number | undefined): string {
  return value === undefined ? '' : ` ${word} ${value}`
}

function linesOfHttp(node: NodeOf<'http'>): readonly string[] {
  const body = node.body === undefined ? [] : JSON.stringify(node.body, null, 2).split('\n')
  return [
    `http ${node.method} ${quoted(node.url)}`,
    ...(node.headers ?? []).map(({ name, value }) => `header ${quoted(name)} = ${quoted(value)}`),
    ...(node.body === undefined ? [] : ['body', ...body.map((line) => `  ${line}`)]),
    ...(node.take ?? []).map(({ into, from }) => `take ${into} from ${quoted(from)}`),
    ...(node.within === undefined ? [] : [`within ${node.within} s`]),
    ...exit('ok ', node.ok),
    ...exit('failed ', node.failed),
  ]
}

function linesOfHandOver(node: NodeOf<'handOver'>): readonly string[] {
  return [
    'hand over',
    ...(node.summary === undefined ? [] : texted('summary', node.summary)),
    ...(node.fields ?? []).map(({ name, value }) => `field ${quoted(name)} = ${quoted(value)}`),
    ...named('group', node.groupId),
    ...(node.skills === undefined ? [] : [`skills ${node.skills.map(quoted).join(' ')}`]),
    ...named('language', node.language),
    ...(node.priority === undefined ? [] : [`priority ${node.priority}`]),
  ]
}

function printLayout({ layout }: Flow): readonly string[] {
  if (layout === undefined) return []
  return [layout.map(({ node, x, y }) => `place ${node} ${x} ${y}`).join('\n')]
}

function printNote(note: string | undefined): readonly string[] {
  return note === undefined ? [] : note.split('\n').map((line) => (line === '' ? '#' : `# ${line}`))
}

function texted(before: string, text: string): readonly string[] {
  const lines = text.split('\n').map(quoted)
  return lines.length === 1 ? [`${before} ${lines[0]}`] : [before, ...lines.map((line) => `  ${line}`)]
}

function named(word: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${word} ${quoted(value)}`]
}

function exit(before: string, to: string | undefined): readonly string[] {
  return to === undefined ? [] : [`${before}-> ${to}`]
}

function arrow(to: string | undefined): string {
  return to === undefined ? '' : ` -> ${to}`
}

/** As in JSON, and U+2028 and U+2029 escaped too: some editors take them for the end of a line. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}
