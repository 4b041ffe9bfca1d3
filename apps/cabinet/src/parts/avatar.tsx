import { hueOf } from './hue.ts'
import { useWords } from './context.ts'

/**
 * The first letter of the name in a circle of the person's own colour. With `online` it has the dot of presence. The name itself always
 * stands beside it.
 */
export function Avatar(props: {
  /** Whose colour it is: the id of the client or the operator. */
  readonly id: string | null
  readonly name: string
  /** Not given: nothing is known of presence, and no dot is drawn. */
  readonly online?: boolean
  readonly small?: boolean
}) {
  const { id, name, online, small = false } = props
  return (
    <span class={`avatar hue-${hueOf(id ?? name)}${small ? ' small' : ''}`}>
      <span aria-hidden="true">{initialOf(name)}</span>
      {online !== undefined && <Presence online={online} />}
    </span>
  )
}

function Presence({ online }: { readonly online: boolean }) {
  const words = useWords()
  const text = words.say(online ? 'list.online' : 'list.offline')
  return (
    <span class={`presence ${online ? 'online' : ''}`} title={text}>
      <span class="unseen">{text}</span>
    </span>
  )
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** What a reader takes for one sign: an emoji of many code points stays whole. */
function initialOf(name: string): string {
  for (const { segment } of graphemes.segment(name.trim())) return segment.toUpperCase()
  return '?'
}
