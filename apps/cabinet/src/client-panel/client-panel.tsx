import { useState } from 'preact/hooks'
import type { ChatSession } from '@pult/protocol'
import { safeHref } from '../chat/linkify.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { OutLink } from '../parts/text.tsx'
import { ContactsDialog } from './contacts-dialog.tsx'
import { localTimeOf, placeOf } from './local-time.ts'
import { useClientDetails } from './use-client-details.ts'

/** Who writes: what the card tells at once, and what the server knows besides. */
export function ClientPanel({ card }: { readonly card: ChatSession }) {
  const desk = useDesk()
  const words = useWords()
  const client = useClientDetails(card.clientId, card.rev)
  const [editing, setEditing] = useState(false)
  const channel = desk.state.channels.value.get(card.channel)
  const holder =
    card.operatorId === null ? null : (desk.state.operators.value.get(card.operatorId)?.name ?? null)
  const nowMs = desk.nowMs.value + desk.state.clockOffsetMs.value

  return (
    <aside class="panel" aria-label={words.say('panel.label')}>
      <header class="panel-head">
        <h2 class="cut">{card.name}</h2>
        <button
          type="button"
          class="quiet square"
          aria-label={words.say('panel.close')}
          onClick={() => {
            desk.panelOpen.value = false
          }}
        >
          <Icon name="close" />
        </button>
      </header>
      {card.clientBanned === true && (
        <p class="trouble">
          {client?.bannedUntil === null || client?.bannedUntil === undefined
            ? words.say('panel.banned')
            : words.say('panel.banned.until', { time: words.moment(client.bannedUntil) })}
          {client?.banReason !== null && client?.banReason !== undefined && `: ${client.banReason}`}
        </p>
      )}
      <dl class="facts">
        <Fact label={words.say('panel.email')} text={client?.email} scheme="mailto:" />
        <Fact label={words.say('panel.phone')} text={client?.phone} scheme="tel:" />
        <Fact label={words.say('panel.whatsapp')} text={card.whatsappPhone} scheme="tel:" />
        <Fact label={words.say('panel.language')} text={client?.language} />
        <Fact label={words.say('panel.external')} text={card.clientExternalId} />
        <Fact label={words.say('panel.channel')} text={channel?.name ?? card.channel} />
        <Fact label={words.say('panel.group')} text={desk.state.groups.value.get(card.groupId)?.name} />
        <Fact label={words.say('panel.operator')} text={holder} />
        <Fact label={words.say('panel.previous')} text={card.previousOperator?.name} />
        <Fact label={words.say('panel.place')} text={placeOf(card.coordinates)} />
        <Fact label={words.say('panel.time')} text={localTimeOf(card.coordinates, nowMs, words.language)} />
        <Fact
          label={words.say('panel.page')}
          text={card.page?.title || card.page?.url}
          href={card.page?.url}
        />
        <Fact label={words.say('panel.referer')} text={card.referer} href={card.referer} />
        <Fact label={words.say('panel.ip')} text={card.clientIp} />
        <Fact label={words.say('panel.started')} text={words.moment(card.startedAt)} />
        {card.score !== null && <Fact label={words.say('panel.score')} text={`${card.score} / 5`} />}
        {card.tags.length > 0 && (
          <div>
            <dt>{words.say('panel.tags')}</dt>
            <dd class="row wrap">
              {card.tags.map((tag) => (
                <span key={tag} class="mark-chip">
                  {tag}
                </span>
              ))}
            </dd>
          </div>
        )}
        {Object.entries(client?.attributes ?? {}).map(([name, value]) => (
          <Fact key={name} label={name} text={value} />
        ))}
      </dl>
      {client !== null && (
        <button type="button" onClick={() => setEditing(true)}>
          {words.say('panel.edit')}
        </button>
      )}
      {editing && client !== null && <ContactsDialog client={client} onClose={() => setEditing(false)} />}
    </aside>
  )
}

/** A fact that is not known takes no room. */
function Fact(props: {
  readonly label: string
  readonly text: string | null | undefined
  readonly href?: string | null | undefined
  readonly scheme?: 'mailto:' | 'tel:'
}) {
  const { text } = props
  if (text === null || text === undefined || text === '') return null
  const href = safeHref(
    props.scheme === undefined ? (props.href ?? '') : props.scheme + text.replaceAll(' ', ''),
  )
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>{href === null ? text : <OutLink href={href} text={text} />}</dd>
    </div>
  )
}
