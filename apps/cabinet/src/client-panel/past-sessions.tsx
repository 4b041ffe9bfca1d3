import type { ChatSession } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { sayError } from '../store/error-words.ts'
import { endingOf } from './ending.ts'
import { PanelSection } from './panel-section.tsx'
import { Score } from './session-section.tsx'
import { Skeleton } from './skeleton.tsx'
import { useLastSteps, usePastSessions } from './use-past-sessions.ts'

/** What was before: the client's other sessions; each opens in the panel's place, and the chat stays where it is. */
export function PastSessions(props: {
  readonly clientId: string
  readonly currentId: string
  readonly onOpen: (card: ChatSession) => void
}) {
  const words = useWords()
  const { cards, loading, error, hasMore, more } = usePastSessions(props.clientId, props.currentId)
  return (
    <PanelSection
      part="past"
      title={words.say('panel.past')}
      {...(cards === null ? {} : { count: cards.length })}
    >
      {cards === null && error === null && <Skeleton rows={2} />}
      {cards !== null && cards.length === 0 && !hasMore && <p class="hint">{words.say('past.none')}</p>}
      {cards !== null && cards.length > 0 && (
        <ul class="past-list">
          {cards.map((card) => (
            <PastLine key={card.id} card={card} onOpen={() => props.onOpen(card)} />
          ))}
        </ul>
      )}
      {error !== null && (
        <p role="alert">
          {words.say('past.failed')} {sayError(words, error)}
        </p>
      )}
      {(hasMore || error !== null) && (
        <button type="button" class="quiet small" disabled={loading} onClick={more}>
          {words.say(error === null ? 'past.more' : 'app.retry')}
        </button>
      )}
    </PanelSection>
  )
}

function PastLine({ card, onOpen }: { readonly card: ChatSession; readonly onOpen: () => void }) {
  const { state, nowMs } = useDesk()
  const words = useWords()
  const steps = useLastSteps(card)
  const ending = endingOf(steps ?? [])
  const holder =
    card.operatorId === null
      ? words.say('past.bot')
      : (state.operators.value.get(card.operatorId)?.name ?? '…')
  const ended = ending === null ? null : words.say(ending.key, { name: ending.name })
  return (
    <li>
      <button type="button" class="past-line" data-past={card.id} onClick={onOpen}>
        <span class="past-row">
          <time dateTime={card.startedAt} title={words.moment(card.startedAt)}>
            {words.day(card.startedAt, nowMs.peek())}, {words.time(card.startedAt)}
          </time>
          {card.score !== null && <Score score={card.score} />}
          <Icon name="right" small />
        </span>
        <span class="past-row dim">
          <span class="cut">
            {holder}
            {' · '}
            {card.status === 'ACTIVE' ? words.say('past.open') : (ended ?? words.say('past.ended'))}
            {ending?.reason != null && `: ${ending.reason}`}
          </span>
        </span>
        {card.tags.length > 0 && (
          <span class="past-tags">
            {card.tags.map((tag) => (
              <span key={tag} class="mark-chip">
                <span class="cut">{tag}</span>
              </span>
            ))}
          </span>
        )}
      </button>
    </li>
  )
}
