import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Shown } from '../desk/gate.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { sayError } from '../store/error-words.ts'
import { Skeleton } from './skeleton.tsx'

type Props = { readonly shown: Shown }

/** The panel comes when it is opened for the first time: the first chat should be there sooner. */
export function LazyPanel({ shown }: Props) {
  const desk = useDesk()
  const words = useWords()
  const [loaded, setLoaded] = useState<{ readonly panel: FunctionComponent<Props> } | null>(null)
  useEffect(() => {
    import('./client-panel.tsx').then(
      ({ ClientPanel }) => setLoaded({ panel: ClientPanel }),
      (error: unknown) => {
        desk.news.say(sayError(words, error))
        desk.panelOpen.value = false
      },
    )
    // Once: the panel is the same whatever the language.
  }, [desk])
  // Of each chat its own: what was looked back at in one is not for the next.
  if (loaded !== null) return <loaded.panel key={shown.card.id} shown={shown} />
  return (
    <aside class="panel" aria-label={words.say('panel.label')}>
      <Skeleton rows={8} />
    </aside>
  )
}
