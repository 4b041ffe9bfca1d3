import type { Message } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Edits } from './edits.tsx'

/** When it was said, whether it was changed, and how far it came: sent, or read by the client. */
export function MessageFoot({ message, deleted }: { readonly message: Message; readonly deleted: boolean }) {
  const words = useWords()
  const leaves = message.authorType === 'OPERATOR' || message.authorType === 'BOT'
  const read = (message.readAt ?? null) !== null
  const fate = words.say(read ? 'chat.read' : 'chat.sent')
  return (
    <span class="foot">
      {message.actionId !== undefined && (
        <span class="pressed">
          <Icon name="hand" small />
          {words.say('chat.clicked')}
        </span>
      )}
      {!deleted && <Edits history={message.history ?? []} />}
      <time dateTime={message.createdAt} title={words.moment(message.createdAt)}>
        {words.time(message.createdAt)}
      </time>
      {leaves && !deleted && (
        <span
          class={`fate ${read ? 'is-read' : ''}`}
          title={read ? `${fate} · ${words.moment(message.readAt ?? '')}` : fate}
        >
          <Icon name={read ? 'checks' : 'check'} small />
          <span class="unseen">{fate}</span>
        </span>
      )}
    </span>
  )
}
