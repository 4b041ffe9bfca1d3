import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { WorldMap } from './world-map.tsx'

type Props = Parameters<typeof WorldMap>[0]

/** The map comes when a place is shown for the first time; its room is there before. Where it cannot be had, the place's name is enough. */
export function LazyMap(props: Props) {
  const [loaded, setLoaded] = useState<{ readonly map: FunctionComponent<Props> } | null>(null)
  useEffect(() => {
    import('./world-map.tsx').then(
      ({ WorldMap }) => setLoaded({ map: WorldMap }),
      () => undefined,
    )
  }, [])
  return <div class="world-box">{loaded !== null && <loaded.map {...props} />}</div>
}
