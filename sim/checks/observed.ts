import type { World } from '../types.ts'
import type { Truth } from '../truth/truth.ts'
import type { People } from './people.ts'
import type { Pulse } from './pulse.ts'
import type { TabViews } from './tab-views.ts'

/** What every check looks at: the world, what is true in it, who is who, what tabs have taken in, and how the machine is. */
export interface Observed {
  readonly world: World
  readonly truth: Truth
  readonly people: People
  readonly views: TabViews
  readonly pulse: Pulse
}
