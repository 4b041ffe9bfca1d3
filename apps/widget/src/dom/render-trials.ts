/** What `render.test.ts` runs in a real browser: patching through any row of trees must end where drawing the last one anew does. */
import * as fc from 'fast-check'
import { jsx } from './jsx-runtime.ts'
import type { Child } from './node.ts'
import { createRenderer } from './render.ts'

/** One line for each trial that went wrong; none when all is well. */
export type Report = readonly string[]

const text = fc.constantFrom('', 'one', 'two', '<b>&amp;')
const props = fc.record(
  {
    class: fc.constantFrom('a', 'b'),
    title: fc.constantFrom(undefined, 'x"y', '<i>'),
    'aria-expanded': fc.boolean(),
    disabled: fc.boolean(),
  },
  { requiredKeys: [] },
)
const { tree } = fc.letrec<{ tree: Child; children: readonly Child[] }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.constantFrom(null, false, 7),
    fc
      .tuple(
        fc.constantFrom('div', 'p', 'button', 'svg'),
        props,
        tie('children'),
        fc.option(fc.nat({ max: 4 })),
      )
      .map(([tag, props, children, key]) => jsx(tag, { ...props, children }, key ?? undefined)),
  ),
  children: fc
    .array(tie('tree'), { maxLength: 5 })
    // Keys are unique among siblings: that is what the caller promises.
    .map((children) =>
      children.filter((child, at) => !children.slice(0, at).some((other) => sameKey(child, other))),
    ),
}))

const keyOf = (child: Child) =>
  typeof child === 'object' && child !== null && 'tag' in child ? child.key : undefined
const sameKey = (one: Child, other: Child) => keyOf(one) !== undefined && keyOf(one) === keyOf(other)

/** A tree of other objects, which no renderer has seen. */
const copyOf = (child: Child): Child =>
  typeof child === 'object' && child !== null && 'tag' in child
    ? jsx(child.tag, { ...child.props, children: child.children.map(copyOf) }, child.key)
    : typeof child === 'object' && child !== null && 'text' in child
      ? child.text
      : child

const list = (keys: readonly number[]) => keys.map((key) => jsx('li', { children: `${key}` }, key))

const report: string[] = []
const trial = (title: string, run: () => void) => {
  try {
    run()
  } catch (error) {
    report.push(`${title}: ${String(error)}`)
  }
}

trial('patched is the same as drawn anew', () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), (trees) => {
      const patched = document.createElement('div')
      const render = createRenderer(patched)
      // The same object may come again, as memory of an unchanged part does.
      for (const each of [...trees, trees[0], trees.at(-1)]) render(each)
      const anew = document.createElement('div')
      createRenderer(anew)(copyOf(trees.at(-1)))
      if (!patched.isEqualNode(anew)) throw new Error(`${patched.innerHTML} is not ${anew.innerHTML}`)
    }),
    { numRuns: 2_000, seed: 1 },
  )
})

trial('an element stays with its key', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 9 })), fc.uniqueArray(fc.nat({ max: 9 })), (before, after) => {
      const host = document.createElement('ul')
      const render = createRenderer(host)
      render(list(before))
      const kept = new Map(before.map((key, at) => [key, host.children[at]]))
      render(list(after))
      for (const [at, key] of after.entries())
        if (kept.has(key) && kept.get(key) !== host.children[at])
          throw new Error(`${before.join()} → ${after.join()}: ${key}`)
    }),
    { numRuns: 500, seed: 1 },
  )
})

trial('text is never markup', () => {
  const host = document.createElement('div')
  createRenderer(host)(jsx('p', { title: '"><img src=x>', children: '<img src=x>' }))
  if (host.querySelector('img') !== null) throw new Error(host.innerHTML)
})

trial('a handler is replaced and taken away', () => {
  const host = document.createElement('div')
  const render = createRenderer(host)
  const heard: string[] = []
  const click = () => (host.firstElementChild as HTMLElement).click()
  for (const onClick of [() => heard.push('one'), () => heard.push('two'), undefined]) {
    render(jsx('button', onClick === undefined ? {} : { onClick }))
    click()
  }
  if (heard.join() !== 'one,two') throw new Error(heard.join())
})

trial('what a person typed is put right when the view says otherwise', () => {
  const host = document.createElement('div')
  const render = createRenderer(host)
  render(jsx('textarea', { value: '' }))
  const field = host.firstElementChild as HTMLTextAreaElement
  field.value = 'typed'
  render(jsx('textarea', { value: '' }))
  if (field.value !== '') throw new Error(field.value)
})

document.body.textContent = `report ${JSON.stringify(report)} end`
