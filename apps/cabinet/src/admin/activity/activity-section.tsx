import type { BotSummary } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useWords } from '../../parts/context.ts'
import { Trouble } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { addLaterStyle } from '../../parts/later-style.ts'
import css from '../../styles/later/activity.css' with { type: 'text' }
import { useActivityWords } from './activity-words.ts'
import { nameOf, standing } from './bot-name.ts'
import { DayBars } from './day-bars.tsx'
import { DayNote } from './day-note.tsx'
import { outcomesOf, sumOf } from './figures.ts'
import { BotActivityPage } from './bot-activity-page.tsx'
import { periods, PeriodChoice, type Period } from './period-choice.tsx'
import { useBotActivities } from './use-activity.ts'

addLaterStyle(css)

/** For who looks after bots: all of them with what they have in hand and what became of the rest; one opens in the list's place. */
export function ActivitySection() {
  const [days, setDays] = useState<Period>(periods[2])
  const [openedId, setOpenedId] = useState<string | null>(null)
  if (openedId === null) return <AllBots days={days} onDays={setDays} onOpen={setOpenedId} />
  return <BotActivityPage id={openedId} days={days} onDays={setDays} onBack={() => setOpenedId(null)} />
}

function AllBots(props: {
  readonly days: Period
  readonly onDays: (days: Period) => void
  readonly onOpen: (id: string) => void
}) {
  const words = useWords()
  const own = useActivityWords()
  const { value, trouble, read } = useBotActivities(props.days)
  return (
    <section class="activity">
      <header class="admin-head">
        <h1 class="grow">{words.say('admin.activity')}</h1>
        <PeriodChoice days={props.days} onDays={props.onDays} />
      </header>
      <p class="dim activity-lead">{own.say('activity.lead')}</p>
      <DayNote />
      {value === null && trouble === null && <p class="empty">{words.say('app.loading')}</p>}
      {value !== null && value.length === 0 && <p class="empty">{own.say('activity.empty')}</p>}
      {value !== null && value.length > 0 && (
        <ul class="cards">
          {value.map((bot) => (
            <BotCard key={bot.id} bot={bot} onOpen={props.onOpen} />
          ))}
        </ul>
      )}
      <Trouble text={trouble} />
      {trouble !== null && (
        <button type="button" onClick={read}>
          {words.say('app.retry')}
        </button>
      )}
    </section>
  )
}

function BotCard({ bot, onOpen }: { readonly bot: BotSummary; readonly onOpen: (id: string) => void }) {
  const words = useWords()
  const own = useActivityWords()
  const sum = sumOf(bot.days)
  const { resolved, handed, failed } = outcomesOf(sum)
  const name = nameOf(bot, words)
  return (
    <li class="activity-card">
      <button type="button" class="plain activity-open" onClick={() => onOpen(bot.id)}>
        <Icon name="bot" />
        <span class="activity-who">
          <strong>{name}</strong>
          <span class="dim">{standing(bot, words, own)}</span>
        </span>
        <Icon name="right" />
      </button>
      <dl class="activity-numbers digits">
        <Number label={own.say('activity.now')} value={own.number(bot.holds)} />
        <Number label={own.say('activity.came')} value={own.number(sum.came)} />
        <Number label={own.say('activity.resolved')} value={own.share(resolved, sum.came)} />
        <Number label={own.say('activity.handed')} value={own.share(handed, sum.came)} />
        <Number label={own.say('activity.failed')} value={own.share(failed, sum.came)} isBad={failed > 0} />
      </dl>
      <EndpointChip endpoint={bot.endpoint} kind={bot.kind} />
      {bot.days.length > 1 && <DayBars days={bot.days} isSmall />}
    </li>
  )
}

function Number(props: { readonly label: string; readonly value: string; readonly isBad?: boolean }) {
  return (
    <div>
      <dt class="dim">{props.label}</dt>
      <dd class={props.isBad === true ? 'bad' : ''}>{props.value}</dd>
    </div>
  )
}

/** Only trouble is worth a chip. */
function EndpointChip({ endpoint, kind }: Pick<BotSummary, 'endpoint' | 'kind'>) {
  const own = useActivityWords()
  if (endpoint === null || endpoint === 'answering') return null
  const tone = endpoint === 'failing' ? 'warn' : 'alarm'
  return (
    <span class={`mark-chip ${tone}`}>
      {own.say(kind === 'MODEL' ? 'activity.program.MODEL' : 'activity.program.WEBHOOK')}:{' '}
      {own.say(`activity.program.${endpoint}`).toLowerCase()}
    </span>
  )
}
