import { expect, test } from 'bun:test'
import type { Attachment, Message } from '@pult/protocol'
import type { MessagesQuery } from '@pult/client'
import { messageOf } from '../../../../packages/client/testing/wire-server.ts'
import { createFreshLinks, hasEnded } from './fresh-links.ts'

const DAY_MS = 24 * 3_600_000
const START_MS = Date.parse('2026-11-22T10:00:00.000Z')

const linkOf = (id: string, nowMs: number) =>
  `/api/v1/attachments/${id}?expires=${(nowMs + DAY_MS) / 1000}&signature=s`
const messageWith = (id: string, fileId: string, nowMs: number): Message =>
  messageOf(id, {
    attachments: [{ id: fileId, name: fileId, url: linkOf(fileId, nowMs) } as unknown as Attachment],
  })

/** A session of two pages, whose links last a day from whenever they are read. */
function room() {
  const time = { nowMs: START_MS }
  const asked: (string | undefined)[] = []
  const away = { is: false }
  const links = createFreshLinks({
    clock: { nowMs: () => time.nowMs },
    client: {
      history: {
        async sessionMessages(_id: string, query?: MessagesQuery) {
          asked.push(query?.after)
          if (away.is) throw new Error('away')
          return query?.after === undefined
            ? { items: [messageWith('msg_2', 'new', time.nowMs)], next: 'older' }
            : { items: [messageWith('msg_1', 'old', time.nowMs)], next: null }
        },
      } as never,
    },
  })
  const urlOf = (id: string) => links.known.value.get(id)?.url
  return { time, asked, away, links, urlOf }
}

test('[M21] a link says when it ends, and one that does not never does', () => {
  const url = linkOf('att_1', START_MS)
  expect(hasEnded(url, START_MS)).toBe(false)
  expect(hasEnded(url, START_MS + DAY_MS - 61_000)).toBe(false)
  // Too near to the end to be opened in time.
  expect(hasEnded(url, START_MS + DAY_MS - 60_000)).toBe(true)
  expect(hasEnded('https://files.example.com/a.png', START_MS + 365 * DAY_MS)).toBe(false)
})

test('[M21] after a day every file of a page has a new link by one reading', async () => {
  const { time, asked, links, urlOf } = room()
  time.nowMs += DAY_MS
  await Promise.all([links.renew('ses_1', 'new'), links.renew('ses_1', 'new')])
  expect(asked).toEqual([undefined])
  expect(hasEnded(urlOf('new') ?? '', time.nowMs)).toBe(false)
  time.nowMs += DAY_MS
  await links.renew('ses_1', 'new')
  expect(urlOf('new')).toBe(linkOf('new', time.nowMs))
})

test('[M21] what stands further back is looked for, page by page', async () => {
  const { asked, links, urlOf } = room()
  await Promise.all([links.renew('ses_1', 'new'), links.renew('ses_1', 'old')])
  expect(asked).toEqual([undefined, undefined, 'older'])
  expect(urlOf('old')).toBe(linkOf('old', START_MS))
})

test('[M21] what is nowhere is not asked for in a circle, and what failed is asked again', async () => {
  const { asked, away, links, urlOf } = room()
  await links.renew('ses_1', 'nowhere')
  await links.renew('ses_1', 'nowhere')
  expect(asked).toEqual([undefined, 'older'])
  const other = room()
  other.away.is = true
  await other.links.renew('ses_1', 'new')
  expect(other.urlOf('new')).toBeUndefined()
  other.away.is = false
  await other.links.renew('ses_1', 'new')
  expect(other.urlOf('new')).toBe(linkOf('new', START_MS))
  expect([away.is, urlOf('new')]).toEqual([false, linkOf('new', START_MS)])
})
