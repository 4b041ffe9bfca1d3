import { expect, test } from 'bun:test'
import { operatorDesk, thrownBy } from '../testing/operator-desk.ts'
import { messageOf, until } from '../testing/wire-server.ts'
import { PultError } from './index.ts'
import { memoryStorage } from './shell/storage.ts'

const desk = operatorDesk()

test('[C3] a refused command rejects with the code, the field and what may be done', async () => {
  desk.open()
  await desk.live()
  desk.server.refuse('takeSession', {
    code: 'session_held',
    message: 'Somebody else has this session.',
    field: 'data.sessionId',
    temporary: false,
  })
  const error = await thrownBy(desk.client.command('takeSession', { sessionId: 'ses_2' }))
  expect(error).toBeInstanceOf(PultError)
  expect(error).toMatchObject({ code: 'session_held', field: 'data.sessionId', temporary: false })
})

test('[S6] a command that loses its connection is sent again with the same key', async () => {
  desk.open()
  await desk.live()
  desk.server.swallow('takeSession')
  const reply = desk.client.command('takeSession', { sessionId: 'ses_2' })
  await until('it was heard', () => desk.server.heard.some(({ command }) => command === 'takeSession'))
  desk.server.kick(4001)
  desk.server.answer('nothing')
  await until(
    'it was heard again',
    () => desk.server.heard.filter(({ command }) => command === 'takeSession').length === 2,
  )
  desk.server.answer('takeSession')
  await reply
  const keys = desk.server.heard.filter(({ command }) => command === 'takeSession').map(({ key }) => key)
  expect(new Set(keys).size).toBe(1)
})

test('[O3] an own message is pending, then itself, and never both', async () => {
  desk.open()
  await desk.live()
  await desk.client.openSession('ses_1')
  const shown: string[][] = []
  desk.client.onState((state) => {
    const list = [
      ...(state.messages.get('ses_1') ?? []).map(({ body }) => body),
      ...state.outbox.map(({ data }) => data.body),
    ]
    shown.push(list)
  })
  const { sent } = desk.client.sendMessage({ sessionId: 'ses_1', body: 'Здравствуйте' })
  const { messageId } = await sent
  await until('the event', () => desk.client.state.outbox.length === 0)
  expect(desk.client.state.messages.get('ses_1')?.map(({ id }) => id)).toEqual([messageId])
  expect(shown.every((list) => list.length === 1)).toBe(true)
})

test('[O1] the outbox survives a reload and sends with the same key', async () => {
  const tabStorage = memoryStorage()
  desk.open({ tabStorage })
  await desk.live()
  desk.server.swallow('sendMessage')
  desk.client.sendMessage({ sessionId: 'ses_1', body: 'раз' })
  desk.client.sendMessage({ sessionId: 'ses_1', body: 'два' })
  await until('one is heard', () => desk.server.heard.some(({ command }) => command === 'sendMessage'))
  desk.client.close()
  desk.server.answer('sendMessage')
  desk.open({ tabStorage })
  expect(desk.client.state.outbox.map(({ data }) => data.body)).toEqual(['раз', 'два'])
  await until('both went', () => desk.client.state.outbox.length === 0)
  expect(desk.server.stored.get('ses_1')?.map(({ body }) => body)).toEqual(['два', 'раз'])
})

/** What is left of a tab in which somebody else wrote, and did not come to send it. */
async function tabOfAnother(): Promise<ReturnType<typeof memoryStorage>> {
  const tabStorage = memoryStorage()
  desk.open({ tabStorage })
  await desk.live()
  desk.client.close()
  desk.client.sendMessage({ sessionId: 'ses_1', body: 'чужое' })
  const name = 'pult.operator.outbox.' + desk.server.url
  tabStorage.set(name, (tabStorage.get(name) ?? '').replace('opr_1', 'opr_9'))
  return tabStorage
}

test('[O4] what somebody else left in this tab is not sent under our name', async () => {
  desk.open({ tabStorage: await tabOfAnother() })
  await desk.live()
  expect(desk.client.state.outbox).toEqual([])
  expect(desk.server.heard.some(({ command }) => command === 'sendMessage')).toBe(false)
})

test('[O4] what is typed in a tab that was somebody else’s, before the stream is there, is ours and goes out', async () => {
  desk.open({ tabStorage: await tabOfAnother() })
  desk.client.sendMessage({ sessionId: 'ses_1', body: 'наше' })
  await desk.live()
  await until('ours went', () => desk.client.state.outbox.length === 0)
  const bodies = desk.server.heard
    .filter(({ command }) => command === 'sendMessage')
    .map(({ data }) => data['body'])
  expect(bodies).toEqual(['наше'])
})

test('[C2] a message that was stale is sent again as seen, with its own key', async () => {
  desk.open()
  await desk.live()
  desk.server.refuse('sendMessage', {
    code: 'stale',
    message: 'Somebody wrote after what you saw.',
    temporary: false,
    missed: [messageOf('msg_000008'), messageOf('msg_000009')],
  })
  const first = desk.client.sendMessage({ sessionId: 'ses_1', body: 'ответ', seen: 'msg_000007' })
  expect(await thrownBy(first.sent)).toMatchObject({ code: 'stale', missed: [{}, { id: 'msg_000009' }] })
  await desk.client.retry(first.key)?.sent
  const heard = desk.server.heard.filter(({ command }) => command === 'sendMessage')
  expect(heard.map(({ key, data }) => [key, data['seen']])).toEqual([
    [first.key, 'msg_000007'],
    [first.key, 'msg_000009'],
  ])
})

test('[T2] typing of the other side comes, and goes by itself', async () => {
  desk.open()
  await desk.live()
  desk.server.signal('typing', {
    sessionId: 'ses_1',
    chatId: 'c',
    authorId: 'cli_1',
    authorType: 'CLIENT',
    text: 'до',
    expiresInMs: 60,
  })
  await until('typing', () => desk.client.state.typing.get('ses_1')?.text === 'до')
  await until('silence', () => desk.client.state.typing.size === 0)
})

test('a file is uploaded with the token and named', async () => {
  desk.open()
  const progress: number[] = []
  const attachment = await desk.client.upload(new File(['12345'], 'отчёт.txt'), {
    onProgress: (sent) => progress.push(sent),
  })
  expect(attachment).toMatchObject({ id: 'att_1', name: 'отчёт.txt', size: 5 })
  expect(progress.at(-1)).toBe(5)
})

test('an HTTP refusal is a PultError of the same table', async () => {
  desk.open()
  expect(await thrownBy(desk.client.history.session('ses_404'))).toMatchObject({
    code: 'not_found',
    temporary: false,
  })
})
