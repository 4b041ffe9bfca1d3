import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from '../../../../parts/icon.tsx'
import { useFlowWords } from '../../flow-words.ts'
import { NOWHERE, useFormSite, WAIT } from './form-site.ts'

interface Common {
  /** As the check names it: `text`, `buttons.0.label`. */
  readonly path: string
  readonly label: string
  readonly hint?: string
}

/** A labelled control with what is wrong with it below; what is wrong is said when it comes. */
function Labelled(
  props: Common & { readonly children: (invalid: boolean, told: string) => ComponentChildren },
) {
  const troubles = useFormSite().troublesOf(props.path)
  const told = useId()
  return (
    <div class="field">
      <label class="field">
        <span class="field-label">{props.label}</span>
        {props.children(troubles.length > 0, told)}
      </label>
      {props.hint !== undefined && <span class="field-hint">{props.hint}</span>}
      <span id={told} role="status" class="draw-wrong">
        {troubles.join(' ')}
      </span>
    </div>
  )
}

export function LineField(
  props: Common & {
    readonly value: string
    readonly onValue: (value: string) => void
    readonly placeholder?: string
    readonly suggest?: boolean
    readonly code?: boolean
  },
) {
  const { variables } = useFormSite()
  const list = useId()
  return (
    <Labelled {...props}>
      {(invalid, told) => (
        <>
          <input
            class={props.code === true ? 'code' : ''}
            value={props.value}
            placeholder={props.placeholder}
            autocomplete="off"
            spellcheck={props.code !== true}
            aria-invalid={invalid}
            aria-describedby={told}
            {...(props.suggest === true ? ({ type: 'text', role: 'combobox', list } as const) : {})}
            onInput={({ currentTarget }) => props.onValue(currentTarget.value)}
          />
          {props.suggest === true && (
            <datalist id={list}>
              {variables.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Labelled>
  )
}

export function TextField(
  props: Common & {
    readonly value: string
    readonly onValue: (value: string) => void
    readonly rows?: number
    readonly code?: boolean
  },
) {
  return (
    <Labelled {...props}>
      {(invalid, told) => (
        <textarea
          class={props.code === true ? 'code' : ''}
          rows={props.rows ?? 3}
          value={props.value}
          autocomplete="off"
          spellcheck={props.code !== true}
          aria-invalid={invalid}
          aria-describedby={told}
          onInput={({ currentTarget }) => props.onValue(currentTarget.value)}
        />
      )}
    </Labelled>
  )
}

export function ChoiceField<T extends string>(
  props: Common & {
    readonly value: T
    readonly choices: readonly (readonly [T, string])[]
    readonly onValue: (value: T) => void
  },
) {
  const { choices, value } = props
  return (
    <Labelled {...props}>
      {(invalid, told) => (
        <select
          aria-invalid={invalid}
          aria-describedby={told}
          onChange={({ currentTarget }) => {
            const chosen = choices.find(([one]) => one === currentTarget.value)
            if (chosen !== undefined) props.onValue(chosen[0])
          }}
        >
          {choices.map(([one, label]) => (
            <option key={one} value={one} selected={one === value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}

/** Where an exit leads: an arrow, for those who draw none. */
export function ExitField(props: {
  readonly path: string
  readonly label: string
  readonly to: string | undefined
  readonly onTo: (to: string | undefined) => void
  /** The beginning can neither wait nor lead nowhere. */
  readonly isStart?: boolean
}) {
  const { path, label, to, onTo, isStart = false } = props
  const words = useFlowWords()
  const { names } = useFormSite()
  const known = to === undefined || to === WAIT || names.includes(to) ? names : [...names, to]
  return (
    <ChoiceField
      path={path}
      label={label}
      value={to ?? NOWHERE}
      choices={[
        ...(isStart
          ? []
          : [[NOWHERE, words.say('form.nowhere')] as const, [WAIT, words.say('form.waits')] as const]),
        ...known.map((name) => [name, name] as const),
      ]}
      onValue={(value) => onTo(value === NOWHERE ? undefined : value)}
    />
  )
}

/** Things of one kind, one below the other, each of which can be taken away; more can be added at the end. */
export function Rows<T>(props: {
  readonly label: string
  readonly add: string
  readonly items: readonly T[]
  /** `number`: which it will be, from 1. */
  readonly blank: (number: number) => T
  /** Fewer there may not be. */
  readonly least?: number
  readonly most: number
  readonly onItems: (items: readonly T[]) => void
  readonly children: (item: T, index: number, set: (item: T) => void) => ComponentChildren
}) {
  const { label, items, least = 0, most, onItems } = props
  const words = useFlowWords()
  return (
    <fieldset class="draw-rows">
      <legend>{label}</legend>
      {items.map((item, index) => (
        <div key={index} class="draw-item">
          <div class="draw-item-fields">
            {props.children(item, index, (next) =>
              onItems(items.map((one, at) => (at === index ? next : one))),
            )}
          </div>
          <button
            type="button"
            class="quiet square"
            disabled={items.length <= least}
            aria-label={words.say('form.remove', { what: `${label} ${index + 1}` })}
            onClick={() => onItems(items.filter((_, at) => at !== index))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {items.length < most && (
        <button
          type="button"
          class="small"
          onClick={() => onItems([...items, props.blank(items.length + 1)])}
        >
          <Icon name="plus" small /> {props.add}
        </button>
      )}
    </fieldset>
  )
}
