import type { Nodes } from '@pult/protocol'
import { useCallback } from 'preact/hooks'
import { fileSize } from '../../chat/file-size.ts'
import { useDesk, useWords } from '../../parts/context.ts'
import { Trouble } from '../../parts/field.tsx'
import { addLaterStyle } from '../../parts/later-style.ts'
import css from '../../styles/later/nodes.css' with { type: 'text' }
import { useLive } from '../use-live.ts'
import { Figure, NodeCard } from './node-card.tsx'
import { useNodeWords } from './node-words.ts'
import { nameOf } from './troubles.ts'
import { Verdict } from './verdict.tsx'

addLaterStyle(css)

/** A node says how it does some four times in three seconds; who looks for a reason wants it of now. */
const READ_EACH_MS = 2_000
/** Three readings that did not come: what stands there is not of now any more. */
const STALE_MS = 6_000

/** For whoever hears that the chat is slow: which machines there are, how they do, and what to do about it. */
export function NodesSection() {
  const { client, nowMs } = useDesk()
  const words = useWords()
  const own = useNodeWords()
  const read = useCallback(() => client.history.nodes(), [client])
  const { value, readAtMs, trouble, read: readAgain } = useLive(read, READ_EACH_MS)
  const ageMs = readAtMs === null ? 0 : nowMs.value - readAtMs
  const isStale = trouble !== null || ageMs >= STALE_MS
  return (
    // There is nothing to press in it, and it is longer than a phone: keys move what has the focus.
    <section class="nodes" tabIndex={0} aria-label={words.say('admin.nodes')}>
      <header class="admin-head">
        <h1 class="grow">{words.say('admin.nodes')}</h1>
        {readAtMs !== null && <Age ageMs={ageMs} isStale={isStale} />}
      </header>
      <p class="dim nodes-lead">{own.say('nodes.lead')}</p>
      <Trouble text={trouble} />
      {trouble !== null && (
        <button type="button" class="nodes-again" onClick={readAgain}>
          {words.say('app.retry')}
        </button>
      )}
      {value === null && trouble === null && <p class="empty">{words.say('app.loading')}</p>}
      {value !== null && <Found found={value} isOld={isStale} />}
    </section>
  )
}

/** What cannot be read is not shown as if it were of now. */
function Age({ ageMs, isStale }: { readonly ageMs: number; readonly isStale: boolean }) {
  const own = useNodeWords()
  return (
    <span class={`nodes-age${isStale ? ' stale' : ''}`}>
      <span class={`dot ${isStale ? 'status-AWAY' : 'status-ONLINE'}`} />{' '}
      {isStale ? own.say('nodes.stale', { time: own.span(ageMs) }) : own.say('nodes.live')}
    </span>
  )
}

function Found({ found, isOld }: { readonly found: Nodes; readonly isOld: boolean }) {
  const own = useNodeWords()
  const { nodes, lease, answeredBy } = found
  return (
    <>
      <Verdict found={found} isOld={isOld} />
      {lease !== null && <Turns found={found} />}
      <ul class="cards nodes-cards" aria-label={own.say('nodes.all')}>
        {nodes.map((node) => (
          <NodeCard
            key={node.id}
            node={node}
            isOwner={node.id === lease?.owner}
            isAsked={nodes.length === 1 ? null : node.id === answeredBy}
          >
            <Kept found={found} />
          </NodeCard>
        ))}
      </ul>
    </>
  )
}

function Turns({ found: { lease, nodes, headSeq } }: { readonly found: Nodes }) {
  const words = useWords()
  const own = useNodeWords()
  const nowMs = useDesk().nowMs.value
  if (lease === null) return null
  const { owner, epoch, heldMs, leftMs } = lease
  const node = nodes.find(({ id }) => id === owner)
  const name = owner === null ? own.say('nodes.turns.nobody') : node === undefined ? owner : nameOf(node)
  return (
    <section class="nodes-part" aria-label={own.say('nodes.turns')}>
      <dl class="nodes-numbers digits">
        <Figure label={own.say('nodes.turns')} isBad={owner === null || node?.state === 'SILENT'}>
          {name}
        </Figure>
        <Figure label={own.say('nodes.turns.epoch')}>{own.number(epoch)}</Figure>
        {heldMs !== null && (
          <Figure label={own.say('nodes.turns.since')}>
            {words.shortDate(new Date(nowMs - heldMs).toISOString(), nowMs)}
            <span class="nodes-note dim">{own.say('nodes.since', { time: own.span(heldMs) })}</span>
          </Figure>
        )}
        {leftMs !== null && (
          <Figure label={own.say('nodes.turns.left')}>
            {own.say('nodes.turns.left.value', { time: own.span(leftMs) })}
          </Figure>
        )}
        <Figure label={own.say('nodes.turns.log')}>{own.number(headSeq)}</Figure>
      </dl>
    </section>
  )
}

/** Of a machine that keeps everything itself. */
function Kept({ found: { file, headSeq } }: { readonly found: Nodes }) {
  const own = useNodeWords()
  if (file === null) return null
  return (
    <>
      <Figure label={own.say('nodes.turns.log')}>{own.number(headSeq)}</Figure>
      <Figure label={own.say('nodes.alone.size')}>{fileSize(file.bytes, own.language)}</Figure>
      <Figure label={own.say('nodes.alone.folder')}>
        <code>{file.path}</code>
      </Figure>
    </>
  )
}
