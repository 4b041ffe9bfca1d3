import type { Activity } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { desk, of, talk } from '../kit/desk.ts'
import type { Caller } from '../kit/http.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation, inHelp } from './commands-conversation.ts'

async function wayOf(reader: Caller<'OPERATOR'>, sessionId: string): Promise<readonly Activity[]> {
  const { body } = await reader.get(`/api/v1/sessions/${sessionId}/activities`)
  return (body as { items: readonly Activity[] }).items.toReversed()
}

const kindsOf = (way: readonly Activity[]): readonly string[] => way.map(({ kind }) => kind)

/** The way of a session, as `GET /sessions/{id}/activities` has it. */
export const activityScenarios: readonly Scenario[] = [
  scenario('Activities', 'started by the client, assigned by the routing, with the reason', async (pult) => {
    const { anna, client, group, http, sessionId, chatId } = await conversation(pult)
    const [started, assigned, ...more] = await wayOf(http, sessionId)
    equal('nothing else', more, [])
    equal('the first step', [started?.kind, started?.by?.type], ['STARTED', 'CLIENT'])
    equal('who started it', started?.by?.id, client.client.clientId)
    equal('the second', [assigned?.kind, assigned?.rule], ['ASSIGNED', 'LEAST_LOADED'])
    equal('by the system', assigned?.by, { type: 'SYSTEM', id: null, name: null })
    equal('to whom', assigned?.operator, { id: anna.id, name: anna.account.name })
    equal('from whom', assigned?.previousOperator, null)
    equal('in which group', assigned?.group, { id: group.groupId, name: group.name })
    equal('of which session', [assigned?.sessionId, assigned?.chatId], [sessionId, chatId])
  }),

  scenario('Activities', 'nobody is free: queued; then taken by whom', async (pult) => {
    const { anna, http, sessionId } = await inHelp(pult)
    await anna.stream.ask('takeSession', { sessionId })
    const way = await wayOf(http, sessionId)
    equal('the steps', kindsOf(way), ['STARTED', 'QUEUED', 'TAKEN'])
    equal('who took it', way[2]?.by, { type: 'OPERATOR', id: anna.id, name: anna.account.name })
    equal('who has it', way[2]?.operator?.id, anna.id)
  }),

  scenario('Activities', 'a transfer says by whom, from whom and to whom', async (pult) => {
    const { anna, people, sessionId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
    const boris = people[1]
    await anna.stream.ask('transferSession', { sessionId, operatorId: boris.id })
    const last = (await wayOf(pult.as('OPERATOR', boris.token), sessionId)).at(-1)
    equal('the step', [last?.kind, last?.rule], ['TRANSFERRED', 'COMMAND'])
    equal('who did it', last?.by?.id, anna.id)
    equal('from and to', [last?.previousOperator?.id, last?.operator?.id], [anna.id, boris.id])
  }),

  scenario('Activities', 'a transfer to a group where nobody is free waits in Help there', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    const { group } = await desk(pult)
    await anna.stream.ask('transferSession', { sessionId, groupId: group.groupId })
    const last = (await wayOf(pult.admin, sessionId)).at(-1)
    equal('the step', [last?.kind, last?.operator], ['TRANSFERRED', null])
    equal('the group', last?.group, { id: group.groupId, name: group.name })
  }),

  scenario('Activities', 'from the bot to people and back again', async (pult) => {
    const { anna, client, http, sessionId } = await conversation(pult, { bot: 'BUILTIN' })
    await client.stream.ask('callOperator', {})
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await anna.stream.ask('returnToBot', { sessionId })
    const way = await wayOf(pult.admin, sessionId)
    equal('the steps', kindsOf(way), ['STARTED', 'HANDED_OVER', 'ASSIGNED', 'RETURNED_TO_BOT'])
    equal('who called people', way[1]?.by?.type, 'CLIENT')
    equal('who gave it back', [way[3]?.by?.id, way[3]?.previousOperator?.id], [anna.id, anna.id])
    equal('nobody has it', way[3]?.operator, null)
    const { status } = await http.get(`/api/v1/sessions/${sessionId}/activities`)
    equal('who no longer sees the session', status, 404)
  }),

  scenario('Activities', 'the end: by whom, why, and the rating', async (pult) => {
    const { anna, client, http, sessionId } = await conversation(pult)
    await anna.stream.ask('closeSession', { sessionId, reason: 'Solved' })
    await client.stream.ask('rateSession', { sessionId, score: 5, comment: 'Thank you' })
    const [closed, rated] = (await wayOf(http, sessionId)).slice(-2)
    equal('the end', [closed?.kind, closed?.by?.id, closed?.reason], ['CLOSED', anna.id, 'Solved'])
    equal('the rating', [rated?.kind, rated?.by?.type, rated?.score], ['RATED', 'CLIENT', 5])
    equal('its comment', rated?.reason, 'Thank you')
  }),

  scenario('Activities', 'who is forced out loses the session, and it is said why', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    await pult.admin.ask('logOutOperator', { operatorId: anna.id })
    const last = (await wayOf(pult.admin, sessionId)).at(-1)
    equal('the step', [last?.kind, last?.reason, last?.operator], ['REASSIGNED', 'FORCED', null])
    equal('from whom', last?.previousOperator?.id, anna.id)
  }),

  scenario(
    'Activities',
    'pages follow one another, newest first, with ids that sort by time',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
      const { sessionId } = await talk(pult, channel)
      await people[0].stream.ask('takeSession', { sessionId })
      await people[0].stream.ask('closeSession', { sessionId })
      const http = pult.as('OPERATOR', people[0].token)
      const read: Activity[] = []
      for (let next: string | null = ''; next !== null;) {
        const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`
        const { body } = await http.get(`/api/v1/sessions/${sessionId}/activities?limit=1${after}`)
        const page = body as { items: Activity[]; next: string | null }
        read.push(...page.items)
        next = page.next
      }
      equal('the steps', kindsOf(read), ['CLOSED', 'TAKEN', 'QUEUED', 'STARTED'])
      const ids = read.map(({ id }) => id as string)
      isTrue(
        'the ids sort by time',
        ids.every((id, index) => index === 0 || id < ids[index - 1]!),
      )
    },
  ),
]
