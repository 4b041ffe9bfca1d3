import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useDesk } from './context.ts'

/**
 * A part that is loaded when it is drawn for the first time; until then nothing stands in its place. When it cannot be had, that is said in
 * the corner and `onFail` is called, so that whoever wanted it there can take it back.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
  onFail: (props: Props) => void = () => undefined,
): FunctionComponent<Props> {
  let known: FunctionComponent<Props> | null = null
  return function LazyPart(props: Props) {
    const desk = useDesk()
    const [loaded, setLoaded] = useState(known !== null)
    useEffect(() => {
      if (known !== null) return
      load()
        .then((part) => {
          known = part
          setLoaded(true)
          return part
        })
        .catch((error: unknown) => {
          desk.news.tellError(error)
          onFail(props)
        })
      // Once: a part that was asked for is the same whatever it is drawn with.
    }, [])
    if (!loaded || known === null) return null
    const Part = known
    return <Part {...props} />
  }
}
