import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useDesk } from './context.ts'

export interface LazyPart<Props> extends FunctionComponent<Props> {
  /** Loads it before it is drawn, so that it is drawn at once. Free to repeat; where it cannot be had, drawing it asks again and says so. */
  readonly loadAhead: () => void
}

/**
 * A part that is loaded when it is drawn for the first time; until then nothing stands in its place. When it cannot be had, that is said in
 * the corner and `onFail` is called, so that whoever wanted it there can take it back.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
  onFail: (props: Props) => void = () => undefined,
): LazyPart<Props> {
  let known: FunctionComponent<Props> | null = null
  async function take(): Promise<void> {
    known ??= await load()
  }
  function Part(props: Props) {
    const desk = useDesk()
    const [loaded, setLoaded] = useState(known !== null)
    useEffect(() => {
      // Also where it is there already: it may have come between this drawing and now.
      take()
        .then(() => setLoaded(true))
        .catch((error: unknown) => {
          desk.news.tellError(error)
          onFail(props)
        })
      // Once: a part that was asked for is the same whatever it is drawn with.
    }, [])
    if (!loaded || known === null) return null
    const Known = known
    return <Known {...props} />
  }
  return Object.assign(Part, { loadAhead: () => void take().catch(() => undefined) })
}
