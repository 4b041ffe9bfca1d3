import type { Flow, Node } from '../flow.ts'
import { VARIABLES_MAX } from '../limits.ts'
import { ATTRIBUTE_PREFIX, BUILT_IN, SECRET_PREFIX } from '../names.ts'
import { asksAbout, templatesOf, writesOf } from '../parts.ts'
import { namesIn } from '../template.ts'
import { problem, type Problem } from './problem.ts'

const builtIn: ReadonlySet<string> = new Set(BUILT_IN)

/** Names that are read and never filled, filled and not theirs to fill, or too many. */
export function variablesIn(flow: Flow): readonly Problem[] {
  const declared = flow.variables ?? []
  const known = new Set(declared.map(({ name }) => name))
  for (const node of Object.values(flow.nodes)) for (const { text } of writesOf(node)) known.add(text)
  const problems = Object.entries(flow.nodes).flatMap(([id, node]) => [
    ...writesOf(node).flatMap(({ field, text }) =>
      builtIn.has(text) ? problem('variable_built_in', id, field, { name: text }) : [],
    ),
    ...unknownIn(id, node, known),
  ])
  const names = declared.map(({ name }) => name)
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) problems.push(problem('variable_twice', null, 'variables', { name }))
    if (builtIn.has(name)) problems.push(problem('variable_built_in', null, 'variables', { name }))
  }
  if (known.size > VARIABLES_MAX) {
    problems.push(problem('variables_many', null, 'variables', { count: known.size, maximum: VARIABLES_MAX }))
  }
  return problems
}

function unknownIn(id: string, node: Node, known: ReadonlySet<string>): readonly Problem[] {
  const inTexts = templatesOf(node).flatMap(({ field, text }) =>
    namesIn(text).map((name) => ({ field, name })),
  )
  const asked = asksAbout(node).map(({ field, text }) => ({ field, name: text }))
  return [...inTexts, ...asked].flatMap(({ field, name }) => {
    if (name.startsWith(SECRET_PREFIX))
      return node.kind === 'http' ? [] : problem('secret_misplaced', id, field, { name })
    if (builtIn.has(name) || known.has(name) || name.startsWith(ATTRIBUTE_PREFIX)) return []
    return problem('variable_unknown', id, field, { name })
  })
}
