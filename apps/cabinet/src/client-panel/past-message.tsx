import type { Message } from '@pult/protocol'
import { authorKeys } from '../chat/author-keys.ts'
import { fileAddress } from '../chat/file-address.ts'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Text } from '../parts/text.tsx'

/** A message of a session that is over: to be read, and nothing to be done with it. */
export function PastMessage(props: {
  readonly message: Message
  readonly opensRun: boolean
  readonly clientName: string
}) {
  const words = useWords()
  const { message, opensRun, clientName } = props
  const { authorType } = message
  const name =
    message.authorName ?? (authorType === 'CLIENT' ? clientName : words.say(authorKeys[authorType]))
  const deleted = message.deletedAt !== null && message.deletedAt !== undefined
  return (
    <li class={`past-message past-${authorType}`}>
      {opensRun && authorType !== 'SYSTEM' && <p class="past-author">{name}</p>}
      <div class="past-bubble">
        {deleted ? (
          <p class="dim">{words.say('chat.deleted')}</p>
        ) : (
          <>
            {message.body !== '' && (
              <p class="body">
                <Text text={message.body} />
              </p>
            )}
            {message.attachments.map((attachment) => {
              const href = fileAddress(attachment.url, location.href)
              return (
                <p key={attachment.id} class="past-file">
                  <Icon name={attachment.mimeType.startsWith('image/') ? 'image' : 'file'} small />
                  {href === null ? (
                    attachment.name
                  ) : (
                    <a href={href} target="_blank" rel="noopener noreferrer" class="cut">
                      {attachment.name}
                    </a>
                  )}
                </p>
              )
            })}
          </>
        )}
        <time class="past-time" dateTime={message.createdAt} title={words.moment(message.createdAt)}>
          {words.time(message.createdAt)}
        </time>
      </div>
    </li>
  )
}
