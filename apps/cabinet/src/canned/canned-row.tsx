import { useState } from 'preact/hooks'
import type { CannedReply, Operator } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { focusOnce } from '../parts/focus-once.ts'
import { Icon } from '../parts/icon.tsx'
import { useAsking } from '../parts/use-asking.ts'
import { Trouble } from '../parts/field.tsx'

/** One's own; the shared ones are for supervisors and admins to change. */
export function mayChange(reply: CannedReply, me: Operator): boolean {
  return reply.operatorId === null ? me.role !== 'operator' : reply.operatorId === me.id
}

/** One reply, and what can be done with it. Deleting asks in the same line: a dialog over the dialog would hide what is meant. */
export function CannedRow(props: {
  readonly reply: CannedReply
  readonly changeable: boolean
  readonly onEdit: () => void
}) {
  const desk = useDesk()
  const words = useWords()
  const [deleting, setDeleting] = useState(false)
  const { busy, trouble, ask } = useAsking()
  const { reply, changeable } = props
  const group = reply.groupId === null ? undefined : desk.state.groups.value.get(reply.groupId)
  return (
    <li class="canned-row">
      <div class="grow">
        <div class="row">
          <span class="completion-call">/{reply.shortcut}</span>
          <strong class="cut">{reply.title}</strong>
          {group !== undefined && <span class="mark-chip">{group.name}</span>}
        </div>
        <p class="dim canned-body">{reply.body}</p>
        <Trouble text={trouble} />
      </div>
      {changeable && !deleting && (
        <div class="row">
          <button
            type="button"
            class="quiet square"
            aria-label={words.say('canned.edit.named', { name: reply.shortcut })}
            onClick={props.onEdit}
          >
            <Icon name="edit" />
          </button>
          <button
            type="button"
            class="quiet square"
            aria-label={words.say('canned.delete.named', { name: reply.shortcut })}
            onClick={() => setDeleting(true)}
          >
            <Icon name="trash" />
          </button>
        </div>
      )}
      {deleting && (
        <div class="row">
          <button type="button" ref={focusOnce} onClick={() => setDeleting(false)}>
            {words.say('app.cancel')}
          </button>
          <button
            type="button"
            class="danger-fill"
            disabled={busy}
            onClick={() => ask(() => desk.client.command('deleteCannedReply', { cannedReplyId: reply.id }))}
          >
            {words.say('canned.delete')}
          </button>
        </div>
      )}
    </li>
  )
}
