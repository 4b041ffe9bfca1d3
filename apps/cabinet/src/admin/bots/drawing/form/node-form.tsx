import { BUILT_IN, problemText, readFlow, type Flow, type Node } from '@pult/bots/flow'
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useWords } from '../../../../parts/context.ts'
import { Icon } from '../../../../parts/icon.tsx'
import { IconButton } from '../../../../parts/icon-button.tsx'
import type { PlacedProblem } from '../../flow-reading.ts'
import { useFlowWords } from '../../flow-words.ts'
import { WAYS_IN } from '../card.ts'
import { iconOf } from '../drawn-card.tsx'
import { withNode } from '../edits.ts'
import { FormContext, type FormSite } from './form-site.ts'
import { KindForm } from './kind-form.tsx'
import { LineField, TextField } from './fields.tsx'
import { changedIn, orNothing, patched } from './patched.ts'
import { ScenarioForm } from './scenario-form.tsx'

interface Fault {
  readonly field: string
  readonly text: string
}

/** What a node says and does, field by field. What cannot stand in a scenario stays in its field, with the reason; the scenario keeps what it had. */
export function NodeForm(props: {
  readonly flow: Flow
  readonly id: string
  readonly problems: readonly PlacedProblem[]
  /** Rises when the form is to have the focus. */
  readonly focus: number
  readonly onDraw: (flow: Flow, about: string | null) => void
  readonly onRename: (name: string) => void
  readonly onRemove: () => void
  readonly onDuplicate: () => void
  readonly onClose: (byKey: boolean) => void
}) {
  const { flow, id, problems, onDraw } = props
  const words = useFlowWords()
  const all = useWords()
  const { language } = all
  const form = useRef<HTMLElement>(null)
  const node = flow.nodes[id]
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const focused = useRef(0)
  useEffect(() => {
    if (props.focus === focused.current) return
    focused.current = props.focus
    form.current?.querySelector<HTMLElement>('input, textarea, select')?.focus()
  }, [props.focus])

  const site = useMemo<FormSite>(() => {
    const ofThis = problems.filter((one) => (one.node ?? WAYS_IN) === id)
    return {
      names: Object.keys(flow.nodes),
      variables: [...BUILT_IN, ...variablesOf(flow)],
      troublesOf: (path) =>
        [...faults, ...ofThis].filter(({ field }) => field === path).map(({ text }) => withoutName(text, id)),
    }
  }, [flow, problems, faults, id])

  /** Applies what can be read, else says what is wrong with it, unless that is said already. */
  function apply(next: Flow, path: string, isSaid = false): boolean {
    const read = readFlow(next)
    if (!isSaid)
      setFaults(
        (read.problems ?? []).map((one) => ({
          field: one.field,
          text:
            one.code === 'field_short' && one.about['minimum'] === 1
              ? words.say('form.empty')
              : problemText(one, language),
        })),
      )
    if (read.flow !== undefined) onDraw(read.flow, `${id} ${path}`)
    return read.flow !== undefined
  }
  const whole = [...faults, ...problems.filter((one) => (one.node ?? WAYS_IN) === id)].filter(
    ({ field }) => field === '',
  )
  return (
    <FormContext.Provider value={site}>
      <section
        ref={form}
        class="draw-form"
        aria-label={id === WAYS_IN ? words.say('draw.scenario') : id}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          props.onClose(true)
        }}
      >
        <header class="row">
          {node !== undefined && <Icon name={iconOf(node)} />}
          <h2 class="grow cut">
            {node === undefined ? words.say('draw.scenario') : words.say(`draw.kind.${node.kind}`)}
          </h2>
          {node !== undefined && (
            <>
              <IconButton
                icon="copy"
                label={words.say('draw.duplicate')}
                tip={words.say('draw.duplicate')}
                run={props.onDuplicate}
              />
              <IconButton
                icon="trash"
                label={words.say('draw.remove')}
                tip={words.say('draw.remove')}
                run={props.onRemove}
              />
            </>
          )}
          <IconButton icon="close" label={all.say('app.close')} run={() => props.onClose(true)} />
        </header>
        <div class="draw-fields">
          {whole.length > 0 && (
            <p class="draw-wrong">{whole.map(({ text }) => withoutName(text, id)).join(' ')}</p>
          )}
          {node === undefined ? (
            <ScenarioForm flow={flow} onFlow={apply} />
          ) : (
            <OfNode
              node={node}
              onNode={(next, path, isSaid) => apply(withNode(flow, id, next), path, isSaid)}
              onOther={() => setFaults([])}
              name={<NameField key={id} flow={flow} id={id} onRename={props.onRename} />}
            />
          )}
        </div>
      </section>
    </FormContext.Provider>
  )
}

