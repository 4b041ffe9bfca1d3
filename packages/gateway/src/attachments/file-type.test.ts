import { describe, expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { fileTypeOf } from './file-type.ts'
import { animatedGif, jpeg, ogg, png, webp, zip } from './sample-files.ts'

const ascii = (text: string) => Buffer.from(text, 'latin1')
/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz: frames of 417 bytes. */
const mp3Frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)])
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const slides = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'
const odt = 'application/vnd.oasis.opendocument.text'

const known: readonly (readonly [what: string, bytes: Buffer, mimeType: string, treatment: string])[] = [
  ['png', await png(2, 2), 'image/png', 'image'],
  ['jpeg', await jpeg(2, 2), 'image/jpeg', 'image'],
  ['webp', await webp(2, 2), 'image/webp', 'image'],
  ['gif', animatedGif, 'image/gif', 'animation'],
  ['wav', ascii('RIFF\x24\0\0\0WAVEfmt '), 'audio/wav', 'media'],
  ['ogg', ogg, 'audio/ogg', 'media'],
  ['mp3 with tags', ascii('ID3\x04\0\0\0\0\0\0'), 'audio/mpeg', 'media'],
  ['mp3 without', Buffer.concat([mp3Frame, mp3Frame]), 'audio/mpeg', 'media'],
  ['m4a', ascii('\0\0\0\x20ftypM4A \0\0\0\0'), 'audio/mp4', 'media'],
  ['mp4', ascii('\0\0\0\x20ftypisom\0\0\0\0'), 'video/mp4', 'media'],
  ['quicktime', ascii('\0\0\0\x14ftypqt  \0\0\0\0'), 'video/quicktime', 'media'],
  ['webm video', ascii('\x1aE\xdf\xa3\x9fB\x82\x84webm...V_VP9'), 'video/webm', 'media'],
  ['webm voice', ascii('\x1aE\xdf\xa3\x9fB\x82\x84webm...A_OPUS'), 'audio/webm', 'media'],
  ['pdf', ascii('%PDF-1.7\n'), 'application/pdf', 'download'],
  [
    'docx',
    zip([
      ['[Content_Types].xml', '<x/>'],
      ['word/document.xml', '<x/>'],
    ]),
    word,
    'download',
  ],
  [
    'xlsx',
    zip([
      ['[Content_Types].xml', '<x/>'],
      ['xl/workbook.xml', '<x/>'],
    ]),
    sheet,
    'download',
  ],
  [
    'pptx',
    zip([
      ['[Content_Types].xml', '<x/>'],
      ['ppt/presentation.xml', '<x/>'],
    ]),
    slides,
    'download',
  ],
  [
    'odt',
    zip([
      ['mimetype', odt],
      ['content.xml', '<x/>'],
    ]),
    odt,
    'download',
  ],
  ['zip', zip([['a.txt', 'word/ and [Content_Types].xml as text']]), 'application/zip', 'download'],
  ['a zip that names a type of its own', zip([['mimetype', 'text/html']]), 'application/zip', 'download'],
  ['text', Buffer.from('Привет, 1 < 2 & 3 > 2\r\n\tend\n'), 'text/plain', 'download'],
]

/** What a browser might run or render if we ever named its type. */
const unnamed: readonly (readonly [what: string, bytes: Buffer])[] = [
  ['html', Buffer.from('<!DOCTYPE html><script>alert(1)</script>')],
  ['html after a byte order mark and spaces', Buffer.from('\ufeff \n\t<html>')],
  ['html late', Buffer.from(`${'a'.repeat(100_000)}<script>alert(1)</script>`)],
  ['svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['xml', Buffer.from('<?xml version="1.0"?><x/>')],
  ['a shell script', Buffer.from('#!/bin/sh\nrm -rf /\n')],
  ['utf-16', Buffer.from('\ufeff<script>', 'utf16le')],
  ['utf-7 with a control character', Buffer.from('+ADw-script+AD4-\u0001')],
  ['windows-1251', Buffer.from([0xcf, 0xf0, 0xe8])],
  ['an executable', ascii('MZ\x90\0')],
  ['heic', ascii('\0\0\0\x18ftypheic\0\0\0\0')],
  ['avif', ascii('\0\0\0\x18ftypavif\0\0\0\0')],
  ['a brand that is a property of objects', ascii('\0\0\0\x18ftypconstructor')],
  ['matroska', ascii('\x1aE\xdf\xa3\x9fB\x82\x88matroska')],
  ['bmp', ascii('BM\x3a\0\0\0\0\0\0\0')],
  ['one frame of mp3 and then something else', Buffer.concat([mp3Frame, Buffer.from('<script>')])],
  ['pdf not at the start', ascii('<html>%PDF-1.7')],
  ['riff of another kind', ascii('RIFF\x24\0\0\0AVI LIST')],
]

describe('fileTypeOf', () => {
  for (const [what, bytes, mimeType, treatment] of known) {
    test(`[EP20] ${what}`, () => {
      expect(fileTypeOf(bytes)).toEqual({ mimeType, treatment } as never)
    })
  }

  for (const [what, bytes] of unnamed) {
    test(`[EP20] only a download: ${what}`, () => {
      expect(fileTypeOf(bytes)).toEqual({ mimeType: 'application/octet-stream', treatment: 'download' })
    })
  }

  test('[EP20] a part of a larger buffer is read as itself', () => {
    const padded = Buffer.concat([Buffer.from('%PDF-'), Buffer.from('plain')])
    expect(fileTypeOf(padded.subarray(5)).mimeType).toBe('text/plain')
  })

  test('[EP20] whatever the bytes, it answers with a type of the table', () => {
    const types = new Set([...known.map(([, , mimeType]) => mimeType), 'application/octet-stream'])
    const heads = known.map(([, bytes]) => bytes)
    fc.assert(
      fc.property(
        fc.constantFrom(...heads, Buffer.alloc(0)),
        fc.nat({ max: 60 }),
        fc.uint8Array({ maxLength: 200 }),
        (head, cut, tail) => {
          expect(types).toContain(fileTypeOf(Buffer.concat([head.subarray(0, cut), tail])).mimeType)
        },
      ),
    )
  })
})
