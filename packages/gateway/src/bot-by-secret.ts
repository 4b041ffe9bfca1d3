import { timingSafeEqual } from 'node:crypto'
import { secretsOf, type BotRecord } from '@pult/engine'
import type { WorkspaceHost, Workspaces } from './workspaces.ts'

/** [E24] Bots are few. The comparison says nothing of how much of a secret was right. */
export function botBySecret(
  workspaces: Workspaces,
  secret: string,
  nowMs: number,
): { readonly host: WorkspaceHost; readonly bot: BotRecord['bot'] } | undefined {
  const given = Buffer.from(secret)
  for (const host of workspaces.all()) {
    for (const record of host.engine.state.bots.values()) {
      for (const text of secretsOf(record, nowMs)) {
        const own = Buffer.from(text)
        if (own.length > 0 && own.length === given.length && timingSafeEqual(own, given))
          return { host, bot: record.bot }
      }
    }
  }
  return undefined
}
