import { afterAll, describe, expect, test } from 'bun:test'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ATTACHMENT_BYTES_MAX, attachmentSchema } from '@pult/protocol'
import { createAttachments, type AttachmentsOptions, type Attachments } from './attachments.ts'
import { createFolder } from './folder.ts'
import { withLinks } from './links.ts'
import {
  animatedGif,
  blackPng,
  exifRotated,
  jpeg,
  jpegSegment,
  ogg,
  png,
  webp,
  withSegments,
  zip,
} from './sample-files.ts'

const root = mkdtempSync(join(tmpdir(), 'pult-attachments-'))
const directory = join(root, 'files')
afterAll(() => rmSync(root, { recursive: true }))

let nowMs = Date.UTC(2026, 10, 22)
const open = (more: Partial<AttachmentsOptions> = {}) =>
  createAttachments({
    place: createFolder(directory),
    secret: 'the secret of the server',
    publicUrl: '',
    nowMs: () => nowMs,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    onError(error) {
      throw error
    },
    ...more,
  })
const attachments = open()

/** The real thing in front: what a browser would be answered. */
const server = Bun.serve({
  port: 0,
  async fetch(request) {
    const url = new URL(request.url)
    const answer = await attachments.open(url.pathname.slice(1), {
      preview: url.searchParams.has('preview'),
      range: request.headers.get('range'),
      ifNoneMatch: request.headers.get('if-none-match'),
    })
    return answer ?? new Response(null, { status: 404 })
  },
})
afterAll(() => server.stop(true))

