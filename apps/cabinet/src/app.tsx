import { useSignalEffect } from '@preact/signals'
import { LazyAdmin } from './admin/lazy-admin.tsx'
import { DeskPage } from './desk/desk-page.tsx'
import { Entrance } from './entrance/entrance.tsx'
import { OutPage } from './entrance/out-page.tsx'
import { SetupPage } from './entrance/setup-page.tsx'
import { SignInPage } from './entrance/sign-in-page.tsx'
import { AppContext, DeskContext } from './parts/context.ts'
import { Trouble } from './parts/field.tsx'
import type { App } from './store/app.ts'
import { sayError } from './store/error-words.ts'

export function AppRoot({ app }: { readonly app: App }) {
  useSignalEffect(() => {
    document.documentElement.lang = app.words.value.language
  })
  useSignalEffect(() => {
    if (app.theme.value === 'auto') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = app.theme.value
  })
  return (
    <AppContext.Provider value={app}>
      <Page app={app} />
    </AppContext.Provider>
  )
}

function Page({ app }: { readonly app: App }) {
  const place = app.place.value
  const phase = app.phase.value
  if (place.name === 'setup') return <SetupPage secret={place.secret} />
  switch (phase.name) {
    case 'starting':
      return <Entrance title={app.words.value.say('app.loading')} />
    case 'failed':
      return (
        <Entrance title={app.words.value.say('app.name')}>
          <Trouble text={sayError(app.words.value, phase.error)} />
          <button type="button" class="primary" onClick={() => void app.start()}>
            {app.words.value.say('app.retry')}
          </button>
        </Entrance>
      )
    case 'signedOut':
      return <SignInPage />
    case 'out':
      return <OutPage exit={phase.exit} />
    case 'desk':
      return (
        <DeskContext.Provider value={phase.desk}>
          {place.name === 'admin' ? <LazyAdmin section={place.section} /> : <DeskPage />}
        </DeskContext.Provider>
      )
  }
}
