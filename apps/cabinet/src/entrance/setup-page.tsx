import { useApp } from '../parts/context.ts'
import { Field, Trouble } from '../parts/field.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'
import { Entrance } from './entrance.tsx'

/** The one-time link of a first start leads here. */
export function SetupPage({ secret }: { readonly secret: string }) {
  const app = useApp()
  const words = app.words.value
  const { busy, trouble, ask } = useAsking()

  function submit(event: SubmitEvent): void {
    const form = submitted(event)
    ask(() =>
      app.setUp({
        secret,
        name: formText(form, 'name').trim(),
        email: formText(form, 'email').trim(),
        password: formText(form, 'password'),
      }),
    )
  }
  return (
    <Entrance title={words.say('setup.title')} lead={words.say('setup.lead')}>
      <form class="stack" onSubmit={submit}>
        <Field label={words.say('setup.name')}>
          <input name="name" autocomplete="name" required maxLength={200} autofocus />
        </Field>
        <Field label={words.say('signin.email')}>
          <input name="email" type="email" autocomplete="username" required />
        </Field>
        <Field label={words.say('signin.password')} hint={words.say('setup.hint')}>
          <input
            name="password"
            type="password"
            autocomplete="new-password"
            required
            minLength={8}
            maxLength={128}
          />
        </Field>
        <Trouble text={trouble} />
        <button type="submit" class="primary wide" disabled={busy}>
          {words.say('setup.submit')}
        </button>
      </form>
    </Entrance>
  )
}
