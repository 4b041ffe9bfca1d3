import { useComputed } from '@preact/signals'
import { useState } from 'preact/hooks'
import type { Message } from '@pult/protocol'
import { Translation } from '../help/help-strip.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Text } from '../parts/text.tsx'
import type { Words } from '../words/words.ts'
import { Attachments } from './attachments.tsx'
import { Buttons } from './buttons.tsx'
import { useChat } from './chat-context.ts'
import { LongText } from './long-text.tsx'
import { MessageFoot } from './message-foot.tsx'
import { MessageTools } from './message-tools.tsx'
import { QuoteView } from './quote-view.tsx'

interface Props {
  readonly message: Message
  readonly opensRun: boolean
  readonly clicked: ReadonlySet<string> | undefined
}

export function MessageLine(props: Props) {
  const { message } = props
  const words = useWords()
  if (message.authorType === 'SYSTEM')
    return (
      <li class="system-line" data-line={message.id} tabIndex={-1}>
        <Text text={message.body} /> <time dateTime={message.createdAt}>{words.time(message.createdAt)}</time>
      </li>
    )
  return <Spoken {...props} />
}

function Spoken({ message, opensRun, clicked }: Props) {
  const { meId } = useDesk()
  const { view } = useChat()
  // Tools are made for the one line that is pointed at: a hundred menus that nobody opens would be most of the page.
  const [isHot, setHot] = useState(false)
  const isFound = useComputed(() => view.found.value === message.id).value
  const theirs = message.authorType === 'CLIENT'
  const mine = message.authorType === 'OPERATOR' && message.authorId === meId.value
  const deleted = (message.deletedAt ?? null) !== null
  const bare = message.body === '' && message.actions === undefined && message.attachments.length > 0
  return (
    <li
      class={`line ${theirs ? 'theirs' : 'ours'} ${opensRun ? 'opens' : ''} ${isFound ? 'found' : ''}`}
      data-line={message.id}
      tabIndex={-1}
      onPointerEnter={() => setHot(true)}
      // An open menu reaches over the next lines: as long as it has the focus, the line keeps its tools.
      onPointerLeave={(event) => setHot(event.currentTarget.contains(document.activeElement))}
      onFocusCapture={() => setHot(true)}
      onBlurCapture={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setHot(false)
      }}
    >
      {opensRun && <Author message={message} mine={mine} />}
      <div class="line-row">
        <div class={`bubble by-${message.authorType} ${bare ? 'bare' : ''} ${deleted ? 'gone' : ''}`}>
          {message.type === 'TERMINAL' && <TerminalMark />}
          {deleted ? <Gone /> : <Said message={message} clicked={clicked} />}
          <MessageFoot message={message} deleted={deleted} />
        </div>
        {(isHot || isFound) && !deleted && <MessageTools message={message} mine={mine} theirs={theirs} />}
      </div>
    </li>
  )
}

function Said({ message, clicked }: { readonly message: Message; readonly clicked: Props['clicked'] }) {
  return (
    <>
      <QuoteView message={message} />
      <Attachments attachments={message.attachments} sessionId={message.sessionId} />
      {message.body !== '' && <LongText text={message.body} />}
      <Translated messageId={message.id} />
      <Buttons actions={message.actions} clicked={clicked} />
    </>
  )
}

function Translated({ messageId }: { readonly messageId: string }) {
  const { helper } = useDesk()
  const { sessionId } = useChat()
  const asked = useComputed(() => helper.of(sessionId).translations.value.get(messageId)).value
  return asked === undefined ? null : <Translation asked={asked} />
}

function Gone() {
  const words = useWords()
  return (
    <span class="dim">
      <Icon name="trash" small /> {words.say('chat.deleted')}
    </span>
  )
}

function TerminalMark() {
  const words = useWords()
  return <span class="mark-chip">{words.say('chat.terminal')}</span>
}

/** Whose words follow. One's own need no name on screen, but they do for ears. */
function Author({ message, mine }: { readonly message: Message; readonly mine: boolean }) {
  const words = useWords()
  const { name, clientId } = useChat()
  const theirs = message.authorType === 'CLIENT'
  const written = authorName(message, name, words)
  return (
    <p class={mine ? 'unseen' : 'line-author'}>
      {theirs && <Avatar id={clientId} name={written} small />}
      {message.authorType === 'BOT' && <Icon name="bot" small />}
      {mine ? words.say('chat.you') : written}
    </p>
  )
}

function authorName(message: Message, clientName: string, words: Words): string {
  switch (message.authorType) {
    case 'CLIENT':
      return message.authorName ?? clientName
    case 'BOT':
      return message.authorName ?? words.say('chat.bot')
    case 'OPERATOR':
      return message.authorName ?? words.say('chat.operator')
    case 'SYSTEM':
      return words.say('chat.system')
  }
}
