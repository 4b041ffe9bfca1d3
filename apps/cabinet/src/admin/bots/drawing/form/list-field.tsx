import { useState } from 'preact/hooks'
import { LineField } from './fields.tsx'

/** Short things in one line, separated by commas. What is typed stays as it is typed: a comma at the end is not taken away under the hand. */
export function ListField(props: {
  readonly path: string
  readonly label: string
  readonly hint?: string
  readonly items: readonly string[]
  readonly onItems: (items: readonly string[]) => void
}) {
  const { items, onItems } = props
  const [text, setText] = useState(items.join(', '))
  const shown = itemsIn(text).join() === items.join() ? text : items.join(', ')
  return (
    <LineField
      path={props.path}
      label={props.label}
      {...(props.hint === undefined ? {} : { hint: props.hint })}
      value={shown}
      onValue={(next) => {
        setText(next)
        onItems(itemsIn(next))
      }}
    />
  )
}

function itemsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
