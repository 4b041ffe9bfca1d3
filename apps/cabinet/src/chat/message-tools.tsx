import type { Message } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import { useChat } from './chat-context.ts'
import { keyOf } from './chat-keys.ts'
import { useMessageDeeds } from './use-message-deeds.ts'

/** What can be done with a message, beside it. */
export function MessageTools(props: {
  readonly message: Message
  readonly mine: boolean
  readonly theirs: boolean
}) {
  const { message, theirs } = props
  const words = useWords()
  const chat = useChat()
  const deeds = useMessageDeeds(chat)
  const items: MenuItem[] = []
  if (deeds.can('reply', message))
    items.push({
      label: words.say('chat.reply'),
      icon: 'reply',
      keys: keyOf('reply'),
      run: () => deeds.reply(message),
    })
  if (deeds.can('copy', message))
    items.push({
      label: words.say('chat.copy'),
      icon: 'copy',
      keys: keyOf('copy'),
      run: () => deeds.copy(message),
    })
  if (deeds.can('translate', message))
    items.push({
      label: words.say('chat.translate'),
      icon: 'globe',
      run: () => deeds.translate(message),
    })
  if (deeds.can('edit', message))
    items.push({
      label: words.say('chat.edit'),
      icon: 'edit',
      keys: keyOf('edit'),
      run: () => deeds.edit(message),
    })
  if (deeds.can('delete', message))
    items.push({
      label: words.say('chat.delete'),
      icon: 'trash',
      danger: true,
      run: () => {
        chat.view.deleting.value = message.id
      },
    })
  return (
    <div class="message-tools">
      {deeds.can('reply', message) && (
        <button
          type="button"
          class="quiet square small"
          tabIndex={-1}
          aria-label={words.say('chat.reply.quick')}
          title={`${words.say('chat.reply')} (${keyOf('reply')})`}
          onClick={() => deeds.reply(message)}
        >
          <Icon name="reply" small />
        </button>
      )}
      <Menu
        label={words.say('chat.menu')}
        icon="more"
        items={items}
        class={theirs ? '' : 'to-left'}
        buttonClass="quiet square small"
        quiet
      />
    </div>
  )
}
