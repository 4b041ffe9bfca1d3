import type { ChatSession } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { desk, person, talk } from '../kit/desk.ts'
import type { Caller } from '../kit/http.ts'
import type { Deployment } from '../kit/deployment.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation, nobodys } from './commands-conversation.ts'

/** Who asks; in the order of the columns below. */
const READERS = [
  'its holder',
  'an operator elsewhere',
  'a supervisor',
  'an admin',
  'its client',
  'another client',
  'nobody',
] as const

interface Scene {
  readonly sessionId: string
  readonly chatId: string
  readonly clientId: string
}

/** What each of them is answered: 404 and not 403 for what one may not see, so that nobody learns that it exists. */
const rights: readonly {
  readonly what: string
  readonly path: (scene: Scene) => string
  readonly answers: readonly number[]
}[] = [
  {
    what: 'a session',
    path: ({ sessionId }) => `/sessions/${sessionId}`,
    answers: [200, 404, 200, 200, 404, 404, 401],
  },
  {
    what: 'a session’s messages',
    path: ({ sessionId }) => `/sessions/${sessionId}/messages`,
    answers: [200, 404, 200, 200, 200, 404, 401],
  },
  {
    what: 'a session’s notes',
    path: ({ sessionId }) => `/sessions/${sessionId}/notes`,
    answers: [200, 404, 200, 200, 404, 404, 401],
  },
  {
    what: 'a session’s activities',
    path: ({ sessionId }) => `/sessions/${sessionId}/activities`,
    answers: [200, 404, 200, 200, 404, 404, 401],
  },
  {
    what: 'a chat’s messages',
    path: ({ chatId }) => `/chats/${chatId}/messages`,
    answers: [200, 404, 200, 200, 200, 404, 401],
  },
  {
    what: 'a client',
    path: ({ clientId }) => `/clients/${clientId}`,
    answers: [200, 404, 200, 200, 404, 404, 401],
  },
  { what: 'the list of sessions', path: () => '/sessions', answers: [200, 200, 200, 200, 403, 403, 401] },
  { what: 'the list of operators', path: () => '/operators', answers: [200, 200, 200, 200, 403, 403, 401] },
  { what: 'the list of groups', path: () => '/groups', answers: [200, 200, 200, 200, 403, 403, 401] },
  { what: 'the key for pushes', path: () => '/push', answers: [200, 200, 200, 200, 403, 403, 401] },
  {
    what: 'the list of canned replies',
    path: () => '/canned-replies',
    answers: [200, 200, 200, 200, 403, 403, 401],
  },
  { what: 'the list of channels', path: () => '/channels', answers: [200, 200, 200, 200, 403, 403, 401] },
  { what: 'the machines', path: () => '/nodes', answers: [403, 403, 403, 200, 403, 403, 401] },
  { what: 'the log', path: () => '/events?waitMs=0', answers: [200, 200, 200, 200, 200, 200, 401] },
  {
    what: 'a session that is not',
    path: () => `/sessions/${nobodys('ses')}`,
    answers: [404, 404, 404, 404, 404, 404, 401],
  },
  {
    what: 'a chat that is not',
    path: () => `/chats/${nobodys('cht')}/messages`,
    answers: [404, 404, 404, 404, 404, 404, 401],
  },
  {
    what: 'a client that is not',
    path: () => `/clients/${nobodys('cli')}`,
    answers: [404, 404, 404, 404, 404, 404, 401],
  },
  {
    what: 'a path that climbs',
    path: () => '/sessions/..%2f..%2fetc',
    answers: [404, 404, 404, 404, 404, 404, 401],
  },
]

