import type { BotContext } from '../bot.ts'

/** Words that grow are shown so often. */
const EVERY_MS = 1_000
/** Without new words it is repeated before it fades, which it does after five seconds. */
const REPEATED_MS = 3_000

export interface ShownTyping {
  /** What is written so far. */
  readonly say: (text: string) => void
  readonly stop: () => void
}

/** Shows from now on that the bot is writing, until it is stopped. */
export function showTyping(
  { typing }: Pick<BotContext, 'typing'>,
  { steadyMs, after }: { steadyMs: () => number; after: (delayMs: number, run: () => void) => () => void },
): ShownTyping {
  let shownMs = Number.NEGATIVE_INFINITY
  let words: string | undefined
  let cancel: (() => void) | undefined
  const show = (): void => {
    shownMs = steadyMs()
    typing(words)
    cancel?.()
    cancel = after(REPEATED_MS, show)
  }
  show()
  return {
    say(text) {
      words = text
      if (steadyMs() - shownMs >= EVERY_MS) show()
    },
    stop: () => cancel?.(),
  }
}
