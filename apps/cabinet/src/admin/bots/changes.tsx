import { useWords } from '../../parts/context.ts'
import { addLaterStyle } from '../../parts/later-style.ts'
import css from '../../styles/later/versions.css' with { type: 'text' }
import { changesIn, diffLines } from './line-diff.ts'

addLaterStyle(css)

const signs = { same: ' ', added: '+', gone: '−' } as const

/** How one text of what a bot goes by differs from another, a line each; `same` is said where they do not. */
export function Changes(props: { readonly before: string; readonly after: string; readonly same: string }) {
  const { before, after } = props
  const words = useWords()
  const lines = changesIn(diffLines(before, after))
  if (lines.length === 0) return <p class="dim">{props.same}</p>
  return (
    <ol class="changes code" tabIndex={0} aria-label={words.say('bots.changes')}>
      {lines.map((line, index) =>
        line.is === 'skipped' ? (
          <li key={index} class="skipped">
            {words.count('bots.skipped', line.count)}
          </li>
        ) : (
          <li key={index} class={line.is}>
            <span aria-hidden="true">{signs[line.is]}</span>
            {line.is !== 'same' && <span class="unseen">{words.say(`bots.line.${line.is}`)}: </span>}
            <span>{line.text}</span>
          </li>
        ),
      )}
    </ol>
  )
}