export const rightScenarios: readonly Scenario[] = [
  ...rights.map(({ what, path, answers }) =>
    scenario('A9', `who may read ${what}`, async (pult) => {
      const { scene, readers, secret } = await scenery(pult)
      for (const [index, reader] of readers.entries()) {
        const { status, text } = await reader.get(`/api/v1${path(scene)}`)
        equal(`the status for ${READERS[index]}`, status, answers[index])
        if (status !== 200)
          isTrue('a refusal shows nothing', !text.includes(secret) && !text.includes(scene.clientId))
      }
    }),
  ),

  scenario('A9', 'a list of sessions is cut to what its reader may see', async (pult) => {
    const { scene, readers } = await scenery(pult)
    const [holder, elsewhere, supervisor] = readers
    for (const [reader, expected] of [
      [holder, 1],
      [elsewhere, 0],
      [supervisor, 1],
    ] as const) {
      const { body } = await reader!.get(`/api/v1/sessions?clientId=${scene.clientId}`)
      equal('how many are shown', (body as { items: ChatSession[] }).items.length, expected)
    }
  }),

  scenario(
    'A9',
    'who has a client’s session now finds the earlier ones too, with who had them, the end, the score and the tags',
    async (pult) => {
      const { anna, people, client, sessionId } = await conversation(pult, {
        people: [{}, { status: 'AWAY' }],
      })
      const boris = people[1]
      const before = pult.as('OPERATOR', boris.token)
      const path = `/api/v1/sessions?clientId=${client.client.clientId}`
      const list = async (): Promise<ChatSession[]> =>
        ((await before.get(path)).body as { items: ChatSession[] }).items
      equal('whose session is none of theirs', await list(), [])
      await anna.stream.ask('setTags', { sessionId, tags: ['vip'] })
      await anna.stream.ask('closeSession', { sessionId })
      await client.stream.ask('rateSession', { sessionId, score: 5 })
      await anna.stream.ask('setStatus', { status: 'AWAY' })
      const next = await client.stream.ask('sendMessage', { body: 'Once more' })
      await boris.stream.ask('takeSession', { sessionId: next.sessionId })
      const [now, earlier, ...more] = await list()
      equal('nothing else', more, [])
      equal('the newest first', [now?.id, earlier?.id], [next.sessionId, sessionId])
      const { status, operatorId, score, tags, closedAt } = earlier!
      equal(
        'the earlier one',
        { status, operatorId, score, tags },
        { status: 'CLOSED', operatorId: anna.id, score: 5, tags: ['vip'] },
      )
      isTrue('it says when it ended', closedAt !== null)
    },
  ),

  scenario(
    'A9',
    'closed sessions stay on the list of who had them, the last changed first, and are found by words',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{ isNew: true }, {}] })
      const [anna] = people
      const http = pult.as('OPERATOR', anna.token)
      const closed: string[] = []
      const word = pult.unique('umbrella').replaceAll(/[^a-z0-9]/gi, '')
      for (const body of ['Hello', word, 'Hello']) {
        const { sessionId } = await talk(pult, channel, body)
        await pult.admin.ask('assignSession', { sessionId, operatorId: anna.id })
        await anna.stream.ask('closeSession', { sessionId })
        closed.unshift(sessionId)
      }
      const list = async (more = ''): Promise<readonly string[]> => {
        const { body } = await http.get(`/api/v1/sessions?status=CLOSED&operatorId=${anna.id}${more}`)
        return (body as { items: ChatSession[] }).items.map(({ id }) => id)
      }
      equal('the closed ones', await list(), closed)
      equal('the first page', await list('&limit=1'), closed.slice(0, 1))
      equal('with the word', await list(`&q=${word}`), closed.slice(1, 2))
    },
  ),

  scenario('A9', 'who handed a session on to another group reads it no more', async (pult) => {
    const { anna, http, sessionId, chatId, client } = await conversation(pult)
    const elsewhere = await pult.group()
    await anna.stream.ask('transferSession', { sessionId, groupId: elsewhere.groupId })
    const { clientId } = client.client
    for (const path of [
      `/sessions/${sessionId}`,
      `/sessions/${sessionId}/messages`,
      `/chats/${chatId}/messages`,
      `/clients/${clientId}`,
    ])
      equal(`the status of ${path}`, (await http.get(`/api/v1${path}`)).status, 404)
  }),

  scenario('A1', 'Help is read by its group', async (pult) => {
    const { people, sessionId } = await conversation(pult, {
      people: [{ status: 'AWAY' }, { status: 'OFFLINE' }],
    })
    for (const { token } of people)
      equal('the status', (await pult.as('OPERATOR', token).get(`/api/v1/sessions/${sessionId}`)).status, 200)
  }),

  scenario('A8', 'a client’s view of its messages has nothing of colleagues', async (pult) => {
    const { anna, client, sessionId, chatId } = await conversation(pult)
    const canaries = { note: pult.unique('note'), tag: pult.unique('tag'), before: pult.unique('before') }
    await anna.stream.ask('addNote', { sessionId, body: canaries.note })
    await anna.stream.ask('setTags', { sessionId, tags: [canaries.tag] })
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: canaries.before })
    await anna.stream.ask('editMessage', { messageId, body: 'What I meant' })
    const reader = pult.as('CLIENT', client.client.clientToken)
    for (const path of [`/chats/${chatId}/messages`, `/sessions/${sessionId}/messages`, '/events?waitMs=0']) {
      const { text } = await reader.get(`/api/v1${path}`)
      for (const canary of [...Object.values(canaries), anna.account.email])
        isTrue(`${path} does not tell "${canary}"`, !text.includes(canary))
    }
  }),
]

async function scenery(
  pult: Deployment,
): Promise<{ scene: Scene; readers: readonly Caller[]; secret: string }> {
  const { anna, channel, client, sessionId, chatId } = await conversation(pult)
  const secret = pult.unique('secret')
  await client.stream.ask('sendMessage', { body: secret })
  const elsewhere = await person(pult, { groupIds: [(await pult.group()).groupId], status: 'OFFLINE' })
  const chief = await pult.signIn(await pult.operator({ role: 'supervisor' }))
  const stranger = await pult.client(channel)
  const readers = [
    pult.as('OPERATOR', anna.token),
    pult.as('OPERATOR', elsewhere.token),
    pult.as('OPERATOR', chief),
    pult.admin,
    pult.as('CLIENT', client.client.clientToken),
    pult.as('CLIENT', stranger.clientToken),
    pult.http,
  ]
  return { scene: { sessionId, chatId, clientId: client.client.clientId }, readers, secret }
}
