import { changesIn, diffLines } from './line-diff.ts'
import { useFlowWords } from './flow-words.ts'

const signs = { same: ' ', added: '+', gone: '−' } as const

/** How one text of a scenario differs from another, a line each; where only nodes were moved about, that is said. */
export function FlowChanges({ before, after }: { readonly before: string; readonly after: string }) {
  const words = useFlowWords()
  const lines = changesIn(diffLines(before, after))
  if (lines.length === 0) return <p class="dim">{words.say('flow.same')}</p>
  return (
    <ol class="flow-changes code" tabIndex={0} aria-label={words.say('flow.changes')}>
      {lines.map((line, index) =>
        line.is === 'skipped' ? (
          <li key={index} class="skipped">
            {words.count('flow.skipped', line.count)}
          </li>
        ) : (
          <li key={index} class={line.is}>
            <span aria-hidden="true">{signs[line.is]}</span>
            {line.is !== 'same' && <span class="unseen">{words.say(`flow.line.${line.is}`)}: </span>}
            <span>{line.text}</span>
          </li>
        ),
      )}
    </ol>
  )
}
