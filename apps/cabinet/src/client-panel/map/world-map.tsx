import { drawWorld } from './draw-world.ts' with { type: 'macro' }
import { MAP_HEIGHT, MAP_WIDTH, project } from './projection.ts'
import { nightPath, sunAt } from './sun.ts'

/** Drawn while the cabinet is built. */
const land = drawWorld()

/** The world with a pin, and the night over it; colours come from the style. */
export function WorldMap(props: {
  readonly pin: { readonly longitude: number; readonly latitude: number }
  readonly nowMs: number
  readonly label: string
}) {
  const { x, y } = project(props.pin.longitude, props.pin.latitude)
  return (
    <svg class="world" viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`} role="img" aria-label={props.label}>
      <path class="world-land" d={land} />
      <path class="world-night" d={nightPath(sunAt(props.nowMs))} />
      <circle class="world-halo" cx={x} cy={y} r={44} />
      <circle class="world-pin" cx={x} cy={y} r={17} />
    </svg>
  )
}
