import { ATTACHMENT_BYTES_MAX, type Attachment, type Message } from '@pult/protocol'
import { equal, isPresent, isTrue, notEqual } from '../expect.ts'
import type { Answer, Caller } from '../kit/http.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation, nobodys } from './commands-conversation.ts'

/** One transparent pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
const HTML = Buffer.from('<!doctype html><script>alert(document.domain)</script>')

/** Files, as they are sent. */
export const attachmentScenarios: readonly Scenario[] = [
  scenario('HTTP', 'a file that is uploaded goes with a message, and comes back as it was', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const text = pult.unique('Счёт № 42')
    const file = await uploaded(pult.as('CLIENT', client.client.clientToken), text, 'счёт.txt', 'text/plain')
    equal(
      'the attachment',
      [file.name, file.mimeType, file.size],
      ['счёт.txt', 'text/plain', Buffer.byteLength(text)],
    )
    const { messageId } = await client.stream.ask('sendMessage', { body: '', attachments: [file.id] })
    const { data } = await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    const [told] = data.attachments
    isPresent('the attachment of the message', told)
    equal('what the operator is told of it', [told.id, told.name, told.size], [file.id, file.name, file.size])
    const got = await fetched(pult.http, told.url)
    equal('the file', [got.status, got.text], [200, text])
    const { body } = await pult.as('OPERATOR', anna.token).get(`/api/v1/sessions/${sessionId}/messages`)
    const [newest] = (body as { items: Message[] }).items
    equal(
      'the file by the link of a read',
      (await fetched(pult.http, newest?.attachments[0]?.url ?? '')).text,
      text,
    )
  }),

  scenario(
    'HTTP',
    'an attachment is named by its id, alone or inside what the upload answered',
    async (pult) => {
      const { anna, client, sessionId, http } = await conversation(pult)
      const file = await uploaded(http, 'one', 'one.txt')
      const whole = await anna.stream.ask('sendMessage', { sessionId, body: 'Look', attachments: [file] })
      const alone = await anna.stream.ask('sendMessage', { sessionId, body: 'Again', attachments: [file.id] })
      for (const { messageId } of [whole, alone]) {
        const { data } = await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
        equal('its attachment', data.attachments[0]?.id, file.id)
      }
    },
  ),

  scenario('HTTP', 'what a file is, its bytes say', async (pult) => {
    const { http } = await conversation(pult)
    const files: readonly [Uint8Array, string, string, string][] = [
      [PNG, 'note.txt', 'text/plain', 'image/png'],
      [PDF, 'picture.png', 'image/png', 'application/pdf'],
      [HTML, 'picture.png', 'image/png', 'application/octet-stream'],
      [Buffer.from('only words'), 'page.html', 'text/html', 'text/plain'],
      [
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
        'x.svg',
        'image/svg+xml',
        'application/octet-stream',
      ],
    ]
    for (const [bytes, name, claimed, mimeType] of files)
      equal(`the type of ${name}`, (await uploaded(http, bytes, name, claimed)).mimeType, mimeType)
  }),

  scenario('Values', 'a picture has its sides and a preview', async (pult) => {
    const { http } = await conversation(pult)
    const picture = await uploaded(http, PNG, 'pixel.png')
    equal('sides', [picture.width, picture.height], [1, 1])
    isPresent('previewUrl', picture.previewUrl)
    const { status, headers } = await fetched(pult.http, picture.previewUrl)
    equal('the preview', status, 200)
    isTrue('it is a picture', (headers.get('content-type') ?? '').startsWith('image/'))
  }),

  scenario(
    'HTTP',
    'files run nothing: they are sandboxed, not sniffed, and what is no picture is saved',
    async (pult) => {
      const { http } = await conversation(pult)
      for (const [bytes, name] of [
        [HTML, 'page.html'],
        [PDF, 'paper.pdf'],
        [PNG, 'pixel.png'],
      ] as const) {
        const { url } = await uploaded(http, bytes, name)
        const { headers } = await fetched(pult.http, url)
        equal('nosniff', headers.get('x-content-type-options'), 'nosniff')
        isTrue('a sandbox', /sandbox/.test(headers.get('content-security-policy') ?? ''))
        const isSaved = (headers.get('content-disposition') ?? '').startsWith('attachment')
        equal(`${name} is saved to disk`, isSaved, bytes !== PNG)
      }
    },
  ),

  scenario('HTTP', 'a link is good as it was made, and in no other way', async (pult) => {
    const { http } = await conversation(pult)
    const [one, two] = [await uploaded(http, 'one', 'one.txt'), await uploaded(http, 'two', 'two.txt')]
    const url = new URL(one.url, pult.url)
    const changed = (name: string, value: string): string => {
      const other = new URL(url)
      other.searchParams.set(name, value)
      return other.href
    }
    const expires = Number(url.searchParams.get('expires'))
    isTrue('it expires, and not yet', expires * 1000 > Date.now())
    const other = new URL(two.url, pult.url)
    const tampered = [
      changed('expires', String(expires + 1)),
      changed('expires', '1'),
      changed('signature', other.searchParams.get('signature') ?? ''),
      changed('signature', ''),
      changed('preview', '1'),
      url.href.replace(one.id, two.id),
    ]
    for (const link of tampered) {
      const { status, error } = await fetched(pult.http, link)
      equal(`the answer to ${link.slice(pult.url.length)}`, [status, error?.code], [403, 'link_expired'])
    }
    equal('the link itself', (await fetched(pult.http, one.url)).text, 'one')
  }),

  scenario('C3', 'a link without its signature is refused by the field', async (pult) => {
    const { http } = await conversation(pult)
    const { id } = await uploaded(http, 'one', 'one.txt')
    const { error } = await pult.http.get(`/api/v1/attachments/${id}`)
    equal('the refusal', error?.code, 'validation_failed')
    isTrue(
      'nothing of it is told to the uploader either',
      (await http.get(`/api/v1/attachments/${id}`)).status === 422,
    )
  }),

  scenario('A8', 'only who uploaded a file may attach it', async (pult) => {
    const { anna, client, http, sessionId } = await conversation(pult)
    const file = await uploaded(http, 'mine', 'mine.txt')
    for (const attachments of [[file.id], [nobodys('att')], ['../../etc/passwd']]) {
      const refusal = await client.stream.refused(
        'sendMessage',
        { body: 'x', attachments },
        'attachment_not_found',
      )
      equal('field', refusal.field, 'data.attachments')
    }
    const theirs = await uploaded(pult.as('CLIENT', client.client.clientToken), 'theirs', 'theirs.txt')
    await anna.stream.refused(
      'sendMessage',
      { sessionId, body: 'x', attachments: [theirs.id] },
      'attachment_not_found',
    )
  }),

  scenario('HTTP', 'without a token nothing is uploaded', async (pult) => {
    const { status, error } = await upload(pult.http, 'x', 'x.txt')
    equal('the refusal', [status, error?.code], [401, 'not_authenticated'])
  }),

  scenario('C3', 'an upload is a form with a file that is not empty', async (pult) => {
    const { http } = await conversation(pult)
    const wrong = new FormData()
    wrong.set('document', new Blob(['x']), 'x.txt')
    const bodies = [
      { body: wrong },
      { body: 'x', headers: { 'content-type': 'text/plain' } },
      { json: { file: 'x' } },
    ]
    for (const options of bodies) {
      const { status, error } = await http.request('POST', '/api/v1/attachments', options)
      equal('the refusal', [status, error?.code, error?.field], [422, 'validation_failed', 'file'])
    }
    const { error } = await upload(http, '', 'empty.txt')
    equal('an empty file', [error?.code, error?.field], ['validation_failed', 'file'])
  }),

  scenario('HTTP', 'a file over 25 MB is refused with attachment_too_large', async (pult) => {
    const { http } = await conversation(pult)
    const { status, error } = await upload(http, new Uint8Array(ATTACHMENT_BYTES_MAX + 1), 'large.bin')
    equal('the refusal', [status, error?.code, error?.field], [413, 'attachment_too_large', 'file'])
  }),

  scenario('HTTP', 'a name is a name: no path, no control character', async (pult) => {
    const { http } = await conversation(pult)
    const { name } = await uploaded(http, 'x', '../../etc/cron.d/evil\u202Etxt.exe')
    isTrue(
      `the name "${name}" is no path`,
      !name.includes('/') && !name.includes('\\') && !name.includes('\u202E'),
    )
  }),

  scenario(
    'Commands',
    'an edit keeps the attachments unless it names others; a deleted message has none',
    async (pult) => {
      const { anna, client, http, sessionId } = await conversation(pult)
      const [one, two] = [await uploaded(http, 'one', 'one.txt'), await uploaded(http, 'two', 'two.txt')]
      const { messageId } = await anna.stream.ask('sendMessage', {
        sessionId,
        body: 'See',
        attachments: [one.id],
      })
      await anna.stream.ask('editMessage', { messageId, body: 'See this' })
      const kept = await client.stream.next('chatMessageEdited')
      equal(
        'kept',
        kept.data.attachments.map(({ id }) => id),
        [one.id],
      )
      await anna.stream.ask('editMessage', { messageId, body: 'See that', attachments: [two.id] })
      const changed = await client.stream.next('chatMessageEdited')
      equal(
        'changed',
        changed.data.attachments.map(({ id }) => id),
        [two.id],
      )
      await anna.stream.ask('deleteMessage', { messageId })
      const { body } = await http.get(`/api/v1/sessions/${sessionId}/messages`)
      equal('left', (body as { items: Message[] }).items.find(({ id }) => id === messageId)?.attachments, [])
    },
  ),

  scenario('S6', 'a message with attachments is repeated under its key as safely as any', async (pult) => {
    const { client } = await conversation(pult)
    const http = pult.as('CLIENT', client.client.clientToken)
    const [one, two] = [await uploaded(http, 'one', 'one.txt'), await uploaded(http, 'two', 'two.txt')]
    notEqual('the second file', two.id, one.id)
    const key = pult.unique('key')
    const first = await client.stream.ask('sendMessage', { body: 'See', attachments: [one.id] }, { key })
    equal(
      'again',
      await client.stream.ask('sendMessage', { body: 'See', attachments: [one.id] }, { key }),
      first,
    )
    await client.stream.refused('sendMessage', { body: 'See', attachments: [two.id] }, 'key_reused', { key })
  }),
]

function upload(http: Caller, content: string | Uint8Array, name: string, type = ''): Promise<Answer> {
  const body = new FormData()
  body.set('file', new Blob([content as BlobPart], { type }), name)
  return http.request('POST', '/api/v1/attachments', { body })
}

async function uploaded(
  http: Caller,
  content: string | Uint8Array,
  name: string,
  type?: string,
): Promise<Attachment> {
  const { status, body } = await upload(http, content, name, type)
  equal(`the status of uploading ${name}`, status, 200)
  return body as Attachment
}

/** By its link alone, as the browser of a client on somebody's site does it. */
function fetched(http: Caller, link: string): Promise<Answer> {
  const { pathname, search } = new URL(link, http.url)
  return http.get(pathname + search)
}
