import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { clockOf } from '../list/countdown.ts'
import { outageOf } from './link.ts'

/** Stands over the field of an answer while what is on screen may be old; nothing otherwise. */
export function LinkLine() {
  const desk = useDesk()
  const sinceMs = outageOf(desk.link.value)
  return sinceMs === null ? null : <Old sinceMs={sinceMs} replaying={desk.link.value.name === 'replaying'} />
}

function Old({ sinceMs, replaying }: { readonly sinceMs: number; readonly replaying: boolean }) {
  const desk = useDesk()
  const words = useWords()
  const time = clockOf(Math.max(0, Math.floor((desk.nowMs.value - sinceMs) / 1000)))
  return (
    <p class="link-line">
      <Icon name="wifi-off" small />
      <span>{replaying ? words.say('link.old.replaying') : words.say('link.old', { time })}</span>
    </p>
  )
}
