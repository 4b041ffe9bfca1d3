import { equal, isTrue } from '../expect.ts'
import { desk, of, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** A9: what is lost is not told any more. */
export const revocationScenarios: readonly Scenario[] = [
  scenario('A9', 'after a transfer the former operator is told nothing more of the session', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
    const [anna, boris] = people
    const { sessionId, stream } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await anna.stream.ask('transferSession', { sessionId, operatorId: boris.id })
    const { index } = await anna.stream.next('chatSessionDeleted', of(sessionId))
    await stream.ask('sendMessage', { body: 'For Boris alone' })
    await stream.ask('typing', { text: 'and this' })
    await boris.stream.next('typing', of(sessionId))
    await boris.stream.ask('closeSession', { sessionId })
    await pult.fence(anna.stream)
    const later = anna.stream.frames
      .slice(index + 1)
      .filter(({ data }) => of(sessionId)((data ?? {}) as { id?: string; sessionId?: string }))
    equal(
      'what was told after',
      later.filter(({ action }) => action !== 'reply').map(({ action }) => action),
      [],
    )
  }),
  scenario('A9', 'who stops watching is told nothing more of the session', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
    const [anna, boris] = people
    const { sessionId, stream } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await boris.stream.ask('watchSession', { sessionId, watch: true })
    await boris.stream.ask('watchSession', { sessionId, watch: false })
    await boris.stream.next('chatSessionDeleted', of(sessionId))
    const { messageId } = await stream.ask('sendMessage', { body: 'Unwatched' })
    await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    await pult.fence(boris.stream)
    boris.stream.never('chatMessageCreated', ({ id }) => id === messageId)
  }),
  scenario(
    'A9',
    'who leaves a group is told that its Help is gone, and nothing of it after',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
      const [anna] = people
      const { sessionId, stream } = await talk(pult, channel)
      await anna.stream.next('operatorNotFound', of(sessionId))
      await pult.admin.ask('updateOperator', { operatorId: anna.id, groupIds: [] })
      await anna.stream.next('chatSessionDeleted', of(sessionId))
      const { messageId } = await stream.ask('sendMessage', { body: 'Is anybody left?' })
      await pult.fence(anna.stream)
      anna.stream.never('chatMessageCreated', ({ id }) => id === messageId)
      await anna.stream.refused('takeSession', { sessionId }, 'session_not_found')
    },
  ),
  scenario('A9', 'who comes into a group is told its Help', async (pult) => {
    const { channel, group, people } = await desk(pult, { people: [{ groupIds: [], status: 'AWAY' }] })
    const [anna] = people
    const { sessionId } = await talk(pult, channel)
    await pult.admin.ask('updateOperator', { operatorId: anna.id, groupIds: [group.groupId] })
    const { data } = await anna.stream.next('chatSessionUpdated', of(sessionId))
    equal('where it is', data.botStatus, 'HELP')
    await anna.stream.ask('takeSession', { sessionId })
  }),
  scenario(
    'A9',
    'a cursor from before the right was lost brings a snapshot without the session',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
      const [anna] = people
      const { cursor } = anna.stream
      const { sessionId } = await talk(pult, channel)
      await anna.stream.next('operatorNotFound', of(sessionId))
      await pult.admin.ask('updateOperator', { operatorId: anna.id, groupIds: [] })
      await anna.stream.next('chatSessionDeleted', of(sessionId))
      const again = await pult.operatorStream(anna.token, { cursor })
      isTrue('nothing of the session is in it', !JSON.stringify(again.frames).includes(sessionId))
    },
  ),
  scenario(
    'A9',
    'a supervisor who becomes an operator loses the Help of the groups of others',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        people: [{ role: 'supervisor', groupIds: [], status: 'OFFLINE' }],
      })
      const [sofia] = people
      const { sessionId, stream } = await talk(pult, channel)
      await sofia.stream.next('operatorNotFound', of(sessionId))
      await pult.admin.ask('updateOperator', { operatorId: sofia.id, role: 'operator' })
      await sofia.stream.next('chatSessionDeleted', of(sessionId))
      const { messageId } = await stream.ask('sendMessage', { body: 'Hello?' })
      await pult.fence(sofia.stream)
      sofia.stream.never('chatMessageCreated', ({ id }) => id === messageId)
    },
  ),
  scenario('A9', 'what one may not see is not there for commands either', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { groupIds: [] }] })
    const [anna, boris] = people
    const { sessionId } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await boris.stream.refused('takeSession', { sessionId }, 'session_not_found')
    await boris.stream.refused('watchSession', { sessionId, watch: true }, 'session_not_found')
    await boris.stream.refused('sendMessage', { sessionId, body: 'Hello' }, 'session_not_found')
    const { status } = await pult.as('OPERATOR', boris.token).get(`/api/v1/sessions/${sessionId}`)
    equal('the status of the read', status, 404)
  }),
]
