import type { Group } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { desk, of, person, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { nobodys } from './commands-conversation.ts'
import { found } from './settings-list.ts'

/** Groups and their limits, in seconds. */
export const groupScenarios: readonly Scenario[] = [
  scenario(
    'Commands',
    'createGroup is told to every operator with its limits, and is on the list',
    async (pult) => {
      const anna = await person(pult, { status: 'OFFLINE' })
      const settings = {
        name: pult.unique('conformance'),
        timerFirstAnswer: 30,
        timerNextAnswers: 60,
        reassignAfter: 90,
        closeAfter: 3_600,
      }
      const { groupId } = await pult.admin.ask('createGroup', settings)
      const { data } = await anna.stream.next('groupUpdated', ({ id }) => id === groupId)
      equal('the group', data, { id: groupId, ...settings, rev: data.rev })
      equal('on the list', await found<Group>(pult.admin, '/groups', groupId), data)
    },
  ),

  scenario('Commands', 'updateGroup changes what is named; null lifts a limit', async (pult) => {
    const anna = await person(pult, { status: 'OFFLINE' })
    const { groupId, name } = await pult.group({ timerFirstAnswer: 30, timerNextAnswers: 60 })
    const before = await anna.stream.next('groupUpdated', ({ id }) => id === groupId)
    equal(
      'the reply',
      await pult.admin.ask('updateGroup', { groupId, timerFirstAnswer: null, closeAfter: 600 }),
      { groupId },
    )
    const { data } = await anna.stream.next('groupUpdated', ({ id }) => id === groupId)
    equal('the group', data, { id: groupId, name, timerNextAnswers: 60, closeAfter: 600, rev: data.rev })
    isTrue('rev rises', data.rev > before.data.rev)
  }),

  scenario('C3', 'a limit is a whole number of seconds from one up, and a group has a name', async (pult) => {
    const name = 'conformance'
    const wrong: readonly [Record<string, unknown>, string][] = [
      [{ name, timerFirstAnswer: 0 }, 'data.timerFirstAnswer'],
      [{ name, timerNextAnswers: 1.5 }, 'data.timerNextAnswers'],
      [{ name, reassignAfter: '30' }, 'data.reassignAfter'],
      [{ name: '  ' }, 'data.name'],
      [{}, 'data.name'],
    ]
    for (const [data, field] of wrong)
      equal('field', (await pult.admin.refused('createGroup', data, 'validation_failed')).field, field)
    await pult.admin.refused('updateGroup', { groupId: nobodys('grp'), name }, 'group_not_found')
  }),

  scenario('V3', 'a session’s card has the limits of its group, and none where none is set', async (pult) => {
    const limited = await desk(pult, {
      people: [{}],
      group: { timerFirstAnswer: 3_000, timerNextAnswers: 4_000 },
    })
    const { sessionId } = await talk(pult, limited.channel)
    const { data: card } = await limited.people[0].stream.next('chatSessionAdded', of(sessionId))
    equal('limits', [card.timerFirstAnswer, card.timerNextAnswers], [3_000, 4_000])
    const free = await desk(pult, { people: [{}] })
    const other = await talk(pult, free.channel)
    const { data: without } = await free.people[0].stream.next('chatSessionAdded', of(other.sessionId))
    isTrue('absent', !('timerFirstAnswer' in without) && !('timerNextAnswers' in without))
  }),
]
