import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import { useAttention } from './attention-context.ts'
import { quietUntil } from './settings.ts'

/** Silence for a while, from the rail: one press says for how long, another ends it. */
export function Moon() {
  const attention = useAttention()
  const words = useWords()
  const untilMs = attention.quietUntilMs.value
  const quiet = (length: 'hour' | 'tomorrow') => () =>
    attention.change({ quietUntilMs: quietUntil(length, Date.now()) })
  const items: MenuItem[] = [
    { label: words.say('quiet.hour'), icon: 'clock', run: quiet('hour') },
    { label: words.say('quiet.tomorrow'), icon: 'moon', run: quiet('tomorrow') },
  ]
  if (untilMs !== null)
    items.unshift({
      label: words.say('quiet.off'),
      icon: 'bell',
      run: () => attention.change({ quietUntilMs: null }),
    })
  const label =
    untilMs === null
      ? words.say('quiet.label')
      : words.say('quiet.until', { time: words.shortDate(new Date(untilMs).toISOString(), Date.now()) })
  return (
    <Menu
      label={label}
      icon="moon"
      items={items}
      buttonClass={`rail-item ${untilMs === null ? '' : 'is-quiet'}`}
      face={<Icon name={untilMs === null ? 'bell' : 'moon'} />}
    />
  )
}
