import { useSignalEffect } from '@preact/signals'
import { AttentionContext } from './attention/attention-context.ts'
import { IdleNotice } from './attention/idle-notice.tsx'
import { LazyAdmin } from './admin/lazy-admin.tsx'
import { DeskPage } from './desk/desk-page.tsx'
import { Entrance } from './entrance/entrance.tsx'
import { OfflinePage } from './entrance/offline-page.tsx'
import { OutPage } from './entrance/out-page.tsx'
import { SetupPage } from './entrance/setup-page.tsx'
import { SignInPage } from './entrance/sign-in-page.tsx'
import { showTheme } from './first/theme.ts'
import { AppContext, DeskContext } from './parts/context.ts'
import type { App } from './store/app.ts'
import { UpdateBar } from './service-worker/update-bar.tsx'

export function AppRoot({ app }: { readonly app: App }) {
  useSignalEffect(() => {
    const { language } = app.words.value
    document.documentElement.lang = language
    const manifest = document.querySelector<HTMLLinkElement>('link[rel=manifest]')
    const href = manifest?.dataset[language]
    if (manifest !== null && href !== undefined) manifest.href = href
  })
  useSignalEffect(() => {
    showTheme(app.theme.value, document.documentElement)
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
      return <OfflinePage error={phase.error} />
    case 'signedOut':
      return <SignInPage />
    case 'out':
      return <OutPage exit={phase.exit} desk={phase.seat?.desk ?? null} />
    case 'desk':
      return (
        <DeskContext.Provider value={phase.desk}>
          <AttentionContext.Provider value={phase.attention}>
            <div class="seat">
              {place.name === 'admin' ? <LazyAdmin section={place.section} /> : <DeskPage />}
              <div class="desk-bars">
                <IdleNotice />
                <UpdateBar />
              </div>
            </div>
          </AttentionContext.Provider>
        </DeskContext.Provider>
      )
  }
}
