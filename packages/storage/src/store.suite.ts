import type { MessageQuery, SessionQuery } from '@pult/engine'
import { afterEach, beforeEach, describe } from 'bun:test'
import { Story } from './story.fixture.ts'
import { describeBots } from './suite/bots.suite.ts'
import { describeEntities } from './suite/entities.suite.ts'
import type { Kit, Place } from './suite/kit.ts'
import { describeLog } from './suite/log.suite.ts'
import { describeMessages } from './suite/messages.suite.ts'
import { describeSessions } from './suite/sessions.suite.ts'

/** What every store does, whatever it is made of. */
export function describeStore(name: string, makePlace: () => Place): void {
  describe(name, () => {
    const kit = {
      bodies: async (query: MessageQuery) => (await kit.store.messages(query)).items.map(({ body }) => body),
      sessionIds: async (query: Omit<SessionQuery, 'limit'>) =>
        (await kit.store.sessions({ limit: 50, ...query })).items.map(({ card }) => card.id),
    } as Partial<Kit> as Kit

    beforeEach(async () => {
      kit.place = makePlace()
      kit.store = await kit.place.open()
      kit.story = new Story()
    })
    afterEach(async () => {
      await kit.store.close()
      await kit.place.dispose()
    })

    describeLog(kit)
    describeEntities(kit)
    describeMessages(kit)
    describeSessions(kit)
    describeBots(kit)
  })
}
