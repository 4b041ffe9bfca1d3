/** What a node leads to, reads, writes and says, by the field it stands in: what the check, the editor and the text form need to know of any node. */
import type { Condition } from './condition.ts'
import type { Flow, Node } from './flow.ts'

/** A way out. `field` is dotted, as in `cases.0.to`; `to` is absent where nothing is connected. */
export interface Exit {
  readonly field: string
  readonly to: string | undefined
}

/** Every exit that a node has. Those of options and of `tooMany` that fall back on others are listed only where they are set. */
export function exitsOf(node: Node): readonly Exit[] {
  switch (node.kind) {
    case 'say':
      return [...listed('buttons', node.buttons ?? []), { field: 'next', to: node.next }]
    case 'ask': {
      const options = node.answer.type === 'choice' ? node.answer.options : []
      const set = listed('answer.options', options).filter(({ to }) => to !== undefined)
      const needsNext =
        node.answer.type !== 'choice' || set.length < options.length || node.next !== undefined
      return [
        ...set,
        ...(node.tries === undefined && node.tooMany === undefined
          ? []
          : [{ field: 'tooMany', to: node.tooMany }]),
        ...(needsNext ? [{ field: 'next', to: node.next }] : []),
      ]
    }
    case 'branch':
      return [...listed('cases', node.cases), { field: 'else', to: node.else }]
    case 'hours':
      return [
        { field: 'open', to: node.open },
        { field: 'closed', to: node.closed },
      ]
    case 'http':
      return [
        { field: 'ok', to: node.ok },
        { field: 'failed', to: node.failed },
      ]
    case 'faq':
      return [
        { field: 'found', to: node.found },
        { field: 'notFound', to: node.notFound },
      ]
    case 'set':
    case 'jump':
      return [{ field: 'next', to: node.next }]
    case 'handOver':
    case 'close':
      return []
  }
}

/** The exits that are taken in the same answer: a question waits, and so does a button. */
export function exitsAtOnce(node: Node): readonly Exit[] {
  if (node.kind === 'ask') return []
  return node.kind === 'say' ? [{ field: 'next', to: node.next }] : exitsOf(node)
}

/** Ways into the flow that are not drawn between nodes. */
export function entrancesOf(flow: Flow): readonly Exit[] {
  const entrances = [
    { field: 'start', to: flow.start },
    { field: 'otherwise', to: flow.otherwise },
    { field: 'returned', to: flow.returned },
    { field: 'operatorUnavailable', to: flow.operatorUnavailable },
    { field: 'callOperator.to', to: flow.callOperator?.to },
  ]
  return entrances.filter(({ to }) => to !== undefined)
}

export interface Text {
  readonly field: string
  readonly text: string
}

/** Everything with `{variables}` in it. */
export function templatesOf(node: Node): readonly Text[] {
  switch (node.kind) {
    case 'say':
      return [{ field: 'text', text: node.text }]
    case 'ask':
      return [...one('text', node.text), ...one('wrong', node.wrong)]
    case 'branch':
      return node.cases.flatMap(({ when }, index) =>
        valuesIn(when).map((text) => ({ field: `cases.${index}.when`, text })),
      )
    case 'set':
      return node.values.map(({ value }, index) => ({ field: `values.${index}.value`, text: value }))
    case 'http':
      return [
        ...one('url', node.url),
        ...(node.headers ?? []).map(({ value }, index) => ({ field: `headers.${index}.value`, text: value })),
        ...stringsIn(node.body).map((text) => ({ field: 'body', text })),
      ]
    case 'faq':
      return node.entries.map(({ answer }, index) => ({ field: `entries.${index}.answer`, text: answer }))
    case 'handOver':
      return [
        ...one('summary', node.summary),
        ...(node.fields ?? []).map(({ value }, index) => ({ field: `fields.${index}.value`, text: value })),
        ...one('language', node.language),
      ]
    case 'close':
      return one('reason', node.reason)
    case 'hours':
    case 'jump':
      return []
  }
}

/** Names that are read without brackets: what a branch asks about. */
export function asksAbout(node: Node): readonly Text[] {
  if (node.kind !== 'branch') return []
  return node.cases.flatMap(({ when }, index) =>
    referencesIn(when).map((text) => ({ field: `cases.${index}.when`, text })),
  )
}

/** The variables that a node fills. */
export function writesOf(node: Node): readonly Text[] {
  if (node.kind === 'ask') return one('into', node.into)
  if (node.kind === 'set')
    return node.values.map(({ into }, index) => ({ field: `values.${index}.into`, text: into }))
  if (node.kind === 'http') {
    return (node.take ?? []).map(({ into }, index) => ({ field: `take.${index}.into`, text: into }))
  }
  return []
}

function listed(field: string, items: readonly { readonly to?: string | undefined }[]): Exit[] {
  return items.map(({ to }, index) => ({ field: `${field}.${index}.to`, to }))
}

function one(field: string, text: string | undefined): Text[] {
  return text === undefined ? [] : [{ field, text }]
}

function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all
  if ('any' in condition) return condition.any
  return 'not' in condition ? [condition.not] : []
}

function valuesIn(condition: Condition): readonly string[] {
  if ('value' in condition) return [condition.value]
  return partsOf(condition).flatMap(valuesIn)
}

function referencesIn(condition: Condition): readonly string[] {
  return 'of' in condition ? [condition.of] : partsOf(condition).flatMap(referencesIn)
}

function stringsIn(json: unknown): readonly string[] {
  if (typeof json === 'string') return [json]
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(stringsIn) : []
}
