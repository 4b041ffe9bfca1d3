import type { LogRecord, ReadModels } from '@pult/engine'
import type { MemoryModels } from './memory-models.ts'

/** The questions that the models answer. @param current the models, with everything that is durable */
export function readsOf(
  log: readonly LogRecord[],
  current: () => MemoryModels,
): Omit<ReadModels, 'checkpoint'> {
  return {
    session: (id) => current().entity('session', id),
    chat: (id) => current().entity('chat', id),
    client: (id) => current().entity('client', id),
    clientByExternalId: (channelId, externalId) =>
      current()
        .all('client')
        .findLast(({ client }) => client.channel === channelId && client.externalId === externalId),
    message: (id) => current().message(id),
    key: (author, key) => current().key(author, key, log.at(-1)?.atMs ?? 0),
    sessions: (query) => current().sessions(query),
    messages: (query) => current().messages(query),
    notes: (sessionId, after, limit) => current().notes(sessionId, after, limit),
    activities: (sessionId, after, limit) => current().activities(sessionId, after, limit),
    botHours: (botId, sinceMs) => current().bots.hours(botId, sinceMs),
    botSteps: (botId, sinceMs) => current().bots.steps(botId, sinceMs),
    botFailures: (botId) => current().bots.failures(botId),
  }
}
