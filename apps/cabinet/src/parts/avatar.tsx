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
  return <span class={`presence ${online ? 'online' : ''}`} role="img" aria-label={text} title={text} />
}

/** Made for the first name that needs it: most desks have none, and a start should not wait for it. */
let graphemes: Intl.Segmenter | undefined
/** A letter or a digit that nothing joins: most names begin so, and asking the segmenter costs a list that scrolls its frames. */
const PLAIN = /^[\p{L}\p{N}](?![\p{M}\u200d])/u

/** What a reader takes for one sign: an emoji of many code points stays whole. */
export function initialOf(name: string): string {
  const text = name.trim()
  const plain = PLAIN.exec(text)
  if (plain !== null) return plain[0].toUpperCase()
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  for (const { segment } of graphemes.segment(text)) return segment.toUpperCase()
  return '?'
}
