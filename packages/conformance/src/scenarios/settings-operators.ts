import type { OperatorWithLoad } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { desk, of, person, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { nobodys } from './commands-conversation.ts'
import { found } from './settings-list.ts'

/** Operators, as an admin makes them. */
export const operatorScenarios: readonly Scenario[] = [
  scenario('Commands', 'createOperator is told to every operator, without the password', async (pult) => {
    const anna = await person(pult, { status: 'OFFLINE' })
    const { groupId } = await pult.group()
    const email = `made-${pult.label}@conformance.example`
    const password = `canary ${pult.label}`
    const asked = { email, name: 'Made', role: 'operator' as const, password, groupIds: [groupId] }
    const more = { capacity: 3, skills: ['billing'], languages: ['ru'] }
    const { operatorId } = await pult.admin.ask('createOperator', { ...asked, ...more })
    const { data } = await anna.stream.next('operatorUpdated', ({ id }) => id === operatorId)
    const { name, role, status, groupIds, capacity, skills, languages, blocked } = data
    equal(
      'the operator',
      { email: data.email, name, role, status, groupIds, capacity, skills, languages, blocked },
      {
        email,
        name: 'Made',
        role: 'operator',
        status: 'OFFLINE',
        groupIds: [groupId],
        ...more,
        blocked: false,
      },
    )
    equal('on the list', await found<OperatorWithLoad>(pult.admin, '/operators', operatorId), {
      ...data,
      load: 0,
    })
    const list = await pult.admin.get('/api/v1/operators?limit=200')
    for (const text of [JSON.stringify(anna.stream.frames), list.text])
      isTrue('no password anywhere', !text.includes(asked.password) && !/password|argon2/i.test(text))
    const token = await pult.signIn(asked)
    equal('who signs in', (await pult.as('OPERATOR', token).get('/api/v1/me')).status, 200)
    await pult.admin.ask('blockOperator', { operatorId, blocked: true })
  }),

  scenario('Commands', 'an e-mail is taken once, whatever its case: email_taken', async (pult) => {
    const { email } = await pult.operator()
    const { operatorId } = await pult.operator()
    const again = {
      email: email.toUpperCase(),
      name: 'Again',
      role: 'operator',
      password: 'long enough',
      groupIds: [],
    }
    equal('field', (await pult.admin.refused('createOperator', again, 'email_taken')).field, 'data.email')
    equal(
      'field',
      (await pult.admin.refused('updateOperator', { operatorId, email }, 'email_taken')).field,
      'data.email',
    )
  }),

  scenario(
    'C3',
    'an operator has an e-mail, a name, a role, a password of 8 and groups that exist',
    async (pult) => {
      const fine = {
        email: `x-${pult.label}@conformance.example`,
        name: 'X',
        role: 'operator',
        password: 'long enough',
        groupIds: [],
      }
      const wrong: readonly [Record<string, unknown>, string][] = [
        [{ ...fine, email: 'x' }, 'data.email'],
        [{ ...fine, name: '' }, 'data.name'],
        [{ ...fine, role: 'owner' }, 'data.role'],
        [{ ...fine, password: 'seven77' }, 'data.password'],
        [{ ...fine, capacity: -1 }, 'data.capacity'],
        [{ ...fine, blocked: false }, 'data.blocked'],
      ]
      for (const [data, field] of wrong)
        equal('field', (await pult.admin.refused('createOperator', data, 'validation_failed')).field, field)
      const nowhere = { ...fine, groupIds: [nobodys('grp')] }
      equal(
        'field',
        (await pult.admin.refused('createOperator', nowhere, 'group_not_found')).field,
        'data.groupIds',
      )
    },
  ),

  scenario('Commands', 'updateOperator changes what is named and is told to every operator', async (pult) => {
    const anna = await person(pult, { status: 'OFFLINE' })
    const { operatorId, email } = await pult.operator({ capacity: 5 })
    equal('the reply', await pult.admin.ask('updateOperator', { operatorId, name: 'Renamed' }), {
      operatorId,
    })
    const { data } = await anna.stream.next(
      'operatorUpdated',
      ({ id, name }) => id === operatorId && name === 'Renamed',
    )
    equal('the rest', [data.email, data.capacity, data.role], [email, 5, 'operator'])
  }),

  scenario('Commands', 'a new password ends the logins of the old one', async (pult) => {
    const account = await pult.operator()
    const { operatorId, email } = account
    const token = await pult.signIn(account)
    const password = `another ${pult.label}`
    await pult.admin.ask('updateOperator', { operatorId, password })
    equal('the old token', (await pult.as('OPERATOR', token).get('/api/v1/me')).status, 401)
    const old = await pult.http.post('/api/v1/login', { email, password: account.password })
    equal('the old password', old.error?.code, 'wrong_credentials')
    await pult.signIn({ email, password })
  }),

  scenario('A9', 'who comes into a group is told its Help, and who leaves it loses it', async (pult) => {
    const { group, channel } = await desk(pult)
    const { sessionId } = await talk(pult, channel)
    const anna = await person(pult, { status: 'OFFLINE' })
    await pult.admin.ask('updateOperator', { operatorId: anna.id, groupIds: [group.groupId] })
    await anna.stream.next('chatSessionUpdated', of(sessionId))
    await pult.admin.ask('updateOperator', { operatorId: anna.id, groupIds: [] })
    await anna.stream.next('chatSessionDeleted', of(sessionId))
    const { status } = await pult.as('OPERATOR', anna.token).get(`/api/v1/sessions/${sessionId}`)
    equal('the status of reading it', status, 404)
  }),
]
