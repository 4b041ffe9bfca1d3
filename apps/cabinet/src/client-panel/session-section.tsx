import type { Activity, ChatSession } from '@pult/protocol'
import { useComputed } from '@preact/signals'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Fact } from './fact.tsx'
import { PanelSection } from './panel-section.tsx'

const nothing: readonly Activity[] = []

/** By which way the chat came and through whose hands it goes. */
export function SessionSection({ card }: { readonly card: ChatSession }) {
  const { state, nowMs } = useDesk()
  const words = useWords()
  const steps = useComputed(() => state.activities.value.get(card.id) ?? nothing).value
  const channel = state.channels.value.get(card.channel)
  const holder =
    card.operatorId === null
      ? words.say(card.botStatus === 'BOT' ? 'panel.holder.bot' : 'panel.holder.nobody')
      : (state.operators.value.get(card.operatorId)?.name ?? null)
  const sayMoment = (at: string) => `${words.day(at, nowMs.peek())}, ${words.time(at)}`
  const comment = steps.findLast(({ kind }) => kind === 'RATED')?.reason
  return (
    <PanelSection part="session" title={words.say('panel.session')}>
      <dl class="facts">
        <Fact
          label={words.say('panel.channel')}
          text={channel?.name ?? card.channel}
          after={
            card.messengerType && (
              <span class="fact-after" title={words.say(`kind.${card.messengerType}`)}>
                <Icon name={card.messengerType} small />
                <span class="unseen">{words.say(`kind.${card.messengerType}`)}</span>
              </span>
            )
          }
        />
        <Fact label={words.say('panel.group')} text={state.groups.value.get(card.groupId)?.name} />
        <Fact
          label={words.say('panel.operator')}
          text={card.status === 'CLOSED' && card.operatorId === null ? null : holder}
        />
        <Fact label={words.say('panel.previous')} text={card.previousOperator?.name} />
        <Fact label={words.say('panel.started')} text={sayMoment(card.startedAt)} />
        {card.closedAt !== null && <Fact label={words.say('panel.closed')} text={sayMoment(card.closedAt)} />}
        {card.score !== null && (
          <div class="fact">
            <dt>{words.say('panel.score')}</dt>
            <dd>
              <Score score={card.score} />
              {comment && <p class="said">{comment}</p>}
            </dd>
          </div>
        )}
      </dl>
    </PanelSection>
  )
}

/** "★★★★☆" for eyes, "4 out of 5" for ears. */
export function Score({ score }: { readonly score: number }) {
  const words = useWords()
  return (
    <span class="score" title={words.say('panel.score.of', { score })}>
      <span aria-hidden="true">
        {'★'.repeat(score)}
        <span class="score-rest">{'★'.repeat(Math.max(0, 5 - score))}</span>
      </span>
      <span class="unseen">{words.say('panel.score.of', { score })}</span>
    </span>
  )
}
