import type { BotActivity } from '@pult/protocol'
import { useWords } from '../../parts/context.ts'
import { Trouble } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useActivityWords } from './activity-words.ts'
import { nameOf, standing } from './bot-name.ts'
import { DayBars } from './day-bars.tsx'
import { DayNote } from './day-note.tsx'
import { FailureList } from './failure-list.tsx'
import { outcomesOf, sumOf, type Counts } from './figures.ts'
import { PeriodChoice, type Period } from './period-choice.tsx'
import { ProgramHealth } from './program-health.tsx'
import { StepTable } from './step-table.tsx'
import { useBotActivity } from './use-activity.ts'

/** One bot: what it has in hand, what became of the rest, where in its scenario, and what went wrong. Its numbers follow while one looks. */
export function BotActivityPage(props: {
  readonly id: string
  readonly days: Period
  readonly onDays: (days: Period) => void
  readonly onBack: () => void
}) {
  const words = useWords()
  const own = useActivityWords()
  const { value: bot, trouble, read } = useBotActivity(props.id, props.days)
  return (
    <section class="activity">
      <header class="activity-head">
        <button
          type="button"
          class="quiet square"
          aria-label={own.say('activity.back')}
          onClick={props.onBack}
        >
          <Icon name="back" />
        </button>
        <div class="grow">
          <h1>{bot === null ? words.say('admin.activity') : nameOf(bot, words)}</h1>
          {bot !== null && <p class="dim">{standing(bot, words, own)}</p>}
        </div>
        {bot !== null && trouble === null && (
          <span class="activity-live">
            <span class="dot status-ONLINE" /> {own.say('activity.live')}
          </span>
        )}
        <PeriodChoice days={props.days} onDays={props.onDays} />
      </header>
      <Trouble text={trouble} />
      {trouble !== null && (
        <button type="button" onClick={read}>
          {words.say('app.retry')}
        </button>
      )}
      {bot === null && trouble === null && <p class="empty">{words.say('app.loading')}</p>}
      {bot !== null && <Parts bot={bot} />}
    </section>
  )
}

function Parts({ bot }: { readonly bot: BotActivity }) {
  const own = useActivityWords()
  const sum = sumOf(bot.days)
  return (
    <>
      <DayNote />
      <Tiles bot={bot} sum={sum} />
      {(bot.kind === 'WEBHOOK' || bot.kind === 'MODEL') && (
        <ProgramHealth endpoint={bot.webhook} title={own.say(`activity.program.${bot.kind}`)} />
      )}
      {bot.days.length > 1 && (
        <section class="activity-part" aria-label={own.say('activity.byDay')}>
          <h2>{own.say('activity.byDay')}</h2>
          {sum.came === 0 ? <p class="empty">{own.say('activity.nothing')}</p> : <DayBars days={bot.days} />}
        </section>
      )}
      {bot.steps.length > 0 && <StepTable bot={bot} />}
      {bot.versions.length > 1 && <Versions bot={bot} />}
      {bot.kind !== 'BUILTIN' && <FailureList failures={bot.failures} />}
    </>
  )
}

function Tiles({ bot, sum }: { readonly bot: BotActivity; readonly sum: Counts }) {
  const own = useActivityWords()
  const { resolved, handed, failed } = outcomesOf(sum)
  const number = (value: number): string => own.number(value)
  const share = (part: number): string => own.share(part, sum.came)
  return (
    <dl class="activity-tiles digits">
      <Tile
        label={own.say('activity.now')}
        value={number(bot.holds)}
        note={bot.silent === 0 ? '' : own.count('activity.silent', bot.silent)}
      />
      <Tile label={own.say('activity.came')} value={number(sum.came)} note="" />
      <Tile
        label={own.say('activity.resolved')}
        value={share(resolved)}
        count={number(resolved)}
        note={own.say('activity.resolved.hint')}
      />
      <Tile
        label={own.say('activity.handed')}
        value={share(handed)}
        count={number(handed)}
        note={own.say('activity.handed.parts', {
          bot: number(sum.handedOver),
          called: number(sum.called),
          taken: number(sum.taken),
        })}
      />
      <Tile
        label={own.say('activity.failed')}
        value={share(failed)}
        count={number(failed)}
        isBad={failed > 0}
        note={own.say('activity.failed.parts', { failed: number(sum.failed), slow: number(sum.slow) })}
      />
    </dl>
  )
}

function Tile(props: {
  readonly label: string
  readonly value: string
  readonly count?: string
  readonly note: string
  readonly isBad?: boolean
}) {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>
        <span class={`activity-value${props.isBad === true ? ' bad' : ''}`}>{props.value}</span>
        {props.count !== undefined && <span class="dim"> {props.count}</span>}
        {props.note !== '' && <span class="activity-note dim">{props.note}</span>}
      </dd>
    </div>
  )
}

function Versions({ bot }: { readonly bot: BotActivity }) {
  const own = useActivityWords()
  return (
    <section class="activity-part" aria-label={own.say('activity.versions')}>
      <h2>{own.say('activity.versions')}</h2>
      <div class="activity-scroll" tabIndex={0} role="group" aria-label={own.say('activity.versions')}>
        <table class="digits">
          <thead>
            <tr>
              <th scope="col">{own.say('activity.version', { version: '' }).trim()}</th>
              {(['came', 'resolved', 'handed', 'failed'] as const).map((what) => (
                <th key={what} scope="col">
                  {own.say(`activity.${what}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bot.versions.map(({ version, ...counts }) => {
              const { resolved, handed, failed } = outcomesOf(counts)
              return (
                <tr key={version}>
                  <th scope="row">{own.number(version)}</th>
                  <td>{own.number(counts.came)}</td>
                  <td>{own.share(resolved, counts.came)}</td>
                  <td>{own.share(handed, counts.came)}</td>
                  <td class={failed > 0 ? 'bad' : ''}>{own.share(failed, counts.came)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}
