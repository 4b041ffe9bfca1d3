import type { World } from '../types.ts'
import type { Truth } from '../truth/truth.ts'
import type { People } from './people.ts'
import type { TabViews } from './tab-views.ts'

/** What every check looks at: the world, what is true in it, who is who, and what tabs have taken in. */
export interface Observed {
  readonly world: World
  readonly truth: Truth
  readonly people: People
  readonly views: TabViews
}
