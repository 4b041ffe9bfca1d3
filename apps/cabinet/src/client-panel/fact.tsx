import type { ComponentChildren } from 'preact'
import { safeHref } from '../chat/linkify.ts'
import { OutLink } from '../parts/text.tsx'
import { CopyButton } from './copy-button.tsx'

/** A line of the panel: what it is, and what is known. What is not known takes no room. */
export function Fact(props: {
  readonly label: string
  readonly text: string | null | undefined
  /** Where the text leads, if it is a safe address. */
  readonly href?: string | null | undefined
  /** With a button that copies it; a text: that one instead. */
  readonly copy?: boolean | string
  readonly after?: ComponentChildren
}) {
  const { label, text, copy = false } = props
  if (text === null || text === undefined || text === '') return null
  const href = safeHref(props.href ?? '')
  return (
    <div class="fact">
      <dt>{label}</dt>
      <dd>
        <span class="fact-text">{href === null ? text : <OutLink href={href} text={text} />}</span>
        {props.after}
        {copy !== false && <CopyButton text={copy === true ? text : copy} what={label} />}
      </dd>
    </div>
  )
}
