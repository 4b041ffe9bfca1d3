import { useRef, useState } from 'preact/hooks'
import {
  CANNED_BODY_CHARS_MAX,
  CANNED_SHORTCUT_CHARS_MAX,
  NAME_CHARS_MAX,
  type CannedReply,
} from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'
import { focusOnce } from '../parts/focus-once.ts'
import { FormEnd } from '../parts/form-end.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'
import { replaceIn } from '../chat/replace-in.ts'
import { variables } from './variables.ts'

const EVERYBODY = ''

/** A new reply, or another form of one. Who may change the shared ones chooses for whom a new one is. */
export function CannedForm(props: {
  readonly reply: CannedReply | null
  readonly text: string
  /** A new one is everybody's at first. */
  readonly shared?: boolean
  readonly onDone: () => void
}) {
  const { client, news, state } = useDesk()
  const words = useWords()
  const { busy, trouble, ask } = useAsking()
  const body = useRef<HTMLTextAreaElement>(null)
  const { reply, text, onDone } = props
  const role = state.me.value?.role ?? 'operator'
  const [personal, setPersonal] = useState(reply === null ? props.shared !== true : reply.operatorId !== null)

  function submit(event: SubmitEvent): void {
    const form = submitted(event)
    const data = {
      shortcut: formText(form, 'shortcut').trim().replace(/^\//, ''),
      title: formText(form, 'title').trim(),
      body: formText(form, 'body').trim(),
    }
    const groupId = formText(form, 'groupId')
    const group = personal ? {} : { groupId: groupId === EVERYBODY ? null : groupId }
    ask(
      () =>
        reply === null
          ? client.command('createCannedReply', { ...data, personal, ...group })
          : client.command('updateCannedReply', { cannedReplyId: reply.id, ...data, ...group }),
      () => {
        news.tell('admin.saved')
        onDone()
      },
    )
  }
  function putIn(variable: string): void {
    const field = body.current
    if (field !== null) replaceIn(field, field.selectionStart, field.selectionEnd, `{${variable}}`)
  }
  return (
    <form class="stack" onSubmit={submit}>
      <div class="canned-names">
        <Field label={words.say('canned.shortcut')} hint={words.say('canned.shortcut.hint')}>
          <input
            name="shortcut"
            required
            pattern="\/?[\p{L}\p{N}_\-]+"
            maxLength={CANNED_SHORTCUT_CHARS_MAX}
            autocomplete="off"
            ref={focusOnce}
            defaultValue={reply?.shortcut ?? ''}
          />
        </Field>
        <Field label={words.say('canned.name')}>
          <input
            name="title"
            maxLength={NAME_CHARS_MAX}
            autocomplete="off"
            defaultValue={reply?.title ?? ''}
          />
        </Field>
      </div>
      <div class="stack-tight">
        <Field label={words.say('canned.body')}>
          <textarea
            ref={body}
            name="body"
            required
            rows={6}
            maxLength={CANNED_BODY_CHARS_MAX}
            defaultValue={reply?.body ?? text}
          />
        </Field>
        <div class="row wrap" role="group" aria-label={words.say('canned.variables')}>
          {variables.map((variable) => (
            <button key={variable} type="button" class="small" onClick={() => putIn(variable)}>
              {words.say(`canned.variable.${variable}`)}
            </button>
          ))}
        </div>
      </div>
      {role !== 'operator' && reply === null && (
        <fieldset class="row wrap">
          <legend class="unseen">{words.say('canned.whose')}</legend>
          {[true, false].map((own) => (
            <label key={String(own)} class="choice">
              <input type="radio" name="whose" checked={personal === own} onChange={() => setPersonal(own)} />
              {words.say(own ? 'canned.whose.own' : 'canned.whose.shared')}
            </label>
          ))}
        </fieldset>
      )}
      {!personal && (
        <Field label={words.say('canned.group')}>
          <select name="groupId" defaultValue={reply?.groupId ?? EVERYBODY}>
            <option value={EVERYBODY}>{words.say('canned.everybody')}</option>
            {[...state.groups.value.values()].map((group) => (
              <option key={group.id} value={group.id} selected={group.id === reply?.groupId}>
                {group.name}
              </option>
            ))}
          </select>
        </Field>
      )}
      <FormEnd trouble={trouble} busy={busy} submit={words.say('app.save')} onCancel={onDone} />
    </form>
  )
}
