import type { BotActivity, BotStep } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useActivityWords, type ActivityWordKey } from './activity-words.ts'
import { outcomesOf, versionsWithSteps } from './figures.ts'

/** Steps in the order of a conversation: how many came to each, where they left, who stands there, who gave up. */
export function StepTable({ bot }: { readonly bot: BotActivity }) {
  const own = useActivityWords()
  const versions = versionsWithSteps(bot)
  const [chosen, setChosen] = useState<number | null>(null)
  const version = versions.find((one) => one === chosen) ?? versions[0]
  const steps = bot.steps.filter((step) => step.version === version)
  const most = Math.max(1, ...steps.map(({ came }) => came))
  return (
    <section class="activity-part" aria-label={own.say('activity.steps')}>
      <header class="activity-part-head">
        <h2 class="grow">{own.say('activity.steps')}</h2>
        {versions.length > 1 && (
          <select
            aria-label={own.say('activity.steps.version')}
            value={String(version)}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
          >
            {versions.map((one) => (
              <option key={one} value={String(one)}>
                {own.say('activity.version', { version: one })}
              </option>
            ))}
          </select>
        )}
      </header>
      <p class="dim activity-lead">{own.say('activity.steps.lead')}</p>
      <table class="activity-steps digits">
        <thead>
          <tr>
            <th scope="col">{own.say('activity.step')}</th>
            <th scope="col">{own.say('activity.came')}</th>
            <th scope="col">{own.say('activity.step.left')}</th>
            <th scope="col">{own.say('activity.step.now')}</th>
            <th scope="col">
              <abbr title={own.say('activity.step.gaveUp.hint')}>{own.say('activity.step.gaveUp')}</abbr>
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <StepRow key={step.node} step={step} most={most} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function StepRow({ step, most }: { readonly step: BotStep; readonly most: number }) {
  const own = useActivityWords()
  const { resolved, handed, failed, ended } = outcomesOf({ ...step, came: 0 })
  const left = { resolved, handed, failed, ended }
  const all = resolved + handed + failed + ended
  const parts = (['resolved', 'handed', 'failed', 'ended'] as const).filter((what) => left[what] > 0)
  const kind = `activity.kind.${step.kind ?? ''}`
  return (
    <tr>
      <th scope="row">
        <span class="activity-step-name">{step.text ?? step.node}</span>
        <span class="dim">
          {own.knows(kind) ? own.say(kind satisfies ActivityWordKey) : own.say('activity.step.gone')}
          {step.text !== null && ` · ${step.node}`}
          {step.callFailed > 0 && (
            <span class="bad"> · {own.count('activity.step.calls', step.callFailed)}</span>
          )}
        </span>
        <svg class="activity-share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect class="share-ground" width="100" height="4" />
          <rect class="share-part" width={(step.came / most) * 100} height="4" />
        </svg>
      </th>
      <td data-label={own.say('activity.came')} class={toneOf(step.came)}>
        {own.number(step.came)}
      </td>
      <td data-label={own.say('activity.step.left')} class={toneOf(all)}>
        {own.number(all)}
        {all > 0 && (
          <span class="activity-note dim">
            {parts
              .map((what) => `${own.say(`activity.${what}`).toLowerCase()} ${own.number(left[what])}`)
              .join(', ')}
          </span>
        )}
      </td>
      <td data-label={own.say('activity.step.now')} class={toneOf(step.holds - step.silent)}>
        {own.number(step.holds - step.silent)}
      </td>
      <td data-label={own.say('activity.step.gaveUp')} class={step.silent > 0 ? 'warn' : 'none'}>
        {own.number(step.silent)}
      </td>
    </tr>
  )
}

/** Nothing is said quietly: what there is stands out. */
function toneOf(count: number): string {
  return count === 0 ? 'none' : ''
}
