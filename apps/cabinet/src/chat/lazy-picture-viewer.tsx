import { useEffect, useState } from 'preact/hooks'
import type { Message } from '@pult/protocol'
import { useDesk } from '../parts/context.ts'
import { useChat } from './chat-context.ts'

type Viewer = typeof import('./picture-viewer.tsx').PictureViewer

/** The viewer comes with the first picture that is opened; most visits never need it. */
export function LazyPictureViewer({ messages }: { readonly messages: readonly Message[] }) {
  const desk = useDesk()
  const { view } = useChat()
  const [loaded, setLoaded] = useState<{ readonly Viewer: Viewer } | null>(null)
  useEffect(() => {
    import('./picture-viewer.tsx').then(
      ({ PictureViewer }) => setLoaded({ Viewer: PictureViewer }),
      () => {
        view.picture.value = null
        desk.news.tell('viewer.failed')
      },
    )
  }, [desk, view])
  return loaded === null ? null : <loaded.Viewer messages={messages} />
}
