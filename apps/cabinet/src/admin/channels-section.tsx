import { useState } from 'preact/hooks'
import type { Channel } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { useBots } from './bots/use-bots.ts'
import { ChannelDialog } from './channel-dialog.tsx'
import { CopyBox } from './copy-box.tsx'
import { Section } from './section.tsx'
import { SecretDialog, type NewSecret } from './secret-dialog.tsx'
import { widgetSnippet } from './widget-snippet.ts'

export function ChannelsSection() {
  const { state } = useDesk()
  const words = useWords()
  const [edited, setEdited] = useState<Channel | 'new' | null>(null)
  const [secret, setSecret] = useState<NewSecret | null>(null)
  const { items: bots } = useBots()
  const channels = [...state.channels.value.values()]
  return (
    <Section
      title={words.say('admin.channels')}
      newLabel={words.say('admin.new.channel')}
      onNew={() => setEdited('new')}
      empty={channels.length === 0}
    >
      {channels.map((channel) => (
        <li key={channel.id} class="card wrap">
          <div class="grow">
            <strong>{channel.name}</strong>{' '}
            <span class="mark-chip">{words.say(`kind.${channel.messengerType}`)}</span>
            <p class="dim">
              {[
                state.groups.value.get(channel.groupId)?.name ?? channel.groupId,
                bots?.find(({ id }) => id === channel.bot.botId)?.name ??
                  words.say(`admin.bot.${channel.bot.kind}`),
                channel.origins.join(', '),
              ]
                .filter((part) => part !== '')
                .join(' · ')}
            </p>
          </div>
          <button type="button" onClick={() => setEdited(channel)}>
            {words.say('admin.edit')}
          </button>
          <CopyBox label={words.say('admin.key')} text={channel.channelKey} />
          {channel.messengerType === 'WIDGET' && (
            <CopyBox
              label={words.say('admin.snippet')}
              text={widgetSnippet(location.origin, channel.channelKey)}
            />
          )}
        </li>
      ))}
      {edited !== null && (
        <ChannelDialog
          channel={edited === 'new' ? null : edited}
          bots={bots}
          onClose={() => setEdited(null)}
          onSecret={setSecret}
        />
      )}
      {secret !== null && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </Section>
  )
}
