import { useApp } from '../parts/context.ts'
import { Field, Trouble } from '../parts/field.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'
import { Entrance } from './entrance.tsx'

export function SignInPage() {
  const app = useApp()
  const words = app.words.value
  const { busy, trouble, ask } = useAsking()

  function submit(event: SubmitEvent): void {
    const form = submitted(event)
    ask(() => app.signIn({ email: formText(form, 'email').trim(), password: formText(form, 'password') }))
  }
  return (
    <Entrance title={words.say('signin.title')}>
      <form class="stack" onSubmit={submit}>
        <Field label={words.say('signin.email')}>
          <input name="email" type="email" autocomplete="username" required autofocus />
        </Field>
        <Field label={words.say('signin.password')}>
          <input name="password" type="password" autocomplete="current-password" required />
        </Field>
        <Trouble text={trouble} />
        <button type="submit" class="primary wide" disabled={busy}>
          {words.say(busy ? 'signin.busy' : 'signin.submit')}
        </button>
      </form>
    </Entrance>
  )
}
