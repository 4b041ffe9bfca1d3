import { useWords } from './context.ts'

/** The first letter of the name in a circle, with the dot of presence. The name itself always stands beside it. */
export function Avatar({ name, online }: { readonly name: string; readonly online: boolean }) {
  const words = useWords()
  return (
    <span class="avatar">
      <span aria-hidden="true">{initialOf(name)}</span>
      <span
        class={`presence ${online ? 'online' : ''}`}
        title={words.say(online ? 'list.online' : 'list.offline')}
      >
        <span class="unseen">{words.say(online ? 'list.online' : 'list.offline')}</span>
      </span>
    </span>
  )
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** What a reader takes for one sign: an emoji of many code points stays whole. */
function initialOf(name: string): string {
  for (const { segment } of graphemes.segment(name.trim())) return segment.toUpperCase()
  return '?'
}
