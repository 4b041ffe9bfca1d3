import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ATTACHMENT_BYTES_MAX, attachmentReplySchema } from '@pult/protocol'
import { exactly } from '../testing/expect-frame.ts'
import type { Answer } from '../testing/ask.ts'
import { Desk, type Visitor } from '../testing/desk.ts'
import type { Person } from '../testing/host.ts'
import type { TestStream } from '../testing/test-stream.ts'

let desk: Desk
let anna: Person & { stream: TestStream }
let visitor: Visitor
let client: TestStream
let sessionId: string
beforeAll(async () => {
  desk = await Desk.open({ steadyMs: () => performance.now() })
  anna = await desk.atWork('anna')
  const chat = await desk.inChat()
  ;({ stream: client, sessionId } = chat)
  visitor = chat
})
afterEach(() => desk.expectWell())
afterAll(() => desk.close())

function upload(content: string | Blob, token?: string, name = 'a.txt'): Promise<Answer> {
  const form = new FormData()
  form.append('file', new File([content], name))
  return desk.request('/api/v1/attachments', { method: 'POST', body: form, token })
}

const refused = ({ status, json }: Answer): unknown[] => [status, json.error.code, json.error.field]

test('[D1] an upload answers with the attachment, and its link gives the file back', async () => {
  const { status, json } = await upload('words', visitor.token)
  expect(status).toBe(200)
  exactly(attachmentReplySchema, json)
  expect(json).toMatchObject({ name: 'a.txt', size: 5 })
  const file = await fetch(desk.url + json.url)
  expect(await file.text()).toBe('words')
  expect(file.headers.get('content-security-policy')).toContain('sandbox')
  expect(file.headers.get('content-disposition')).toStartWith('attachment')
})

test('[EP24] a file whose name is empty has the name that nameless files have', async () => {
  const body =
    '--part\r\ncontent-disposition: form-data; name="file"; filename=""\r\n\r\nwords\r\n--part--\r\n'
  const response = await fetch(`${desk.url}/api/v1/attachments`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'multipart/form-data; boundary=part',
      authorization: `Bearer ${visitor.token}`,
    },
  })
  expect(await response.json()).toMatchObject({ name: 'file', size: 5 })
})

test('[EP26] a link is good for a day; a forged one, or one for something else, never', async () => {
  const { json } = await upload('words', anna.token)
  const url = new URL(desk.url + json.url)
  const status = async (change: (url: URL) => void): Promise<number> => {
    const changed = new URL(url)
    change(changed)
    return (await fetch(changed)).status
  }
  expect(await status(() => undefined)).toBe(200)
  expect(await status(({ searchParams }) => searchParams.set('signature', 'x'))).toBe(403)
  expect(await status(({ searchParams }) => searchParams.set('expires', '99999999999'))).toBe(403)
  expect(await status(({ searchParams }) => searchParams.set('preview', '1'))).toBe(403)
  expect(await status(({ searchParams }) => searchParams.delete('signature'))).toBe(422)
  expect(await status((changed) => (changed.pathname = changed.pathname.replace(/.$/, 'z')))).toBe(403)
  const { clock } = desk
  const now = clock.nowMs
  clock.nowMs += 26 * 3600 * 1000
  expect(await status(() => undefined)).toBe(403)
  clock.nowMs = now
})

test('[EP30] only who uploaded a file may send it: not the client, not a colleague, not from another workspace', async () => {
  const { json } = await upload('mine', anna.token)
  const attachments = [json.id]
  const refusal = { code: 'attachment_not_found', field: 'data.attachments' }
  expect((await client.ask('sendMessage', { body: 'x', attachments })).error).toMatchObject(refusal)
  const bea = await desk.atWork('bea')
  await bea.stream.does('takeSession', { sessionId }).catch(() => undefined)
  expect((await bea.stream.ask('sendMessage', { sessionId, body: 'x', attachments })).error).toMatchObject(
    refusal,
  )
  expect(
    (await anna.stream.ask('sendMessage', { sessionId, body: 'x', attachments: ['../../etc/passwd'] })).error,
  ).toMatchObject(refusal)
  const sent = await anna.stream.does('sendMessage', { sessionId, body: '', attachments: [json] })
  const told = await client.find(({ data }) => data?.id === sent.messageId, 'the message')
  expect(await (await fetch(desk.url + told.data.attachments[0].url)).text()).toBe('mine')
  await bea.stream.close()
})

test('[EP30] a file whose description is damaged is an error of its own: the command is answered, and everything goes on', async () => {
  const { json } = await upload('words', anna.token)
  writeFileSync(join(desk.directory, 'attachments', json.id.slice(-2), `${json.id}.json`), 'not ours')
  const message = { sessionId, body: 'x', attachments: [json.id] }
  const posted = await desk.post('/commands/sendMessage', { data: message }, anna.token)
  expect([posted.status, posted.json.error.code]).toEqual([500, 'internal'])
  expect((await anna.stream.ask('sendMessage', message)).error).toMatchObject({ code: 'internal' })
  expect(desk.errors.splice(0)).toHaveLength(2)
  expect((await upload('more', anna.token)).status).toBe(200)
})

test('[C3] what is no upload is refused by name', async () => {
  expect(refused(await upload('words'))).toEqual([401, 'not_authenticated', 'data.token'])
  expect(refused(await upload('', anna.token))).toEqual([422, 'validation_failed', 'file'])
  expect(refused(await desk.post('/attachments', {}, anna.token))).toEqual([422, 'validation_failed', 'file'])
  const form = new FormData()
  form.append('other', 'x')
  const wrong = await desk.request('/api/v1/attachments', { method: 'POST', body: form, token: anna.token })
  expect(refused(wrong)).toEqual([422, 'validation_failed', 'file'])
})

test('[EP23] more than 25 MB is refused, by its length or, sent in chunks, by what comes', async () => {
  const large = new Blob([new Uint8Array(ATTACHMENT_BYTES_MAX + 64 * 1024)])
  const known = await upload(large, anna.token)
  expect([known.status, known.json.error.code]).toEqual([413, 'attachment_too_large'])
  const chunk = new Uint8Array(1024 * 1024)
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1
      if (sent > 40) controller.close()
      else controller.enqueue(chunk)
    },
  })
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const outcome = await desk
    .request('/api/v1/attachments', { method: 'POST', body, headers, token: anna.token })
    .then(({ status }) => status)
    .catch(() => 'cut off')
  expect([413, 'cut off']).toContain(outcome)
  // Nothing of it was kept, and the next one is served.
  expect((await upload('small', anna.token)).status).toBe(200)
  const usage = (await desk.request('/metrics')).text.match(/^pult_attachment_bytes (\d+)$/m)![1]
  expect(Number(usage)).toBeLessThan(10_000)
}, 15_000)

test('[GD3] a JSON body that comes in chunks without end is stopped at the same place', async () => {
  const chunk = new TextEncoder().encode(' '.repeat(64 * 1024))
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1
      if (sent > 200) controller.close()
      else controller.enqueue(chunk)
    },
  })
  const outcome = await desk
    .request('/api/v1/login', { method: 'POST', body })
    .then(({ status }) => status)
    .catch(() => 'cut off')
  expect([413, 'cut off']).toContain(outcome)
})
