import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { App } from '../store/app.ts'
import type { Desk } from '../store/desk.ts'
import type { Words } from '../words/words.ts'

export const AppContext = createContext<App | null>(null)
export const DeskContext = createContext<Desk | null>(null)

export function useApp(): App {
  const app = useContext(AppContext)
  if (app === null) throw new Error('A component stands outside of the application.')
  return app
}

/** The sentences of the chosen language; the component is drawn again when it changes. */
export function useWords(): Words {
  return useApp().words.value
}

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('A component of the desk stands outside of it.')
  return desk
}
