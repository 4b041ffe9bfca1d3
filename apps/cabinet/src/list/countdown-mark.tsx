import type { ChatSession } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { clockOf, countdown } from './countdown.ts'

/** What is left until the card's next action, by the server's clock; alone it is drawn again each second. */
export function CountdownMark({ card }: { readonly card: ChatSession }) {
  const desk = useDesk()
  const words = useWords()
  if (card.nextActionAt === null) return null
  const { groups, clockOffsetMs } = desk.state
  const left = countdown(card, groups.value.get(card.groupId), desk.nowMs.value + clockOffsetMs.value)
  if (left === null) return null
  const clock = clockOf(left.leftSeconds)
  const label = words.say(left.tone === 'late' ? 'list.late' : `due.${card.nextAction ?? 'NEXT_ANSWER'}`, {
    time: clockOf(Math.abs(left.leftSeconds)),
  })
  return (
    <span class={`countdown ${left.tone}`} title={label}>
      <span aria-hidden="true">{clock}</span>
      <span class="unseen">{label}</span>
    </span>
  )
}
