import { useWords } from '../parts/context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { authorKeys } from './author-keys.ts'
import type { Composer } from './composer.ts'

/** What the text in the field is for, when it is more than a plain answer, and the way back from that. */
export function ComposerAim({ composer }: { readonly composer: Composer }) {
  const words = useWords()
  const aim = composer.aim.value
  const reply = composer.replyTo.value
  if (aim.name === 'edit')
    return (
      <Strip
        icon="reply"
        title={words.say('composer.editing')}
        text={aim.message.body}
        onStop={() => composer.aimAt({ name: 'answer' })}
      />
    )
  if (aim.name === 'note')
    return (
      <Strip
        icon="note"
        title={words.say('chat.note')}
        text=""
        onStop={() => composer.aimAt({ name: 'answer' })}
      />
    )
  if (reply !== null)
    return (
      <Strip
        icon="reply"
        title={words.say('composer.replying', {
          name: reply.authorName ?? words.say(authorKeys[reply.authorType]),
        })}
        text={reply.body === '' ? words.count('list.file', reply.attachments.length) : reply.body}
        onStop={() => composer.reply(null)}
      />
    )
  return null
}

function Strip(props: {
  readonly icon: IconName
  readonly title: string
  readonly text: string
  readonly onStop: () => void
}) {
  const words = useWords()
  return (
    <div class="strip">
      <Icon name={props.icon} />
      <span class="strip-text">
        <strong>{props.title}</strong> <span class="dim cut">{props.text}</span>
      </span>
      <button
        type="button"
        class="quiet square"
        aria-label={words.say('composer.stop')}
        onClick={props.onStop}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}
