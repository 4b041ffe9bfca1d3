import { parseFlow, printFlow, type Flow } from '@pult/bots/flow'
import type { Bot } from '@pult/protocol'
import { useMemo, useState } from 'preact/hooks'
import type { Kept } from '../../store/kept.ts'
import type { Language } from '../../words/words.ts'
import { flowText, readDrawn, readText, type FlowReading } from './flow-reading.ts'
import { beginning, did, redone, undone, type History } from './history.ts'
import { secretsIn, secretsText } from './secrets.ts'
import type { Worked } from './use-saving.ts'
import { useSettled } from './use-settled.ts'

/** What the server has, as far as this page has seen. */
export interface Base {
  readonly text: string
  readonly secrets: string
  readonly rev: number
  /** What is written here was begun on an older one than this. */
  readonly isNewer: boolean
}

/** A scenario while it is worked on. `flow`: it was drawn, and so is known without reading the text. */
interface Written {
  readonly text: string
  readonly flow: Flow | null
}

export interface Scenario {
  readonly base: Base
  readonly text: string
  readonly secrets: string
  readonly reading: FlowReading
  /** Whether `reading` is of `text`, and not of what stood there a moment ago. */
  readonly isSettled: boolean
  readonly isChanged: boolean
  /** Letters that are typed: one step until something else is done. */
  readonly type: (text: string) => void
  /** Another text, as a step of its own. */
  readonly replace: (text: string) => void
  /** What was drawn; `about` joins the letters of one field. */
  readonly draw: (flow: Flow, about?: string | null) => void
  readonly setSecrets: (secrets: string) => void
  readonly undo: (() => void) | null
  readonly redo: (() => void) | null
  /** For saving it. */
  readonly worked: Worked
}

function baseOf(bot: Bot): Base {
  const saved = bot.draft ?? bot.settings
  return { text: flowText(saved) ?? '', secrets: secretsText(saved), rev: bot.rev, isNewer: false }
}

/** What was written and not saved stays in this browser, with the `rev` that it was begun on, so that no way out of the editor loses it. */
export function useScenario(
  bot: Bot,
  kept: Kept,
  groups: ReadonlyMap<string, unknown>,
  language: Language,
): Scenario {
  const keptAs = `flow.${bot.id}`
  const [base, setBase] = useState<Base>(() => {
    const found = baseOf(bot)
    const begunOn = Number(kept.read(`${keptAs}.rev`))
    const isNewer = Boolean(kept.read(keptAs)) && begunOn > 0 && begunOn !== bot.rev
    return isNewer ? { ...found, rev: begunOn, isNewer } : found
  })
  const [history, setHistory] = useState<History<Written>>(() =>
    beginning({ text: kept.read(keptAs) || base.text, flow: null }),
  )
  const [secrets, setSecrets] = useState(base.secrets)
  const { text, flow } = history.now
  const settled = useSettled(text)
  const read = flow === null ? settled : text
  const reading = useMemo(() => {
    const known = new Set(groups.keys())
    return flow === null ? readText(read, known, language) : readDrawn(flow, read, known, language)
  }, [flow, read, groups, language])

  function keep(next: string, on: Base): void {
    const isKept = next !== on.text
    // Empty, nothing is kept: what is on the server is shown the next time.
    kept.write(keptAs, isKept ? next : '')
    kept.write(`${keptAs}.rev`, isKept ? String(on.rev) : '')
  }
  function go(next: History<Written>): void {
    setHistory(next)
    keep(next.now.text, base)
  }
  /** The server has this now, and `now` stands here: as long as they differ, that is not saved. */
  function rebase(next: Base, now: string): void {
    setBase(next)
    keep(now, next)
  }
  const isChanged = text !== base.text || secrets !== base.secrets
  const replace = (next: string) => go(did(history, { text: next, flow: parseFlow(next).flow ?? null }, null))
  return {
    base,
    text,
    secrets,
    reading,
    isSettled: flow !== null || settled === text,
    isChanged,
    type: (next) => go(did(history, { text: next, flow: null }, 'text')),
    replace,
    draw: (next, about = null) => go(did(history, { text: printFlow(next), flow: next }, about)),
    setSecrets,
    undo: history.past.length === 0 ? null : () => go(undone(history)),
    redo: history.future.length === 0 ? null : () => go(redone(history)),
    worked: {
      base,
      isChanged,
      settings: () => (reading.flow === null ? null : { flow: reading.flow, secrets: secretsIn(secrets) }),
      isBase(bot) {
        const found = baseOf(bot)
        return found.text === base.text && found.secrets === base.secrets
      },
      saved: (rev) => rebase({ text, secrets, rev, isNewer: false }, text),
      take(bot) {
        const found = baseOf(bot)
        replace(found.text)
        setSecrets(found.secrets)
        rebase(found, found.text)
      },
    },
  }
}
