import { useMemo } from 'preact/hooks'
import { linkify } from '../chat/linkify.ts'

/** What other people wrote: text nodes and links, nothing else. Line breaks are kept by the style. */
export function Text({ text }: { readonly text: string }) {
  const parts = useMemo(() => linkify(text), [text])
  return (
    <>
      {parts.map((part, index) =>
        part.href === undefined ? part.text : <OutLink key={index} href={part.href} text={part.text} />,
      )}
    </>
  )
}

/** A link out: the other page learns nothing about this one. `href` must have passed `safeHref` or `linkify`. */
export function OutLink({ href, text }: { readonly href: string; readonly text: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {text}
    </a>
  )
}
