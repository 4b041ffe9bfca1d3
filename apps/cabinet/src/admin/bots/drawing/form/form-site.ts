import { WAIT } from '@pult/bots/flow'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** What the fields of one form share. */
export interface FormSite {
  /** What is wrong with a field, in the reader's language. */
  readonly troublesOf: (path: string) => readonly string[]
  /** Names of all nodes, in the order of the scenario. */
  readonly names: readonly string[]
  /** What may be read in texts, for suggestions. */
  readonly variables: readonly string[]
}

export const FormContext = createContext<FormSite>({
  troublesOf: () => [],
  names: [],
  variables: [],
})

export function useFormSite(): FormSite {
  return useContext(FormContext)
}

/** Where an exit may lead, as values of a list of choices; nothing and waiting among them. */
export const NOWHERE = ''
export { WAIT }