const load = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url.origin}/${path}`, { headers })

async function stored(content: Uint8Array | Blob, name = 'a file', into: Attachments = attachments) {
  const answer = await into.store({ name, content, uploadedBy: 'main operator opr_1' })
  if ('refused' in answer) throw new Error(answer.refused.code)
  return answer.attachment
}

async function refused(content: Uint8Array | Blob, into: Attachments = attachments) {
  const before = everything()
  const answer = await into.store({ name: 'x', content, uploadedBy: 'main client cli_1' })
  expect(everything()).toEqual(before)
  return 'refused' in answer ? answer.refused : answer
}

const everything = () =>
  readdirSync(root, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(root, path)).isFile())

describe('storing', () => {
  test('[EP21] a picture is written anew: same format and size, no metadata, nothing behind the last pixel', async () => {
    const secrets = [
      jpegSegment(0xe1, Buffer.from('Exif\0\0GPS 55.75 37.61 ..')),
      jpegSegment(0xfe, Buffer.from('<script>alert(1)</script>')),
    ]
    const files = [
      [
        'image/jpeg',
        Buffer.concat([withSegments(await jpeg(30, 20), ...secrets), Buffer.from('<html>PK\x03\x04')]),
      ],
      ['image/png', Buffer.concat([await png(30, 20), Buffer.from('<html><script>alert(1)</script>')])],
      ['image/webp', Buffer.concat([await webp(30, 20), Buffer.from('<html><script>alert(1)</script>')])],
    ] as const
    for (const [mimeType, file] of files) {
      const attachment = await stored(file, 'evil.html')
      expect(attachment).toMatchObject({ mimeType, width: 30, height: 20, name: 'evil.html' })
      const answer = await load(attachment.id)
      const body = Buffer.from(await answer.bytes())
      expect(body.length).toBe(attachment.size)
      expect(await new Bun.Image(body).metadata()).toMatchObject({
        width: 30,
        height: 20,
        format: mimeType.slice(6) as 'png',
      })
      expect(['GPS', '<script>', '<html>', 'PK\x03\x04'].filter((trace) => body.includes(trace))).toEqual([])
      expect(answer.headers.get('content-type')).toBe(mimeType)
      expect(answer.headers.get('content-disposition')).toStartWith('inline;')
    }
  })

  test('[EP21] a picture is turned as the camera said, and its sides are those that are seen', async () => {
    const attachment = await stored(withSegments(await jpeg(30, 20), exifRotated()))
    expect(attachment).toMatchObject({ width: 20, height: 30 })
    const body = await (await load(attachment.id)).bytes()
    expect(await new Bun.Image(body, { autoOrient: false }).metadata()).toMatchObject({
      width: 20,
      height: 30,
    })
  })

  test('[EP21] the preview is a WebP of at most 480 pixels, never enlarged', async () => {
    for (const [width, height, seen] of [
      [960, 600, [480, 300]],
      [30, 900, [16, 480]],
      [30, 20, [30, 20]],
    ] as const) {
      const attachment = await stored(await png(width, height))
      const answer = await load(`${attachment.id}?preview`)
      expect(answer.headers.get('content-type')).toBe('image/webp')
      const preview = await new Bun.Image(await answer.bytes()).metadata()
      expect([preview.width, preview.height]).toEqual([...seen])
    }
  })

  test('[EP21] an animation keeps its bytes, is only a download, and has a still preview', async () => {
    const attachment = await stored(animatedGif, 'cat.gif')
    expect(attachment).toMatchObject({ mimeType: 'image/gif', width: 1, height: 1, size: animatedGif.length })
    const answer = await load(attachment.id)
    expect(Buffer.from(await answer.bytes())).toEqual(animatedGif)
    expect(answer.headers.get('content-disposition')).toStartWith('attachment;')
    expect((await load(`${attachment.id}?preview`)).status).toBe(200)
  })

  test('[EP22] a picture of 400 megapixels in 50 KB is refused before it is decoded', async () => {
    const bomb = blackPng(20_000, 20_000)
    expect(bomb.length).toBeLessThan(100_000)
    const started = performance.now()
    expect(await refused(bomb)).toMatchObject({ code: 'attachment_refused', field: 'file', temporary: false })
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  test('[EP22] a picture that is none is a download of unknown kind', async () => {
    const whole = await png(30, 20)
    const broken = [
      Buffer.concat([whole.subarray(0, 60), Buffer.from('<script>alert(1)</script>')]),
      Buffer.from('GIF89a\x01\0\x01\0<script>*/=alert(1)//'),
      Buffer.from('\xff\xd8\xff<html><script>alert(1)</script>', 'latin1'),
      Buffer.from('RIFF\x24\0\0\0WEBP<svg onload=alert(1)>'),
    ]
    for (const file of broken) {
      const attachment = await stored(file, 'x.png')
      expect(attachment.mimeType).toBe('application/octet-stream')
      expect(attachment).not.toHaveProperty('width')
      const answer = await load(attachment.id)
      expect(answer.headers.get('content-disposition')).toStartWith('attachment;')
    }
  })

  test('[EP23] empty and oversized files are refused, by their size alone', async () => {
    expect(await refused(new Uint8Array(0))).toMatchObject({ code: 'validation_failed', field: 'file' })
    expect(await refused(new Blob([]))).toMatchObject({ code: 'validation_failed' })
    expect(await refused(new Uint8Array(ATTACHMENT_BYTES_MAX + 1))).toMatchObject({
      code: 'attachment_too_large',
    })
  })

  test('[EP23] 25 MB exactly are taken', async () => {
    const file = new Uint8Array(ATTACHMENT_BYTES_MAX).fill(0xaa)
    const attachment = await stored(new Blob([file]))
    expect(attachment.size).toBe(ATTACHMENT_BYTES_MAX)
  })

  test('[EP24] names from hell name nothing on the disk', async () => {
    const names = [
      '../../../escape',
      '..\\..\\escape',
      '/etc/escape',
      'escape\0.png',
      '....//escape',
      '%2e%2e%2fescape',
      'CON',
      'x'.repeat(5_000),
      '.',
      '..',
      '',
      '\u202e',
    ]
    for (const name of names) {
      const before = new Set(everything())
      const attachment = await stored(Buffer.from('hello'), name)
      const made = everything().filter((path) => !before.has(path))
      expect(made.toSorted()).toEqual([
        `files/${attachment.id.slice(-2)}/${attachment.id}`,
        `files/${attachment.id.slice(-2)}/${attachment.id}.json`,
      ])
      expect((await load(attachment.id)).status).toBe(200)
    }
  })

  test('[EP25] nothing unfinished stays behind, and files are for the server alone', async () => {
    const attachment = await stored(await png(8, 8))
    expect(everything().filter((path) => path.endsWith('.unfinished'))).toEqual([])
    expect(statSync(join(directory, attachment.id.slice(-2), attachment.id)).mode & 0o777).toBe(0o600)
  })

  test('[EP25] a disk that fails is an error, not an attachment', async () => {
    const blocked = join(root, 'a file instead of a directory')
    writeFileSync(blocked, '')
    const answer = open({ place: createFolder(blocked) }).store({ name: 'x', content: ogg, uploadedBy: 'a' })
    expect(await answer.catch(String)).toContain('ENOTDIR')
  })

  test('[EP30] ids sort by creation and cannot be guessed', async () => {
    const ids: string[] = []
    for (let count = 0; count < 3; count += 1) {
      nowMs += 1
      ids.push((await stored(Buffer.from('x'))).id)
    }
    expect(ids.toSorted()).toEqual(ids)
    expect(ids[0]).toMatch(/^att_[0-9a-f]{44}$/)
    expect(ids[0]!.slice(16)).not.toBe(ids[1]!.slice(16))
  })
})

describe('quota', () => {
  test('[EP29] so many bytes an hour for each uploader, and the others do not feel it', async () => {
    const small = open({ quota: { perSecond: 1, burst: 1_000 } })
    const send = (uploadedBy: string, size: number) =>
      small.store({ name: 'x', content: new Uint8Array(size).fill(1), uploadedBy })
    expect(await send('a', 900)).toHaveProperty('attachment')
    expect(await send('a', 200)).toMatchObject({
      refused: { code: 'rate_limited', retryMs: 100_000, temporary: true },
    })
    expect(await send('b', 900)).toHaveProperty('attachment')
    nowMs += 100_000
    expect(await send('a', 200)).toHaveProperty('attachment')
  })
})

describe('finding', () => {
  test('[EP30] what is known of a file: the attachment and who uploaded it', async () => {
    const attachment = await stored(Buffer.from('hello'), 'hello.txt')
    expect(await attachments.get(attachment.id)).toEqual({
      attachment,
      treatment: 'download',
      uploadedBy: 'main operator opr_1',
      storedAtMs: nowMs,
    })
    expect(attachmentSchema.parse(withLinks(attachments, attachment, nowMs))).toMatchObject({
      name: 'hello.txt',
      mimeType: 'text/plain',
      size: 5,
    })
  })

  test('[EP30] ids that are not ours reach no path', async () => {
    const attachment = await stored(Buffer.from('hello'))
    mkdirSync(join(root, 'outside'), { recursive: true })
    cpSync(
      join(directory, attachment.id.slice(-2), `${attachment.id}.json`),
      join(root, 'outside', 'secret.json'),
    )
    const strange = [
      '',
      '.',
      '..',
      '../outside/secret',
      '..%2foutside%2fsecret',
      `../${attachment.id}`,
      `${attachment.id}/`,
      `${attachment.id}.json`,
      `${attachment.id}\0`,
      `${attachment.id}\n`,
      attachment.id.toUpperCase(),
      `att_${'0'.repeat(44)}`,
      'att_',
      '__proto__',
    ]
    for (const id of strange) {
      expect(await attachments.get(id)).toBeNull()
      expect(await attachments.open(id, { preview: false })).toBeNull()
      expect(await attachments.open(id, { preview: true })).toBeNull()
    }
  })

  test('[EP30] what only a picture has, other files have not', async () => {
    const attachment = await stored(Buffer.from('hello'))
    expect((await load(`${attachment.id}?preview`)).status).toBe(404)
  })
})

describe('serving', () => {
  test('[EP27] every answer says: these are bytes, run nothing', async () => {
    const files = [
      Buffer.from('<svg onload="alert(1)"/>'),
      Buffer.from('<html><script>alert(1)</script>'),
      Buffer.from('%PDF-1.7'),
      ogg,
      await png(4, 4),
      zip([['a', 'b']]),
      Buffer.from('text'),
    ]
    for (const file of files) {
      const attachment = await stored(file)
      for (const answer of [
        await load(attachment.id),
        await load(attachment.id, { range: 'bytes=0-1' }),
        await load(attachment.id, { range: 'bytes=999999-' }),
      ]) {
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
        expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
        expect(answer.headers.get('cache-control')).toBe('private, max-age=86400, immutable')
        expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
        expect(answer.headers.get('content-type')).not.toMatch(/html|svg|xml|script/)
      }
    }
  })

  test('[EP27] in place only rewritten pictures, sound and film', async () => {
    const kinds = [
      [await png(4, 4), 'inline'],
      [ogg, 'inline'],
      [Buffer.from('<html>'), 'attachment'],
      [Buffer.from('%PDF-1.7'), 'attachment'],
      [Buffer.from('text'), 'attachment'],
      [animatedGif, 'attachment'],
    ] as const
    for (const [file, disposition] of kinds) {
      const answer = await load((await stored(file, 'имя.bin')).id)
      expect(answer.headers.get('content-disposition')).toBe(
        `${disposition}; filename="___.bin"; filename*=UTF-8''%D0%B8%D0%BC%D1%8F.bin`,
      )
    }
  })

  test('[EP28] players get the part that they ask for', async () => {
    const { id } = await stored(ogg)
    const ranges = [
      ['bytes=0-3', 206, 'bytes 0-3/100', ogg.subarray(0, 4)],
      ['bytes=90-', 206, 'bytes 90-99/100', ogg.subarray(90)],
      ['bytes=-5', 206, 'bytes 95-99/100', ogg.subarray(95)],
      ['bytes=90-1000', 206, 'bytes 90-99/100', ogg.subarray(90)],
      ['bytes=-1000', 206, 'bytes 0-99/100', ogg],
      ['bytes=100-', 416, 'bytes */100', Buffer.alloc(0)],
      ['bytes=-0', 416, 'bytes */100', Buffer.alloc(0)],
    ] as const
    for (const [range, status, contentRange, body] of ranges) {
      const answer = await load(id, { range })
      expect([range, answer.status, answer.headers.get('content-range')]).toEqual([
        range,
        status,
        contentRange,
      ])
      expect(Buffer.from(await answer.bytes())).toEqual(Buffer.from(body))
    }
    for (const range of ['bytes=5-2', 'bytes=-', 'bytes=a-b', 'lines=0-1', 'bytes=0-1,4-5']) {
      const answer = await attachments.open(id, { preview: false, range })
      expect([range, answer!.status]).toEqual([range, 200])
    }
  })

  test('[EP28] a browser that has it is told so', async () => {
    const { id } = await stored(ogg)
    const etag = (await load(id)).headers.get('etag')!
    const answer = await load(id, { 'if-none-match': `"other", ${etag}` })
    expect([answer.status, await answer.text()]).toEqual([304, ''])
  })
})

describe('usage', () => {
  test('[EP25] counts what was there and what comes, and sweeps what a crash left', async () => {
    const place = join(root, 'usage')
    const earlier = open({ place: createFolder(place) })
    const first = await stored(await png(8, 8), 'x', earlier)
    const left = join(place, first.id.slice(-2), `${first.id}.unfinished`)
    writeFileSync(left, 'half')
    nowMs += 2 * 3_600_000
    const later = open({ place: createFolder(place) })
    await stored(Buffer.from('hello'), 'y', later)
    const onDisk = (pattern: RegExp) =>
      readdirSync(place, { recursive: true })
        .map(String)
        .filter((path) => statSync(join(place, path)).isFile() && pattern.test(path))
    const counted = await later.usage()
    const bytes = onDisk(/./).reduce((sum, path) => sum + statSync(join(place, path)).size, 0)
    expect(counted).toEqual({ files: 2, bytes })
    expect(onDisk(/unfinished$/)).toEqual([])
  })
})
