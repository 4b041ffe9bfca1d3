import { useState } from 'preact/hooks'
import type { Operator } from '@pult/protocol'
import { Avatar } from '../parts/avatar.tsx'
import { useDesk, useWords } from '../parts/context.ts'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import { sayError } from '../store/error-words.ts'
import { BlockDialog } from './block-dialog.tsx'
import { OperatorDialog } from './operator-dialog.tsx'
import { Section } from './section.tsx'

type Open =
  | { readonly name: 'edit'; readonly operator: Operator | null }
  | { readonly name: 'block'; readonly operator: Operator }

const statuses = [
  { status: 'ONLINE', icon: 'check' },
  { status: 'AWAY', icon: 'away' },
  { status: 'OFFLINE', icon: 'close' },
] as const

export function OperatorsSection() {
  const desk = useDesk()
  const words = useWords()
  const [open, setOpen] = useState<Open | null>(null)
  const admin = desk.state.me.value?.role === 'admin'
  const byName = new Intl.Collator(words.language)
  const operators = [...desk.state.operators.value.values()].toSorted((a, b) =>
    byName.compare(a.name, b.name),
  )
  const close = () => setOpen(null)
  return (
    <Section
      title={words.say('admin.operators')}
      newLabel={admin ? words.say('admin.new.operator') : null}
      onNew={() => setOpen({ name: 'edit', operator: null })}
      empty={operators.length === 0}
    >
      {operators.map((operator) => (
        <OperatorCard key={operator.id} operator={operator} admin={admin} onOpen={setOpen} />
      ))}
      {open?.name === 'edit' && <OperatorDialog operator={open.operator} onClose={close} />}
      {open?.name === 'block' && <BlockDialog operator={open.operator} onClose={close} />}
    </Section>
  )
}

function OperatorCard(props: {
  readonly operator: Operator
  readonly admin: boolean
  readonly onOpen: (open: Open) => void
}) {
  const desk = useDesk()
  const words = useWords()
  const { operator, admin, onOpen } = props
  const me = operator.id === desk.meId.value
  const groups = desk.state.groups.value
  const run = (asking: Promise<unknown>) => {
    asking.then(
      () => desk.news.tell('admin.saved'),
      (error: unknown) => desk.news.say(sayError(words, error)),
    )
  }
  const items: MenuItem[] = []
  if (admin)
    items.push({
      label: words.say('admin.edit'),
      icon: 'edit',
      run: () => onOpen({ name: 'edit', operator }),
    })
  // A supervisor has no power over an admin.
  if (!me && !operator.blocked && (admin || operator.role !== 'admin'))
    items.push(
      ...statuses
        .filter(({ status }) => status !== operator.status)
        .map(({ status, icon }) => ({
          label: words.say(`admin.set.${status}`),
          icon,
          run: () => run(desk.client.command('setOperatorStatus', { operatorId: operator.id, status })),
        })),
      {
        label: words.say('admin.logout'),
        icon: 'exit',
        run: () => run(desk.client.command('logOutOperator', { operatorId: operator.id })),
      },
    )
  if (admin && !me)
    items.push(
      operator.blocked
        ? {
            label: words.say('admin.unblock'),
            icon: 'undo',
            run: () => run(desk.client.command('blockOperator', { operatorId: operator.id, blocked: false })),
          }
        : {
            label: words.say('admin.block'),
            icon: 'ban',
            danger: true,
            run: () => onOpen({ name: 'block', operator }),
          },
    )
  return (
    <li class="card">
      <span class="card-avatar">
        <Avatar id={operator.id} name={operator.name} />
        <span class={`dot status-${operator.blocked ? 'OFFLINE' : operator.status}`} />
      </span>
      <div class="grow">
        <strong>{operator.name}</strong>
        {me && <span class="dim"> ({words.say('admin.you')})</span>}{' '}
        {operator.role !== 'operator' && (
          <span class="mark-chip">{words.say(`admin.role.${operator.role}`)}</span>
        )}{' '}
        {operator.blocked && <span class="mark-chip alarm">{words.say('status.blocked')}</span>}
        <p class="dim cut">
          {[
            words.say(`status.${operator.status}`),
            operator.email,
            operator.groupIds.map((id) => groups.get(id)?.name ?? id).join(', '),
            words.count('transfer.capacity', operator.capacity),
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
      </div>
      <Menu label={`${words.say('act.more')}: ${operator.name}`} icon="more" items={items} class="to-left" />
    </li>
  )
}
