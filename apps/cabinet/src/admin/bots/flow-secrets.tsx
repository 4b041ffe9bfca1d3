import { useWords } from '../../parts/context.ts'

/** What HTTP calls may send and nobody may see, folded away until somebody wants it. */
export function FlowSecrets(props: {
  readonly secrets: string
  readonly onSecrets: (secrets: string) => void
}) {
  const words = useWords()
  return (
    <details class="flow-secrets">
      <summary>{words.say('bots.secrets')}</summary>
      <label class="field">
        <span class="field-hint">{words.say('bots.secrets.lead', { example: '{secret.shop_token}' })}</span>
        <textarea
          class="code"
          rows={3}
          spellcheck={false}
          autocomplete="off"
          placeholder="shop_token = 5d41402abc"
          value={props.secrets}
          onInput={({ currentTarget }) => props.onSecrets(currentTarget.value)}
        />
      </label>
    </details>
  )
}
