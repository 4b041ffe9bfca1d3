import type { Bot, BotTrialRequest } from '@pult/protocol'
import { useRef, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { Trouble } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useAsking } from '../../parts/use-asking.ts'
import './models-style.ts'
import { ModelForm } from './model-form.tsx'
import { fieldsIn, fieldsOf, isSame, settingsOf } from './model-settings.ts'
import { ModelTrial } from './model-trial.tsx'
import { useModelWords } from './model-words.ts'

/** A bot by a language model: what it works by at the left, a question to it at the right. */
export function ModelEditor(props: {
  readonly bot: Bot
  /** Something was kept on the server. */
  readonly onSaved: () => void
  readonly onClose: () => void
}) {
  const { bot, onSaved, onClose } = props
  const { client } = useDesk()
  const words = useWords()
  const modelWords = useModelWords()
  const form = useRef<HTMLFormElement>(null)
  /** What is on the server, as far as is known here; two admins may be at it. */
  const [base, setBase] = useState({ fields: fieldsOf(bot), rev: bot.rev, isDraft: bot.draft !== null })
  const [isChanged, setIsChanged] = useState(false)
  const [round, setRound] = useState(0)
  const [done, setDone] = useState<string | null>(null)
  const { busy, trouble, ask } = useAsking()

  /** Null: something is missing, and the browser has said what. */
  function filledIn() {
    const element = form.current
    return element === null || !element.reportValidity() ? null : fieldsIn(new FormData(element))
  }
  function trialSettings(): Pick<BotTrialRequest, 'kind' | 'settings' | 'botId'> | null {
    const fields = filledIn()
    return fields === null ? null : { kind: 'MODEL', settings: settingsOf(fields), botId: bot.id }
  }
  function keep(publishes: boolean): void {
    const fields = filledIn()
    if (fields === null) return
    setDone(null)
    ask(async () => {
      let { rev } = base
      let isDraft = base.isDraft
      if (!isSame(fields, base.fields)) {
        ;({ rev } = await client.command('updateBot', { botId: bot.id, rev, settings: settingsOf(fields) }))
        isDraft = true
        // Kept, whatever becomes of the publication.
        setBase({ fields, rev, isDraft })
        setIsChanged(false)
      }
      if (publishes) {
        ;({ rev } = await client.command('publishBot', { botId: bot.id, rev }))
        isDraft = false
        setBase({ fields, rev, isDraft })
      }
      setDone(
        publishes ? words.say('bots.published.news', { name: bot.name }) : modelWords.say('model.saved'),
      )
      onSaved()
    })
  }
  const standing = isChanged
    ? modelWords.say('model.changed')
    : base.isDraft
      ? words.say('bots.draft')
      : bot.publishedAt === null
        ? words.say('bots.unpublished')
        : words.say('bots.version', { version: bot.version, at: words.moment(bot.publishedAt) })
  return (
    <section class="model" aria-label={bot.name}>
      <header class="model-head">
        <button type="button" class="quiet square" aria-label={words.say('bots.back')} onClick={onClose}>
          <Icon name="back" />
        </button>
        <div class="grow">
          <h1 class="cut">{bot.name}</h1>
          <p class="dim" role="status">
            {standing}
          </p>
        </div>
        <span role="status" class="model-done">
          {done !== null && (
            <>
              <Icon name="check" small /> {done}
            </>
          )}
        </span>
        {isChanged && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setRound(round + 1)
              setIsChanged(false)
            }}
          >
            {words.say('bots.revert')}
          </button>
        )}
        <button type="button" disabled={busy || !isChanged} onClick={() => keep(false)}>
          {words.say('bots.save')}
        </button>
        <button
          type="button"
          class="primary"
          disabled={busy || (!isChanged && !base.isDraft)}
          onClick={() => keep(true)}
        >
          {words.say('bots.publish')}
        </button>
      </header>
      <Trouble text={trouble} />
      <div class="model-parts">
        <form
          key={round}
          ref={form}
          class="model-form"
          onInput={({ currentTarget }) => {
            setDone(null)
            setIsChanged(!isSame(fieldsIn(new FormData(currentTarget)), base.fields))
          }}
          onSubmit={(event) => {
            event.preventDefault()
            keep(false)
          }}
        >
          <ModelForm fields={base.fields} />
        </form>
        <ModelTrial settings={trialSettings} />
      </div>
    </section>
  )
}