/** Holds what stands in the fields, also where the scenario cannot have it; what comes from elsewhere (a step back) takes its place. */
function OfNode(props: {
  readonly node: Node
  /** Whether it could be applied. `isSaid`: what is wrong with it was told before. */
  readonly onNode: (node: Node, path: string, isSaid: boolean) => boolean
  /** Another node than the one that was written here has come. */
  readonly onOther: () => void
  readonly name: ComponentChildren
}) {
  const { node, onNode, onOther } = props
  const words = useFlowWords()
  const [shown, setShown] = useState(node)
  const given = useRef(node)
  useEffect(() => {
    if (JSON.stringify(given.current) === JSON.stringify(node)) return
    given.current = node
    setShown(node)
    onOther()
  }, [node])

  function change(next: Node, path: string): void {
    setShown(next)
    const whole = onNode(next, path, false)
    // One field that cannot be read keeps no other from being taken in.
    const applied = whole ? next : changedIn(given.current, shown, next)
    if (whole || onNode(applied, path, true)) given.current = applied
  }
  return (
    <>
      <KindForm node={shown} onNode={change} />
      <details class="draw-more">
        <summary>{words.say('form.more')}</summary>
        {props.name}
        <TextField
          path="note"
          label={words.say('form.note')}
          rows={2}
          value={shown.note ?? ''}
          onValue={(note) => change(patched(shown, { note: orNothing(note) }), 'note')}
        />
      </details>
    </>
  )
}

/** A name is another one only when it is left: arrows lead to it by what is written here. */
function NameField(props: {
  readonly flow: Flow
  readonly id: string
  readonly onRename: (name: string) => void
}) {
  const { flow, id } = props
  const words = useFlowWords()
  const [name, setName] = useState(id)
  const isTaken = name !== id && Object.hasOwn(flow.nodes, name)
  const node = flow.nodes[id]
  const isName =
    name !== 'wait' && readFlow({ version: 1, start: name, nodes: { [name]: node } }).flow !== undefined
  const wrong = isTaken ? 'form.name.taken' : isName ? null : 'form.name.wrong'
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong === null && name !== id) props.onRename(name)
      }}
      onFocusOut={() => {
        if (wrong === null && name !== id) props.onRename(name)
      }}
    >
      <LineField
        path="name"
        label={words.say('form.name')}
        value={name}
        {...(wrong === null ? {} : { hint: words.say(wrong) })}
        onValue={setName}
      />
    </form>
  )
}

/** Everything that some node fills. */
function variablesOf(flow: Flow): readonly string[] {
  const names = (flow.variables ?? []).map(({ name }) => name)
  for (const node of Object.values(flow.nodes)) {
    if (node.kind === 'ask' && node.into !== undefined) names.push(node.into)
    if (node.kind === 'set') names.push(...node.values.map(({ into }) => into))
    if (node.kind === 'http') names.push(...(node.take ?? []).map(({ into }) => into))
  }
  return [...new Set(names)]
}

/** In a node's own form nobody has to be told which node it is. */
function withoutName(text: string, id: string): string {
  const name = `${id}: `
  if (id === WAYS_IN || !text.startsWith(name)) return text
  const rest = text.slice(name.length)
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}
