import type { Message } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { mayDo, type MessageWish } from './may-do.ts'
import type { ChatFrame } from './chat-context.ts'

/** What can be done with a message of this chat, by mouse or by key. Doing what may not be done does nothing. */
export interface MessageDeeds {
  readonly can: (wish: MessageWish, message: Message) => boolean
  readonly reply: (message: Message) => void
  readonly edit: (message: Message) => void
  readonly copy: (message: Message) => void
  readonly translate: (message: Message) => void
}

export function useMessageDeeds({ sessionId, writable }: ChatFrame): MessageDeeds {
  const desk = useDesk()
  const { language } = useWords()
  const can: MessageDeeds['can'] = (wish, message) =>
    mayDo(wish, message, { meId: desk.meId.value, writable, sessionId }) &&
    (wish !== 'translate' || desk.helper.kinds.value.includes('TRANSLATE'))
  return {
    can,
    reply(message) {
      if (!can('reply', message)) return
      desk.composer(sessionId).reply(message)
      document.getElementById('composer')?.focus()
    },
    edit(message) {
      if (can('edit', message)) desk.composer(sessionId).aimAt({ name: 'edit', message })
    },
    translate(message) {
      if (can('translate', message)) desk.helper.of(sessionId).translate(message, language)
    },
    copy(message) {
      if (!can('copy', message)) return
      navigator.clipboard.writeText(message.body).then(
        () => desk.news.tell('chat.copied'),
        // Pages without https have no clipboard, and a person may have forbidden it.
        () => desk.news.tell('chat.copy.failed'),
      )
    },
  }
}
