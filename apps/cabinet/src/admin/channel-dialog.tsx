import { URL_CHARS_MAX, type Bot, type Channel, type MessengerType } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'
import { formText } from '../parts/form-text.ts'
import { ExplainedChoice } from './explained-choice.tsx'
import { choiceIn, listIn } from './form-values.ts'
import type { NewSecret } from './secret-dialog.tsx'
import { SettingDialog } from './setting-dialog.tsx'

const withoutId = ['NONE', 'BUILTIN'] as const
/** What can be connected today; the other messengers come with their own settings. */
const kinds = ['WIDGET', 'API'] as const satisfies readonly MessengerType[]

export function ChannelDialog(props: {
  readonly channel: Channel | null
  /** Bots of one's own. Null: not known now; the channel keeps the one that it has. */
  readonly bots: readonly Bot[] | null
  readonly onClose: () => void
  readonly onSecret: (secret: NewSecret) => void
}) {
  const { channel, onClose, onSecret } = props
  const choices = botChoices(channel, props.bots)
  const { client, state } = useDesk()
  const words = useWords()

  async function send(form: FormData): Promise<void> {
    const name = formText(form, 'name').trim()
    const data = {
      name,
      groupId: formText(form, 'groupId'),
      bot: choices.find(({ bot }) => bot.botId === formText(form, 'bot'))?.bot ?? {
        kind: choiceIn(form, 'bot', withoutId),
      },
      origins: listIn(form, 'origins'),
    }
    if (channel === null) {
      const messengerType = choiceIn(form, 'kind', kinds)
      const made = await client.command('createChannel', { messengerType, ...data })
      onSecret({
        name,
        what: 'channel',
        secret: made.channelSecret,
        channelKey: made.channelKey,
        widget: messengerType === 'WIDGET',
      })
      return
    }
    const rotateSecret = form.get('rotate') !== null
    const { channelKey, channelSecret } = await client.command('updateChannel', {
      channelId: channel.id,
      ...data,
      ...(rotateSecret ? { rotateSecret } : {}),
    })
    if (channelSecret !== undefined) onSecret({ name, what: 'channel', channelKey, secret: channelSecret })
  }
  return (
    <SettingDialog
      title={channel?.name ?? words.say('admin.new.channel')}
      submitLabel={words.say(channel === null ? 'admin.create' : 'app.save')}
      send={send}
      onClose={onClose}
    >
      <Field label={words.say('admin.name')}>
        <input name="name" required maxLength={200} defaultValue={channel?.name ?? ''} autofocus />
      </Field>
      {channel === null && (
        <Field label={words.say('admin.kind')}>
          <select name="kind">
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {words.say(`kind.${kind}`)}
              </option>
            ))}
          </select>
        </Field>
      )}
      <Field label={words.say('admin.group')}>
        <select name="groupId" required>
          {[...state.groups.value.values()].map((group) => (
            <option key={group.id} value={group.id} selected={group.id === channel?.groupId}>
              {group.name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.say('admin.bot')}>
        <select name="bot">
          {withoutId.map((kind) => (
            <option key={kind} value={kind} selected={kind === channel?.bot.kind}>
              {words.say(`admin.bot.${kind}`)}
            </option>
          ))}
          {choices.map(({ bot, name }) => (
            <option key={bot.botId} value={bot.botId} selected={bot.botId === channel?.bot.botId}>
              {name ?? words.say(`admin.bot.${bot.kind}`)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.say('admin.origins')} hint={words.say('admin.origins.hint')}>
        <textarea
          name="origins"
          rows={3}
          maxLength={URL_CHARS_MAX}
          defaultValue={channel?.origins.join('\n') ?? ''}
        />
      </Field>
      {channel !== null && (
        <ExplainedChoice
          name="rotate"
          label={words.say('admin.rotate')}
          lead={words.say('admin.rotate.sure')}
        />
      )}
    </SettingDialog>
  )
}

interface BotChoice {
  readonly bot: Channel['bot']
  /** Null: it is not known now. */
  readonly name: string | null
}

/** Bots of one's own that have something to go by, and the channel's own in any case: saving a name must not take its bot away. */
function botChoices(channel: Channel | null, bots: readonly Bot[] | null): readonly BotChoice[] {
  const published = (bots ?? [])
    .filter(({ settings }) => settings !== null)
    .map(({ id, kind, name }) => ({ bot: { kind, botId: id }, name }))
  const own = channel?.bot
  return own?.botId === undefined || published.some(({ bot }) => bot.botId === own.botId)
    ? published
    : [...published, { bot: own, name: null }]
}
