import type { Attachment } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { useChat } from './chat-context.ts'
import { pictureBox } from './picture-box.ts'

/** A picture in its place before it is loaded; a press opens it in the viewer. */
export function PictureTile(props: {
  readonly attachment: Attachment
  /** Of the preview; checked. */
  readonly address: string
  readonly onBroken: () => void
}) {
  const { attachment, address } = props
  const words = useWords()
  const { view } = useChat()
  const box = pictureBox(attachment.width, attachment.height)
  return (
    <button
      type="button"
      class="picture"
      onClick={() => {
        view.picture.value = attachment.id
      }}
    >
      <img
        src={address}
        alt={words.say('chat.image', { name: attachment.name })}
        width={box.width}
        height={box.height}
        loading="lazy"
        decoding="async"
        draggable={false}
        onError={props.onBroken}
      />
    </button>
  )
}

/** A film is not loaded until it is asked for. */
export function FilmTile({ attachment }: { readonly attachment: Attachment }) {
  const words = useWords()
  const { view } = useChat()
  const { id, name } = attachment
  return (
    <button
      type="button"
      class="picture film"
      aria-label={words.say('chat.film', { name })}
      onClick={() => {
        view.picture.value = id
      }}
    >
      <span class="film-play">
        <Icon name="play" />
      </span>
      <span class="cut film-name">{name}</span>
    </button>
  )
}
