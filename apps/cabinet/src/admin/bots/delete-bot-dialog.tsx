import type { Bot } from '@pult/protocol'
import { useDesk, useWords } from '../../parts/context.ts'
import type { WordKey } from '../../words/words.ts'
import { SettingDialog } from '../setting-dialog.tsx'

const sureOf = {
  FLOW: 'bots.delete.flow',
  WEBHOOK: 'bots.delete.webhook',
  MODEL: 'bots.delete.model',
} as const satisfies Record<Bot['kind'], WordKey>

/** Asks once more: a scenario that was deleted is nowhere else. */
export function DeleteBotDialog(props: {
  readonly bot: Bot
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const { bot, onClose, onDone } = props
  const { client } = useDesk()
  const words = useWords()
  return (
    <SettingDialog
      title={words.say('bots.delete.title', { name: bot.name })}
      submitLabel={words.say('bots.delete')}
      danger
      send={() => client.command('deleteBot', { botId: bot.id }).then(onDone)}
      onClose={onClose}
    >
      <p>{words.say(sureOf[bot.kind])}</p>
    </SettingDialog>
  )
}
