import { PultError, type OperatorClient } from '@pult/client'
import type { Bot, BotId, BotSettings } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { readBots } from './use-bots.ts'

/** What is worked on in an editor, as far as saving goes. */
export interface Worked {
  /** What it was begun on. `isNewer`: the server had something newer already when it was gone on with here. */
  readonly base: { readonly rev: number; readonly isNewer: boolean }
  readonly isChanged: boolean
  /** What would be saved; null: it cannot be, as it stands. */
  readonly settings: () => BotSettings | null
  /** Whether the bot is what this was begun on. */
  readonly isBase: (bot: Bot) => boolean
  /** The server has `settings` under this `rev`; null: what it had already. */
  readonly saved: (rev: number, settings: BotSettings | null) => void
  /** Goes on with what somebody else has saved. */
  readonly take: (bot: Bot) => void
}

export interface Saving {
  /** Somebody else's newer draft: nothing was saved over it yet. */
  readonly theirs: Bot | null
  /** Resolves to whether it was done; false: `theirs` is to be decided about. */
  readonly save: () => Promise<boolean>
  readonly publish: () => Promise<boolean>
  /** Saves over what `theirs` holds. */
  readonly overwrite: () => Promise<boolean>
  readonly takeTheirs: () => void
  readonly forget: () => void
}

/** Two admins may have one bot open: who saves names the `rev` that they saw, and is asked where the bot has another by now. */
export function useSaving(client: OperatorClient, botId: BotId, worked: Worked, onSaved: () => void): Saving {
  const [theirs, setTheirs] = useState<Bot | null>(null)
  const { base, isChanged } = worked

  async function send(rev: number): Promise<number> {
    const settings = worked.settings()
    if (settings === null) return rev
    const saved = await client.command('updateBot', { botId, rev, settings })
    worked.saved(saved.rev, settings)
    return saved.rev
  }
  /** Where only its name or its limits were changed, what is here is still the newest. */
  async function guarded(run: (rev: number) => Promise<unknown>): Promise<boolean> {
    try {
      await run(base.rev)
    } catch (error) {
      if (!(error instanceof PultError) || error.code !== 'bot_changed') throw error
      const now = (await readBots(client)).find(({ id }) => id === botId)
      if (now === undefined) throw error
      if (base.isNewer || !worked.isBase(now)) {
        setTheirs(now)
        return false
      }
      await run(now.rev)
    }
    onSaved()
    return true
  }
  return {
    theirs,
    save: () => guarded(send),
    publish: () =>
      guarded(async (rev) => {
        const saved = isChanged ? await send(rev) : rev
        const published = await client.command('publishBot', { botId, rev: saved })
        worked.saved(published.rev, null)
      }),
    async overwrite() {
      if (theirs === null) return false
      await send(theirs.rev)
      setTheirs(null)
      onSaved()
      return true
    },
    takeTheirs() {
      if (theirs === null) return
      worked.take(theirs)
      setTheirs(null)
      onSaved()
    },
    forget: () => setTheirs(null),
  }
}
