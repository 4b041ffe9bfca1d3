import type { Bot, BotSettings } from '@pult/protocol'
import { useState } from 'preact/hooks'
import type { Kept } from '../../store/kept.ts'
import type { Worked } from '../bots/use-saving.ts'
import { fieldsOf, isSame, settingsOf, type ModelFields } from './model-settings.ts'

interface Base {
  readonly fields: ModelFields
  readonly rev: number
  /** What is written here was begun on an older one than this. */
  readonly isNewer: boolean
}

export interface ModelDraft {
  readonly base: Base
  /** What the form is made with; another `round` is another form. */
  readonly shown: { readonly fields: ModelFields; readonly round: number }
  readonly isChanged: boolean
  /** What stands in the form now. */
  readonly write: (fields: ModelFields) => void
  /** Puts this into the form. */
  readonly show: (fields: ModelFields) => void
  /** For saving it. `settings`: of the form, or null where something is missing. */
  readonly worked: (settings: () => BotSettings | null) => Worked
}

/** What was written into a model's form and not saved stays in this browser, so that no way out of it loses it; the key is a secret, and stays nowhere. */
export function useModelDraft(bot: Bot, kept: Kept): ModelDraft {
  const keptAs = `model.${bot.id}`
  const [base, setBase] = useState<Base>(() => {
    const found = { fields: fieldsOf(bot), rev: bot.rev, isNewer: false }
    const begunOn = Number(kept.read(`${keptAs}.rev`))
    const isNewer = Boolean(kept.read(keptAs)) && begunOn > 0 && begunOn !== bot.rev
    return isNewer ? { ...found, rev: begunOn, isNewer } : found
  })
  const [shown, setShown] = useState(() => ({
    fields: fieldsKept(kept.read(keptAs), base.fields) ?? base.fields,
    round: 0,
  }))
  const [isChanged, setChanged] = useState(() => !isSame(shown.fields, base.fields))

  function keep(fields: ModelFields, on: Base): void {
    const isKept = !isSame(withKey(fields, ''), withKey(on.fields, ''))
    kept.write(keptAs, isKept ? JSON.stringify(settingsOf(withKey(fields, ''))) : '')
    kept.write(`${keptAs}.rev`, isKept ? String(on.rev) : '')
    setChanged(!isSame(fields, on.fields))
  }
  function show(fields: ModelFields, on = base): void {
    setShown(({ round }) => ({ fields, round: round + 1 }))
    keep(fields, on)
  }
  function rebase(next: Base): void {
    setBase(next)
    keep(next.fields, next)
  }
  return {
    base,
    shown,
    isChanged,
    write: (fields) => keep(fields, base),
    show: (fields) => show(fields),
    worked: (settings) => ({
      base,
      isChanged,
      settings,
      isBase: (other) => isSame(fieldsOf(other), base.fields),
      saved(rev, saved) {
        if (saved === null) setBase((known) => ({ ...known, rev }))
        else rebase({ fields: fieldsOf({ draft: saved, settings: null }), rev, isNewer: false })
      },
      take(other) {
        const next = { fields: fieldsOf(other), rev: other.rev, isNewer: false }
        rebase(next)
        show(next.fields, next)
      },
    }),
  }
}

export function withKey(fields: ModelFields, key: string): ModelFields {
  return { ...fields, key }
}

/** Null: nothing is kept, or nothing that can be read. */
function fieldsKept(text: string | null, { key }: ModelFields): ModelFields | null {
  if (text === null || text === '') return null
  try {
    const draft = JSON.parse(text) as BotSettings
    return withKey(fieldsOf({ draft, settings: null }), key)
  } catch {
    return null
  }
}
