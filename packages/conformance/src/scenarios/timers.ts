import type { ChatSession } from '@pult/protocol'
import { equal, isPresent, isTrue } from '../expect.ts'
import type { Deployment } from '../kit/deployment.ts'
import { desk, of, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

async function cardOf(pult: Deployment, sessionId: string): Promise<ChatSession> {
  return (await pult.admin.get(`/api/v1/sessions/${sessionId}`)).body as ChatSession
}

/** The time limits of answers [V3]. */
export const timerScenarios: readonly Scenario[] = [
  scenario('V3', 'the card carries the limits of its group, in seconds', async (pult) => {
    const { channel, people } = await desk(pult, {
      group: { timerFirstAnswer: 90, timerNextAnswers: 45 },
      people: [{}],
    })
    const { sessionId } = await talk(pult, channel)
    const { data } = await people[0].stream.next('chatSessionAdded', of(sessionId))
    equal('the limits', [data.timerFirstAnswer, data.timerNextAnswers], [90, 45])
  }),
  scenario('V3', 'a limit that is not set is absent from the card', async (pult) => {
    const { channel, people } = await desk(pult, { group: { timerNextAnswers: 45 }, people: [{}] })
    const { sessionId } = await talk(pult, channel)
    const { data } = await people[0].stream.next('chatSessionAdded', of(sessionId))
    equal('whether the first limit is there', 'timerFirstAnswer' in data, false)
    equal('the other', data.timerNextAnswers, 45)
  }),
  scenario('V3', 'new limits of a group hold for the sessions that start after', async (pult) => {
    const { channel, group, people } = await desk(pult, { group: { timerFirstAnswer: 90 }, people: [{}] })
    const before = await talk(pult, channel)
    await pult.admin.ask('updateGroup', { groupId: group.groupId, timerFirstAnswer: 30 })
    const after = await talk(pult, channel)
    const added = people[0].stream
    equal(
      'the one before',
      (await added.next('chatSessionAdded', of(before.sessionId))).data.timerFirstAnswer,
      90,
    )
    equal(
      'the one after',
      (await added.next('chatSessionAdded', of(after.sessionId))).data.timerFirstAnswer,
      30,
    )
  }),
  scenario('V3', 'the first answer is owed from operatorAssignedAt', async (pult) => {
    const { channel, people } = await desk(pult, { group: { timerFirstAnswer: 90 }, people: [{}] })
    const { sessionId } = await talk(pult, channel)
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    const { nextAction, nextActionAt, operatorAssignedAt } = await cardOf(pult, sessionId)
    equal('what is waited for', nextAction, 'FIRST_ANSWER')
    isPresent('nextActionAt', nextActionAt)
    isPresent('operatorAssignedAt', operatorAssignedAt)
    equal(
      'the seconds left from the assignment',
      (Date.parse(nextActionAt) - Date.parse(operatorAssignedAt)) / 1000,
      90,
    )
  }),
  scenario('V3', 'a next answer is owed from the first message after the operator’s last', async (pult) => {
    const { channel, people } = await desk(pult, { group: { timerNextAnswers: 60 }, people: [{}] })
    const { sessionId, stream } = await talk(pult, channel)
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    await people[0].stream.ask('sendMessage', { sessionId, body: 'How can I help?' })
    equal('what is waited for after an answer', (await cardOf(pult, sessionId)).nextAction, null)
    const first = await stream.ask('sendMessage', { body: 'With this' })
    await stream.ask('sendMessage', { body: 'And with that' })
    const card = await cardOf(pult, sessionId)
    const since = card.firstClientMessageAfterLastOperatorMessage
    equal('the first message since', since?.id, first.messageId)
    equal('what is waited for', card.nextAction, 'NEXT_ANSWER')
    equal(
      'the seconds left',
      (Date.parse(card.nextActionAt ?? '') - Date.parse(since?.createdAt ?? '')) / 1000,
      60,
    )
  }),
  scenario('V3', 'an answer clears firstClientMessageAfterLastOperatorMessage', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId, messageId } = await talk(pult, channel)
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    equal('before', (await cardOf(pult, sessionId)).firstClientMessageAfterLastOperatorMessage?.id, messageId)
    await people[0].stream.ask('sendMessage', { sessionId, body: 'Here I am' })
    equal('after', (await cardOf(pult, sessionId)).firstClientMessageAfterLastOperatorMessage, null)
  }),
  scenario(
    'V3',
    'a first answer that is late is told by timerExpired, once, and no answer in time is',
    async (pult) => {
      const { channel, people } = await desk(pult, { group: { timerFirstAnswer: 1 }, people: [{}] })
      const anna = people[0].stream
      const answered = await talk(pult, channel)
      const { index } = await anna.next('chatSessionAdded', of(answered.sessionId))
      isTrue('the session came', index >= 0)
      await anna.ask('sendMessage', { sessionId: answered.sessionId, body: 'At once' })
      const late = await talk(pult, channel)
      const { data: card } = await anna.next('chatSessionAdded', of(late.sessionId))
      const { data } = await anna.next('timerExpired', of(late.sessionId))
      equal('which', [data.timer, data.operatorId], ['FIRST_ANSWER', people[0].id])
      const afterMs = Date.parse(data.expiredAt) - Date.parse(card.operatorAssignedAt ?? '')
      equal('the milliseconds after the assignment', afterMs, 1000)
      await pult.fence(anna)
      anna.never('timerExpired', of(answered.sessionId))
      anna.never('timerExpired', of(late.sessionId))
    },
  ),
  scenario('V3', 'a next answer that is late is told by timerExpired', async (pult) => {
    const { channel, people } = await desk(pult, { group: { timerNextAnswers: 1 }, people: [{}] })
    const anna = people[0].stream
    const { sessionId, stream } = await talk(pult, channel)
    await anna.next('chatSessionAdded', of(sessionId))
    await anna.ask('sendMessage', { sessionId, body: 'Yes?' })
    const { messageId } = await stream.ask('sendMessage', { body: 'This' })
    const { data: since } = await anna.next('chatMessageCreated', ({ id }) => id === messageId)
    const { data } = await anna.next('timerExpired', of(sessionId))
    equal('which', data.timer, 'NEXT_ANSWER')
    equal(
      'the milliseconds after the question',
      Date.parse(data.expiredAt) - Date.parse(since.createdAt),
      1000,
    )
  }),
]
