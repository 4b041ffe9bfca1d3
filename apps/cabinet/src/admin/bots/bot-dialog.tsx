import { BOT_ANSWER_SECONDS_MAX, URL_CHARS_MAX, type Bot } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { Field } from '../../parts/field.tsx'
import { formText } from '../../parts/form-text.ts'
import { DurationField } from '../duration-field.tsx'
import { secondsIn } from '../duration.ts'
import { ExplainedChoice } from '../explained-choice.tsx'
import { SettingDialog } from '../setting-dialog.tsx'

const kinds = ['FLOW', 'WEBHOOK', 'MODEL'] as const satisfies readonly Bot['kind'][]
/** What a bot has that was given no other limit; so does the server. */
const ANSWER_SECONDS_DEFAULT = 10
/** A small model on a small machine writes for half a minute, and the client sees that it does. */
const MODEL_SECONDS_DEFAULT = 45

export interface MadeBot {
  readonly id: string
  readonly name: string
  readonly kind: Bot['kind']
  readonly isNew: boolean
  /** Where a secret is new, and needed: a scenario signs nothing. */
  readonly secret?: string
}

/** What a bot is called and how it is waited for; of a program of one's own, where it is. */
export function BotDialog(props: {
  readonly bot: Bot | null
  readonly onClose: () => void
  readonly onMade: (bot: MadeBot) => void
}) {
  const { bot, onClose, onMade } = props
  const { client } = useDesk()
  const words = useWords()
  const [kind, setKind] = useState<Bot['kind']>(bot?.kind ?? 'FLOW')
  const address = addressOf(bot)
  const wasConnecting = (bot?.draft ?? bot?.settings)?.['connects'] === true
  const [isConnecting, setConnecting] = useState(wasConnecting)

  async function send(form: FormData): Promise<void> {
    const url = formText(form, 'url').trim()
    const name = formText(form, 'name').trim()
    const data = {
      name,
      answerWithin: secondsIn(formText(form, 'answerWithin')) ?? ANSWER_SECONDS_DEFAULT,
      takesBack: form.get('takesBack') !== null,
      ...(kind === 'WEBHOOK' && (isConnecting !== wasConnecting || (!isConnecting && url !== address))
        ? { settings: isConnecting ? { connects: true } : { url } }
        : {}),
    }
    const isNew = bot === null
    const { botId, botSecret } = isNew
      ? await client.command('createBot', { kind, ...data })
      : await client.command('updateBot', {
          botId: bot.id,
          ...data,
          ...(form.get('rotate') === null ? {} : { rotateSecret: true }),
        })
    const secret = kind === 'WEBHOOK' && botSecret !== undefined ? { secret: botSecret } : {}
    onMade({ id: botId, name, kind, isNew, ...secret })
  }
  return (
    <SettingDialog
      title={bot?.name ?? words.say('bots.new')}
      submitLabel={words.say(bot === null ? 'admin.create' : 'app.save')}
      send={send}
      onClose={onClose}
    >
      <Field label={words.say('admin.name')}>
        <input name="name" required maxLength={200} defaultValue={bot?.name ?? ''} autofocus />
      </Field>
      {bot === null && (
        <Field label={words.say('admin.kind')} hint={words.say(`bots.kind.${kind}`)}>
          <select
            name="kind"
            onChange={({ currentTarget }) => {
              setKind(kinds.find((one) => one === currentTarget.value) ?? 'FLOW')
            }}
          >
            {kinds.map((one) => (
              <option key={one} value={one} selected={one === kind}>
                {words.say(`admin.bot.${one}`)}
              </option>
            ))}
          </select>
        </Field>
      )}
      {kind === 'WEBHOOK' && (
        <ExplainedChoice
          name="connects"
          label={words.say('bots.connects')}
          lead={words.say('bots.connects.lead')}
          ticked={wasConnecting}
          onTick={setConnecting}
        />
      )}
      {kind === 'WEBHOOK' && !isConnecting && (
        <Field
          label={words.say('bots.url')}
          hint={words.say(bot === null ? 'bots.url.hint' : 'bots.url.later')}
        >
          <input
            name="url"
            type="url"
            required
            maxLength={URL_CHARS_MAX}
            placeholder="https://"
            defaultValue={address}
          />
        </Field>
      )}
      <DurationField
        key={kind}
        name="answerWithin"
        label={words.say('bots.within')}
        seconds={bot?.answerWithin ?? (kind === 'MODEL' ? MODEL_SECONDS_DEFAULT : ANSWER_SECONDS_DEFAULT)}
        max={{ seconds: BOT_ANSWER_SECONDS_MAX, wrong: 'bots.within.wrong' }}
      />
      <ExplainedChoice
        name="takesBack"
        label={words.say('bots.takesBack')}
        lead={words.say('bots.takesBack.lead')}
        ticked={bot?.takesBack ?? false}
      />
      {bot?.kind === 'WEBHOOK' && (
        <ExplainedChoice
          name="rotate"
          label={words.say('admin.rotate')}
          lead={words.say('bots.rotate.lead')}
        />
      )}
    </SettingDialog>
  )
}

/** Where its letters go, or will once the draft is published. */
function addressOf(bot: Bot | null): string {
  const url = (bot?.draft ?? bot?.settings)?.['url']
  return typeof url === 'string' ? url : ''
}
