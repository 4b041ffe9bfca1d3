import type { ChatSession } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { clockOf, countdown } from './countdown.ts'

/** What is left until the card's next action, by the server's clock; alone it is drawn again each second. */
export function CountdownMark({ card }: { readonly card: ChatSession }) {
  const desk = useDesk()
  const words = useWords()
  const { groups, clockOffsetMs } = desk.state
  const left = countdown(card, groups.value.get(card.groupId), desk.nowMs.value + clockOffsetMs.value)
  if (left === null) return null
  const label = words.say(left.tone === 'late' ? 'list.late' : `due.${left.action}`, {
    time: clockOf(Math.abs(left.leftSeconds)),
  })
  // That a quiet chat closes by itself asks nothing of anybody.
  const look = left.action === 'CLOSE' ? 'quiet' : left.tone
  return (
    <span class={`countdown ${look}`} role="img" aria-label={label} title={label}>
      {clockOf(left.leftSeconds)}
    </span>
  )
}
