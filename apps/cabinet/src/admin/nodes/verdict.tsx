import type { Nodes } from '@pult/protocol'
import { Icon } from '../../parts/icon.tsx'
import { useNodeWords, type NodeWords } from './node-words.ts'
import { nameOf, toneOf, troublesOf, type Trouble } from './troubles.ts'

/** Whether all is well, in the time of one look; else what is not, the worst first, each with what to do. `isOld`: that all was well says nothing of now. */
export function Verdict({ found, isOld }: { readonly found: Nodes; readonly isOld: boolean }) {
  const own = useNodeWords()
  const troubles = troublesOf(found)
  const isWell = troubles.every((trouble) => toneOf(trouble) === 'calm')
  const owner = found.nodes.find(({ id }) => id === found.lease?.owner)
  const count = found.nodes.length
  return (
    <ul class="nodes-verdict" aria-live="polite">
      {isWell && !isOld && (
        <li class="good">
          <Icon name="check" />
          <div>
            <strong>{found.lease === null ? own.say('nodes.alone') : own.count('nodes.well', count)}</strong>
            <p class="dim">
              {owner === undefined
                ? own.say('nodes.alone.lead')
                : own.count('nodes.well.owner', count, { node: nameOf(owner) })}
            </p>
          </div>
        </li>
      )}
      {troubles.map((trouble) => (
        <li key={keyOf(trouble)} class={toneOf(trouble)}>
          <Icon name={toneOf(trouble) === 'calm' ? 'info' : 'warning'} />
          <div>
            <strong>{sentenceOf(trouble, own)}</strong>
            <p class="dim">{own.say(`nodes.trouble.${trouble.what}.do`)}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}

function keyOf(trouble: Trouble): string {
  return 'node' in trouble ? `${trouble.what} ${trouble.node}` : trouble.what
}

function sentenceOf(trouble: Trouble, own: NodeWords): string {
  const key = `nodes.trouble.${trouble.what}` as const
  switch (trouble.what) {
    case 'unowned':
      return own.say(key)
    case 'versions':
      return own.say(key, { versions: trouble.versions.join(', ') })
    case 'slow':
      return own.say(key, { node: trouble.node, ms: own.millis(trouble.answerMs) })
    case 'behind': {
      const records = own.count('nodes.records', trouble.records)
      return own.say(key, { node: trouble.node, time: own.span(trouble.ms), records })
    }
    case 'cutOffAll':
      return own.say(key, { time: own.span(trouble.ms) })
    default:
      return own.say(key, { node: trouble.node, time: own.span(trouble.ms) })
  }
}
