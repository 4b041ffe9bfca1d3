import { REASON_CHARS_MAX, type Operator } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'
import { formText } from '../parts/form-text.ts'
import { SettingDialog } from './setting-dialog.tsx'

export function BlockDialog({
  operator,
  onClose,
}: {
  readonly operator: Operator
  readonly onClose: () => void
}) {
  const { client } = useDesk()
  const words = useWords()
  return (
    <SettingDialog
      title={words.say('admin.block.title', { name: operator.name })}
      submitLabel={words.say('admin.block')}
      danger
      send={(form) => {
        const reason = formText(form, 'reason').trim()
        return client.command('blockOperator', {
          operatorId: operator.id,
          blocked: true,
          ...(reason === '' ? {} : { reason }),
        })
      }}
      onClose={onClose}
    >
      <p>{words.say('admin.block.lead')}</p>
      <Field label={words.say('admin.block.reason')}>
        <input name="reason" maxLength={REASON_CHARS_MAX} autofocus />
      </Field>
    </SettingDialog>
  )
}
