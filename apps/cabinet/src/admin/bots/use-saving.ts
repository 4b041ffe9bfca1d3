import { PultError, type OperatorClient } from '@pult/client'
import type { Bot, BotId } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { secretsIn } from './secrets.ts'
import { baseOf, type Scenario } from './use-scenario.ts'
import { readBots } from './use-bots.ts'

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

/** Two admins may have one scenario open: who saves names the `rev` that they saw, and is asked where the bot has another by now. */
export function useSaving(
  client: OperatorClient,
  botId: BotId,
  scenario: Scenario,
  onSaved: () => void,
): Saving {
  const [theirs, setTheirs] = useState<Bot | null>(null)
  const { base, text, secrets, reading, isChanged } = scenario

  async function send(rev: number): Promise<number> {
    const { flow } = reading
    if (flow === null) return rev
    const saved = await client.command('updateBot', {
      botId,
      rev,
      settings: { flow, secrets: secretsIn(secrets) },
    })
    scenario.rebase({ text, secrets, rev: saved.rev, isNewer: false }, text)
    return saved.rev
  }
  /** Where only its name or its limits were changed, what is here is still the newest scenario. */
  async function guarded(run: (rev: number) => Promise<unknown>): Promise<boolean> {
    try {
      await run(base.rev)
    } catch (error) {
      if (!(error instanceof PultError) || error.code !== 'bot_changed') throw error
      const now = (await readBots(client)).find(({ id }) => id === botId)
      if (now === undefined) throw error
      const found = baseOf(now)
      if (base.isNewer || found.text !== base.text || found.secrets !== base.secrets) {
        setTheirs(now)
        return false
      }
      await run(found.rev)
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
        scenario.rebase({ text, secrets, rev: published.rev, isNewer: false }, text)
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
      const found = baseOf(theirs)
      scenario.replace(found.text)
      scenario.setSecrets(found.secrets)
      scenario.rebase(found, found.text)
      setTheirs(null)
      onSaved()
    },
    forget: () => setTheirs(null),
  }
}
