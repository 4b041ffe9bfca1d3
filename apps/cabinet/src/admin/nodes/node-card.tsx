import type { NodeFacts, NodeOnWire } from '@pult/protocol'
import type { ComponentChildren } from 'preact'
import { useDesk, useWords } from '../../parts/context.ts'
import { useNodeWords } from './node-words.ts'
import { nameOf } from './troubles.ts'

/** One machine: how it is called and does, since when, and its numbers. Of one that is silent only what still means something. */
export function NodeCard(props: {
  readonly node: NodeOnWire
  readonly isOwner: boolean
  /** It is the one that answers; null: there is no other. */
  readonly isAsked: boolean | null
  /** Figures after its own. */
  readonly children?: ComponentChildren
}) {
  const own = useNodeWords()
  const { node, isOwner, isAsked, children } = props
  const { state, facts, heardMs } = node
  const isSilent = state === 'SILENT'
  return (
    <li class={`nodes-card${isSilent ? ' silent' : ''}`} aria-label={nameOf(node)}>
      <div class="nodes-who">
        <h2>
          <span class={`dot nodes-${state}`} /> {nameOf(node)}
        </h2>
        <span class={`mark-chip${isSilent ? ' alarm' : state === 'STOPPING' ? ' warn' : ''}`}>
          {own.say(`nodes.state.${state}`)}
        </span>
        {isOwner && <span class="mark-chip accent">{own.say('nodes.owner')}</span>}
        {isAsked === true && <span class="mark-chip">{own.say('nodes.asked')}</span>}
      </div>
      <p class="dim nodes-life digits">
        {isSilent && own.say('nodes.heard', { time: own.span(heardMs) })}
        {facts === null && own.say('nodes.wordless')}
        {facts !== null && !isSilent && <Life facts={facts} />}
        {node.id !== nameOf(node) && <span class="nodes-id">{node.id}</span>}
      </p>
      {facts !== null && !isSilent && <Numbers facts={facts}>{children}</Numbers>}
      {facts?.database?.lastFailure != null && (
        <p class="dim nodes-failure">
          {own.say('nodes.failure', { time: own.span(facts.database.lastFailure.agoMs) })}{' '}
          <span lang="en">{facts.database.lastFailure.sentence}</span>
        </p>
      )}
    </li>
  )
}

function Life({ facts }: { readonly facts: NodeFacts }) {
  const words = useWords()
  const own = useNodeWords()
  const nowMs = useDesk().nowMs.value
  const at = words.shortDate(new Date(nowMs - facts.upMs).toISOString(), nowMs)
  return (
    <>
      {own.say('nodes.version', { version: facts.version })} ·{' '}
      {own.say('nodes.up', { time: own.span(facts.upMs), at })}
    </>
  )
}

function Numbers({ facts, children }: { readonly facts: NodeFacts; readonly children: ComponentChildren }) {
  const own = useNodeWords()
  const { operators, clients, behind, database, bus } = facts
  return (
    <dl class="nodes-numbers digits">
      <Figure label={own.say('nodes.operators')}>{own.number(operators)}</Figure>
      <Figure label={own.say('nodes.clients')}>{own.number(clients)}</Figure>
      {behind !== null && (
        <Figure label={own.say('nodes.behind')} isBad={behind.ms > 0}>
          {behind.ms === 0 ? own.say('nodes.behind.none') : own.millis(behind.ms)}
          {behind.records > 0 && <Note>{own.count('nodes.records', behind.records)}</Note>}
        </Figure>
      )}
      {database !== null && (
        <Figure label={own.say('nodes.database')}>{own.millis(database.answerMs)}</Figure>
      )}
      {bus !== null && (
        <Figure label={own.say('nodes.way')} isBad={bus.isCutOff}>
          {own.say(`nodes.way.${bus.way}`)}
          <Note>{own.say('nodes.since', { time: own.span(bus.sinceMs) })}</Note>
        </Figure>
      )}
      {children}
    </dl>
  )
}

export function Figure(props: {
  readonly label: string
  readonly isBad?: boolean
  readonly children: ComponentChildren
}) {
  return (
    <div>
      <dt class="dim">{props.label}</dt>
      <dd class={props.isBad === true ? 'warn' : ''}>{props.children}</dd>
    </div>
  )
}

function Note({ children }: { readonly children: ComponentChildren }) {
  return <span class="nodes-note dim">{children}</span>
}
