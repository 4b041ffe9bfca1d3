import { describe, expect, test } from 'bun:test'
import type { AttachmentId } from '@pult/protocol'
import { createLinks, type LinkParts } from './links.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 22, 10, 17)
const links = createLinks('the secret of the server', 'https://chat.example.com')
const id = 'att_1' as AttachmentId

function partsOf(url: string): LinkParts {
  const { pathname, searchParams } = new URL(url)
  return {
    id: pathname.split('/').at(-1)!,
    expires: Number(searchParams.get('expires')),
    signature: searchParams.get('signature')!,
    preview: searchParams.get('preview') === '1',
  }
}

describe('links', () => {
  test('[EP26] a file has one link, a picture two, and both are good', () => {
    const file = links.sign({ id }, NOW)
    expect(file.url).toStartWith('https://chat.example.com/api/v1/attachments/att_1?expires=')
    expect(file).not.toHaveProperty('previewUrl')
    const picture = links.sign({ id, width: 10 }, NOW)
    expect(links.verify(partsOf(picture.url), NOW)).toBe('good')
    expect(links.verify(partsOf(picture.previewUrl!), NOW)).toBe('good')
  })

  test('[EP26] the same link for an hour, good for at least 24 and at most 25', () => {
    expect(links.sign({ id }, NOW + 43 * 60_000)).toEqual(links.sign({ id }, NOW))
    expect(links.sign({ id }, NOW + 44 * 60_000)).not.toEqual(links.sign({ id }, NOW))
    const parts = partsOf(links.sign({ id }, NOW).url)
    expect(links.verify(parts, NOW + 24 * HOUR)).toBe('good')
    expect(links.verify(parts, NOW + 25 * HOUR)).toBe('expired')
  })

  test('[EP26] nothing in it can be exchanged', () => {
    const parts = partsOf(links.sign({ id, width: 1 }, NOW).url)
    const forgeries: readonly LinkParts[] = [
      { ...parts, id: 'att_2' },
      { ...parts, id: `att_1 ${parts.expires}` },
      { ...parts, expires: parts.expires + 1 },
      { ...parts, expires: Number.NaN },
      { ...parts, expires: Infinity },
      { ...parts, preview: true },
      { ...parts, signature: '' },
      { ...parts, signature: `${parts.signature}=` },
      { ...parts, signature: parts.signature.slice(0, -1) },
      partsOf(createLinks('another secret', 'https://chat.example.com').sign({ id }, NOW).url),
    ]
    for (const forgery of forgeries) expect(links.verify(forgery, NOW)).toBe('forged')
  })
})
