import { versionsOf, type PublishedVersion } from '@pult/engine'
import { pageQuerySchema, type BotId, type BotVersion } from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import { readQuery, refusal } from './answer.ts'
import { atCut } from './at-cut.ts'
import { answer, isAdmin } from './reads.ts'
import type { HttpServices } from './services.ts'

type Operator = Extract<Authenticated, { flavour: 'OPERATOR' }>

/** [E22] What a bot worked by, each version read from the one record of the log that has it. */
export async function botVersions(
  id: string,
  request: Request,
  who: Authenticated,
  services: HttpServices,
): Promise<Response> {
  if (who.flavour === 'CLIENT' || !isAdmin(who)) return refusal('not_allowed')
  const query = readQuery(request, pageQuerySchema)
  if (query instanceof Response) return query
  const before = query.after === undefined ? Number.POSITIVE_INFINITY : Number(query.after)
  const { found, cursor } = await atCut(who.host, async (state) => {
    const known = state.bots.get(id as BotId)
    if (known === undefined) return undefined
    const rest = versionsOf(known).filter(({ version }) => version < before)
    const items = await Promise.all(
      rest.slice(0, query.limit).map((one) => versionView(one, known.bot.id, who, services)),
    )
    return { items, next: rest.length > items.length ? String(items.at(-1)!.version) : null }
  })
  return found === undefined ? refusal('bot_not_found') : answer(cursor, found)
}

async function versionView(
  { version, at, by, seq }: PublishedVersion,
  botId: BotId,
  { host }: Operator,
  { preparation }: HttpServices,
): Promise<BotVersion> {
  const [record] = await host.store.read(seq - 1, 1)
  const bot = record?.fact.type === 'bot' ? record.fact.bot.bot : undefined
  if (bot?.id !== botId || bot.settings === null)
    throw new Error(`Record ${seq} has no version ${version} of ${botId}.`)
  const operator = by === null ? undefined : host.engine.state.operators.get(by)?.operator
  return {
    version,
    publishedAt: at,
    publishedBy: operator === undefined ? null : { id: operator.id, name: operator.name },
    settings: preparation.botSettingsShown(bot.kind, bot.settings),
  }
}
