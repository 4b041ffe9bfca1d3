import { useState } from 'preact/hooks'
import type { ChatSession, Message } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import { Text } from '../parts/text.tsx'
import type { Words } from '../words/words.ts'
import { Attachments } from './attachments.tsx'
import { Buttons } from './buttons.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { Edits } from './edits.tsx'
import { QuoteView } from './quote-view.tsx'

interface Props {
  readonly message: Message
  readonly opensRun: boolean
  readonly card: ChatSession
  readonly writable: boolean
}

export function MessageLine(props: Props) {
  const { message } = props
  const words = useWords()
  if (message.authorType === 'SYSTEM')
    return (
      <li class="system-line" data-line tabIndex={-1}>
        <Text text={message.body} /> <time dateTime={message.createdAt}>{words.time(message.createdAt)}</time>
      </li>
    )
  return <Spoken {...props} />
}

function Spoken({ message, opensRun, card, writable }: Props) {
  const desk = useDesk()
  const words = useWords()
  const [deleting, setDeleting] = useState(false)
  const theirs = message.authorType === 'CLIENT'
  const mine = message.authorType === 'OPERATOR' && message.authorId === desk.meId.value
  const deleted = isSet(message.deletedAt)
  const composer = desk.composer(card.id)

  const items: MenuItem[] = []
  if (!deleted && writable) items.push({ label: words.say('chat.reply'), run: () => composer.reply(message) })
  if (!deleted && mine) {
    items.push({ label: words.say('chat.edit'), run: () => composer.aimAt({ name: 'edit', message }) })
    items.push({ label: words.say('chat.delete'), danger: true, run: () => setDeleting(true) })
  }
  return (
    <li class={`line ${theirs ? 'theirs' : 'ours'} ${opensRun ? 'opens' : ''}`} data-line tabIndex={-1}>
      {opensRun && <p class="line-author">{authorOf(message, card, words)}</p>}
      <div class="line-row">
        <div class={`bubble by-${message.authorType}`}>
          {message.type === 'TERMINAL' && <span class="mark-chip">{words.say('chat.terminal')}</span>}
          {deleted ? (
            <p class="dim">{words.say('chat.deleted')}</p>
          ) : (
            <>
              <QuoteView message={message} />
              {message.body !== '' && (
                <p class="body">
                  <Text text={message.body} />
                </p>
              )}
              <Attachments attachments={message.attachments} />
              <Buttons actions={message.actions} />
            </>
          )}
          <Foot message={message} deleted={deleted} />
        </div>
        <Menu
          label={words.say('chat.menu')}
          icon="more"
          items={items}
          class={theirs ? '' : 'to-left'}
          quiet
        />
      </div>
      {deleting && <DeleteDialog messageId={message.id} onClose={() => setDeleting(false)} />}
    </li>
  )
}

function Foot({ message, deleted }: { readonly message: Message; readonly deleted: boolean }) {
  const words = useWords()
  const operators = message.authorType === 'OPERATOR' || message.authorType === 'BOT'
  const read = isSet(message.readAt)
  return (
    <p class="foot">
      {message.actionId !== undefined && <span>{words.say('chat.clicked')}</span>}
      {!deleted && <Edits history={message.history ?? []} />}
      <time dateTime={message.createdAt} title={words.moment(message.createdAt)}>
        {words.time(message.createdAt)}
      </time>
      {operators && !deleted && (
        <span class={read ? 'is-read' : ''} title={words.say(read ? 'chat.read' : 'chat.sent')}>
          <Icon name={read ? 'checks' : 'check'} />
          <span class="unseen">{words.say(read ? 'chat.read' : 'chat.sent')}</span>
        </span>
      )}
    </p>
  )
}

function authorOf(message: Message, card: ChatSession, words: Words): string {
  switch (message.authorType) {
    case 'CLIENT':
      return message.authorName ?? card.name
    case 'BOT':
      return message.authorName ?? words.say('chat.bot')
    case 'OPERATOR':
      return message.authorName ?? words.say('chat.operator')
    case 'SYSTEM':
      return words.say('chat.system')
  }
}

function isSet(time: string | null | undefined): boolean {
  return time !== null && time !== undefined
}
