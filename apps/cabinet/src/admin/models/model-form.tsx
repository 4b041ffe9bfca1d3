import { INSTRUCTIONS_CHARS_MAX, MODEL_KEY_CHARS_MAX, MODEL_LIMITS } from '@pult/bots/model-limits'
import { NAME_CHARS_MAX, URL_CHARS_MAX, type HelpKind } from '@pult/protocol'
import { Field } from '../../parts/field.tsx'
import { limitNames, type ModelFields } from './model-settings.ts'
import { useModelWords } from './model-words.ts'

const helpKinds = ['SUGGEST', 'SUMMARY', 'TRANSLATE', 'REWRITE'] as const satisfies readonly HelpKind[]

/** Where a model is, how it answers, from what, and where it ends. Uncontrolled: the form around it reads it. */
export function ModelForm({ fields }: { readonly fields: ModelFields }) {
  const words = useModelWords()
  return (
    <>
      <fieldset class="model-part">
        <legend>{words.say('model.where')}</legend>
        <Field label={words.say('model.endpoint')} hint={words.say('model.endpoint.hint')}>
          <input
            name="endpoint"
            type="url"
            required
            maxLength={URL_CHARS_MAX}
            placeholder="https://"
            defaultValue={fields.endpoint}
          />
        </Field>
        <div class="model-pair">
          <Field label={words.say('model.model')} hint={words.say('model.model.hint')}>
            <input
              name="model"
              required
              maxLength={NAME_CHARS_MAX}
              autocomplete="off"
              defaultValue={fields.model}
            />
          </Field>
          <Field label={words.say('model.key')} hint={words.say('model.key.hint')}>
            <input
              name="key"
              type="password"
              maxLength={MODEL_KEY_CHARS_MAX}
              autocomplete="new-password"
              defaultValue={fields.key}
            />
          </Field>
        </div>
      </fieldset>
      <fieldset class="model-part">
        <legend>{words.say('model.how')}</legend>
        <Field label={words.say('model.instructions')} hint={words.say('model.instructions.hint')}>
          <textarea
            name="instructions"
            rows={6}
            maxLength={INSTRUCTIONS_CHARS_MAX}
            defaultValue={fields.instructions}
          />
        </Field>
        <Field label={words.say('model.hosts')} hint={words.say('model.hosts.hint')}>
          <input
            name="allowedHosts"
            autocomplete="off"
            placeholder="shop.example.com"
            defaultValue={fields.allowedHosts.join(', ')}
          />
        </Field>
      </fieldset>
      <fieldset class="model-part">
        <legend>{words.say('model.from')}</legend>
        <div class="model-pair">
          <Field label={words.say('model.tags')} hint={words.say('model.tags.hint')}>
            <input name="articleTags" autocomplete="off" defaultValue={fields.articleTags.join(', ')} />
          </Field>
          <Field label={words.say('model.embedding')} hint={words.say('model.embedding.hint')}>
            <input
              name="embeddingModel"
              maxLength={NAME_CHARS_MAX}
              autocomplete="off"
              defaultValue={fields.embeddingModel}
            />
          </Field>
        </div>
      </fieldset>
      <fieldset class="model-part">
        <legend>{words.say('model.help')}</legend>
        <p class="field-hint">{words.say('model.help.lead')}</p>
        <div class="model-limits">
          {helpKinds.map((kind) => (
            <label key={kind} class="choice">
              <input type="checkbox" name="help" value={kind} defaultChecked={fields.help.includes(kind)} />
              {words.say(`model.help.${kind}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset class="model-part">
        <legend>{words.say('model.limits')}</legend>
        <p class="field-hint">{words.say('model.limits.lead')}</p>
        <div class="model-limits">
          {limitNames.map((name) => {
            const { min, max, usual } = MODEL_LIMITS[name]
            return (
              <Field
                key={name}
                label={words.say(`model.limit.${name}`)}
                {...(name === 'contextTokens' ? { hint: words.say('model.limit.contextTokens.hint') } : {})}
              >
                <input
                  name={name}
                  type="number"
                  min={min}
                  max={max}
                  step={1}
                  placeholder={words.number(usual)}
                  defaultValue={fields.limits[name] ?? ''}
                />
              </Field>
            )
          })}
        </div>
      </fieldset>
    </>
  )
}
