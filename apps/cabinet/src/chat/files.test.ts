import { expect, test } from 'bun:test'
import { messageWith } from '../testing/cards.ts'
import { fileExtension, fileKind } from './file-kind.ts'
import { PICTURE_PX_MAX, PICTURE_PX_MIN, pictureBox } from './picture-box.ts'
import { nextRate, playTime } from './play-time.ts'
import { picturesOf } from './viewer-pictures.ts'

const kinds = (types: readonly string[]) => types.map((mimeType) => fileKind({ mimeType }))
const file = (id: string, mimeType: string, url = `/api/v1/attachments/${id}`) => ({
  id,
  name: id,
  mimeType,
  size: 1,
  url,
})

test('[M15] pictures, voices and films are shown in place, whatever else is only saved', () => {
  expect(kinds(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])).toEqual(Array(4).fill('picture'))
  expect(kinds(['audio/ogg', 'audio/mpeg', 'audio/webm'])).toEqual(Array(3).fill('voice'))
  expect(kinds(['video/mp4', 'video/webm'])).toEqual(['film', 'film'])
  expect(kinds(['image/svg+xml', 'text/html', 'application/pdf', '', 'video/x-flv'])).toEqual(
    Array(5).fill('file'),
  )
})

test("[M15] a file's sign is the end of its name", () => {
  expect(
    ['a.pdf', 'a.tar.gz', 'отчёт.docx', 'no-end', 'a.verylong', '.bin', 'a.b c'].map(fileExtension),
  ).toEqual(['PDF', 'GZ', 'DOCX', '', '', 'BIN', ''])
})

test('[M15] the box of a picture is known before the picture, and keeps its shape', () => {
  expect(pictureBox(900, 600)).toEqual({ width: PICTURE_PX_MAX, height: 213 })
  expect(pictureBox(600, 1200)).toEqual({ width: 160, height: PICTURE_PX_MAX })
  expect(pictureBox(100, 80)).toEqual({ width: 100, height: 80 })
  expect(pictureBox(4_000, 10)).toEqual({ width: PICTURE_PX_MAX, height: PICTURE_PX_MIN })
  for (const odd of [undefined, 0, -5, Number.NaN])
    expect(pictureBox(odd, 10)).toEqual(pictureBox(10, undefined))
})

test('[M15] a length of time reads as on a player', () => {
  expect([0, 7.9, 61, 3_723, -1, Number.POSITIVE_INFINITY, Number.NaN].map(playTime)).toEqual([
    '0:00',
    '0:07',
    '1:01',
    '1:02:03',
    '0:00',
    '0:00',
    '0:00',
  ])
  expect([nextRate(1), nextRate(1.5), nextRate(2)]).toEqual([1.5, 2, 1])
})

test('[M15] [T3] the viewer goes through what may be opened, in the order in which it was sent', () => {
  const shown = picturesOf(
    [
      messageWith({ id: 'm1', attachments: [file('a', 'image/png'), file('b', 'application/pdf')] }),
      messageWith({ id: 'm2', attachments: [file('c', 'image/png', 'javascript:alert(1)')] }),
      messageWith({ id: 'm3', attachments: [file('d', 'image/png')], deletedAt: '2026-11-22T10:00:00.000Z' }),
      messageWith({ id: 'm4', attachments: [file('e', 'video/mp4')] }),
    ],
    'https://chat.example.com/',
  )
  expect(shown.map(({ attachment, kind, address }) => [attachment.id, kind, address])).toEqual([
    ['a', 'picture', 'https://chat.example.com/api/v1/attachments/a'],
    ['e', 'film', 'https://chat.example.com/api/v1/attachments/e'],
  ])
})
