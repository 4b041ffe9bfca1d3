import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { NOTE_CHARS_MAX, type Group, type Operator } from '@pult/protocol'
import { plain, rank } from '../commands/fuzzy.ts'
import { Avatar } from '../parts/avatar.tsx'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { Icon } from '../parts/icon.tsx'
import { sessionCommands } from './session-commands.ts'
import type { SessionDialogProps } from './session-dialog-props.ts'
import { findTargets, isFull, onlineIn, transferTargets, type Colleague } from './transfer-targets.ts'
import { useLoads } from './use-loads.ts'

/** To a colleague or a group, with a word about it. It can be taken back for a moment. */
export function TransferDialog({ card, onClose }: SessionDialogProps) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const loads = useLoads()
  const groups = desk.state.groups.value
  const operators: readonly Colleague[] = [...desk.state.operators.value.values()].map((operator) => {
    const load = loads.get(operator.id)
    return load === undefined ? operator : { ...operator, load }
  })
  const everybody = transferTargets(operators, card.operatorId, words.language)
  const targets = findTargets(query, everybody, groups)
  const shownGroups = rank(query, groups.values(), ({ name }) => [name])
  const values = [
    ...targets.filter(({ status }) => status !== 'OFFLINE').map(({ id }) => `operator ${id}`),
    ...shownGroups.map(({ id }) => `group ${id}`),
  ]
  // While one searches, the best hit is what Enter gives the chat to.
  const to =
    chosen !== null && values.includes(chosen) ? chosen : plain(query) === '' ? null : (values[0] ?? null)

  function submit(event: SubmitEvent): void {
    const form = submitted(event)
    const [kind, id] = (to ?? '').split(' ')
    if (id === undefined) return
    const note = formText(form, 'note').trim()
    onClose()
    sessionCommands(card, { app, desk }).giveAway({
      name: 'transferSession',
      data: {
        sessionId: card.id,
        ...(kind === 'group' ? { groupId: id } : { operatorId: id }),
        ...(note === '' ? {} : { note }),
      },
    })
  }
  function onSearchKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || values.length === 0) return
    event.preventDefault()
    const at = to === null ? (step === 1 ? -1 : 0) : values.indexOf(to)
    setChosen(values[(at + step + values.length) % values.length] ?? null)
  }
  const choice = { chosen: to, choose: setChosen }
  return (
    <Dialog title={words.say('transfer.title')} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <label class="search-field">
          <Icon name="search" />
          <input
            type="search"
            aria-label={words.say('transfer.search')}
            placeholder={words.say('transfer.search')}
            autocomplete="off"
            autofocus
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={onSearchKey}
          />
        </label>
        <div class="targets">
          <fieldset class="choices">
            <legend>{words.say('transfer.operators')}</legend>
            {everybody.length === 0 && <p class="hint">{words.say('transfer.nobody')}</p>}
            {everybody.length > 0 && targets.length === 0 && (
              <p class="hint">{words.say('key.palette.nothing')}</p>
            )}
            {targets.map((operator) => (
              <OperatorChoice key={operator.id} operator={operator} {...choice} />
            ))}
          </fieldset>
          {shownGroups.length > 0 && (
            <fieldset class="choices">
              <legend>{words.say('transfer.groups')}</legend>
              {shownGroups.map((group) => (
                <GroupChoice key={group.id} group={group} operators={operators} {...choice} />
              ))}
            </fieldset>
          )}
        </div>
        <Field label={words.say('transfer.note')}>
          <textarea name="note" rows={2} maxLength={NOTE_CHARS_MAX} />
        </Field>
        <FormEnd trouble={null} busy={to === null} submit={words.say('transfer.submit')} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

interface Choice {
  readonly chosen: string | null
  readonly choose: (value: string) => void
}

function OperatorChoice({ operator, ...choice }: Choice & { readonly operator: Colleague }) {
  const desk = useDesk()
  const words = useWords()
  const groups = desk.state.groups.value
  const { load, capacity, status } = operator
  const where = operator.groupIds.map((id) => groups.get(id)?.name ?? '').filter((name) => name !== '')
  return (
    <Radio value={`operator ${operator.id}`} disabled={status === 'OFFLINE'} {...choice}>
      <Avatar id={operator.id} name={operator.name} small />
      <span class="grow target-name">
        <span class="cut">{operator.name}</span>
        <span class="dim cut">
          <span class={`dot status-${status}`} /> {words.say(`status.${status}`)}
          {where.length > 0 && ` · ${where.join(', ')}`}
        </span>
      </span>
      <span class={isFull(operator) ? 'mark-chip warn' : 'dim'}>
        {load === undefined
          ? words.count('transfer.capacity', capacity)
          : words.count('transfer.load', capacity, { load: words.number(load) })}
      </span>
    </Radio>
  )
}

function GroupChoice({
  group,
  operators,
  ...choice
}: Choice & { readonly group: Group; readonly operators: readonly Operator[] }) {
  const words = useWords()
  return (
    <Radio value={`group ${group.id}`} disabled={false} {...choice}>
      <Icon name="users" />
      <span class="cut grow">{group.name}</span>
      <span class="dim">{words.count('transfer.online', onlineIn(operators, group.id))}</span>
    </Radio>
  )
}

function Radio(
  props: Choice & {
    readonly value: string
    readonly disabled: boolean
    readonly children: ComponentChildren
  },
) {
  const { value, chosen } = props
  const input = (element: HTMLInputElement | null) => {
    if (value === chosen) element?.closest('label')?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <label class={`choice ${value === chosen ? 'chosen' : ''} ${props.disabled ? 'off' : ''}`}>
      <input
        ref={input}
        type="radio"
        name="to"
        value={value}
        checked={value === chosen}
        disabled={props.disabled}
        onChange={() => props.choose(value)}
      />
      {props.children}
    </label>
  )
}
