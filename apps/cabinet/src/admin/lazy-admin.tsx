import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { AdminSection } from '../desk/place.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { sayError } from '../store/error-words.ts'

type Page = FunctionComponent<{ readonly section: AdminSection }>

/** The settings come when they are asked for: most operators never see them, and the desk should be there sooner. */
export function LazyAdmin({ section }: { readonly section: AdminSection }) {
  const desk = useDesk()
  const words = useWords()
  const [loaded, setLoaded] = useState<{ readonly page: Page } | null>(null)
  useEffect(() => {
    import('./admin-page.tsx').then(
      ({ AdminPage }) => setLoaded({ page: AdminPage }),
      (error: unknown) => desk.news.say(sayError(words, error)),
    )
    // Once: the page is the same whatever the language.
  }, [desk])
  if (loaded === null) return <p class="empty">{words.say('app.loading')}</p>
  return <loaded.page section={section} />
}
