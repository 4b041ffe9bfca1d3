import { TRIAL_CHARS_MAX, type BotTrial, type BotTrialRequest } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useDesk } from '../../parts/context.ts'
import { Fault } from '../../parts/fault.tsx'
import { Field, Trouble } from '../../parts/field.tsx'
import { formText, submitted } from '../../parts/form-text.ts'
import { Text } from '../../parts/text.tsx'
import { useAsking } from '../../parts/use-asking.ts'
import { useModelWords, type ModelWordKey, type ModelWords } from './model-words.ts'

/** One question to the real endpoint, with what a client would read and how it came about. */
export function ModelTrial(props: {
  /** Null: the form is not filled in yet, which its fields say themselves. */
  readonly settings: () => Pick<BotTrialRequest, 'kind' | 'settings' | 'botId'> | null
}) {
  const { client } = useDesk()
  const words = useModelWords()
  const { busy, trouble, ask } = useAsking()
  const [tried, setTried] = useState<{ readonly question: string; readonly trial: BotTrial | null } | null>(
    null,
  )

  function send(event: SubmitEvent): void {
    const question = formText(submitted(event), 'question').trim()
    const settings = props.settings()
    if (settings === null || question === '') return
    setTried({ question, trial: null })
    ask(async () => setTried({ question, trial: await client.tryBot({ ...settings, question }) }))
  }
  return (
    <section class="model-trial" aria-label={words.say('model.try')}>
      <h2>{words.say('model.try')}</h2>
      <p class="dim">{words.say('model.try.lead')}</p>
      <form class="stack" onSubmit={send}>
        <Field label={words.say('model.try.question')}>
          <textarea name="question" rows={2} required maxLength={TRIAL_CHARS_MAX} />
        </Field>
        <div class="row end">
          <button type="submit" disabled={busy}>
            {words.say('model.try.ask')}
          </button>
        </div>
      </form>
      <Trouble text={trouble} />
      <div role="status" class="model-tried">
        {tried !== null && (
          <>
            <p class="bubble by-OPERATOR body ours-said">{tried.question}</p>
            {busy && <p class="dim">{words.say('model.try.asking')}</p>}
            {tried.trial !== null && <Tried trial={tried.trial} words={words} />}
          </>
        )}
      </div>
    </section>
  )
}

function Tried({ trial, words }: { readonly trial: BotTrial; readonly words: ModelWords }) {
  const { outcome, body, why, sentence, excerpts, tokens } = trial
  const whyKey = `model.try.why.${why ?? ''}`
  return (
    <>
      {body !== null && (
        <p class="bubble by-BOT body">
          <Text text={body} />
        </p>
      )}
      {outcome === 'HAND_OVER' && (
        <p class="model-note">
          <strong>{words.say('model.try.people')}</strong> {words.knows(whyKey) && words.say(whyKey)}
        </p>
      )}
      {outcome === 'FAILED' && (
        <p class="model-note bad">
          <strong>{words.say('model.try.failed')}</strong>{' '}
          <Fault fault={{ code: why, sentence }} otherwise="" />
        </p>
      )}
      {tokens !== null && <p class="dim">{costOf(trial, tokens, words)}</p>}
      {outcome !== 'FAILED' && why !== 'asked' && <Excerpts excerpts={excerpts} words={words} />}
    </>
  )
}

function Excerpts({
  excerpts,
  words,
}: {
  readonly excerpts: BotTrial['excerpts']
  readonly words: ModelWords
}) {
  if (excerpts.length === 0) return <p class="dim">{words.say('model.try.none')}</p>
  return (
    <details class="model-excerpts">
      <summary>{words.count('model.try.excerpts', excerpts.length)}</summary>
      <ol>
        {excerpts.map(({ title, text, isCited }, index) => (
          <li key={index}>
            <strong>{title}</strong>{' '}
            {isCited && <span class="mark-chip">{words.say('model.try.cited')}</span>}
            <p class="body">{text}</p>
          </li>
        ))}
      </ol>
    </details>
  )
}

function costOf({ tookMs }: BotTrial, tokens: NonNullable<BotTrial['tokens']>, words: ModelWords): string {
  const key: ModelWordKey = tokens.isEstimate ? 'model.try.cost.about' : 'model.try.cost'
  return words.say(key, {
    question: words.number(tokens.question),
    answer: words.number(tokens.answer),
    seconds: words.number(Math.round(tookMs / 100) / 10),
  })
}
