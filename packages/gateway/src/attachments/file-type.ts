import { mpegFrame } from './mpeg-frame.ts'

/**
 * What a file is, by its bytes. Names and the sender's Content-Type are claims; a browser that is told the wrong type runs what it should
 * show. The table is short on purpose: what is not in it is a download, and nothing is lost by that.
 */
export interface FileType {
  readonly mimeType: string
  /**
   * `image`: decoded and written anew. `animation`: kept as it came, with a still preview. `media`: audio and video, played in place.
   * `download`: only ever saved to disk.
   */
  readonly treatment: 'image' | 'animation' | 'media' | 'download'
}

export const UNKNOWN_TYPE: FileType = { mimeType: 'application/octet-stream', treatment: 'download' }

const image = (mimeType: string): FileType => ({ mimeType, treatment: 'image' })
const media = (mimeType: string): FileType => ({ mimeType, treatment: 'media' })
const download = (mimeType: string): FileType => ({ mimeType, treatment: 'download' })

/** [EP20] Never fails: what cannot be told is {@link UNKNOWN_TYPE}. */
export function fileTypeOf(bytes: Uint8Array): FileType {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD_BYTES))
  const at = (offset: number, text: string) => head.toString('latin1', offset, offset + text.length) === text

  if (at(0, '\x89PNG\r\n\x1a\n')) return image('image/png')
  if (at(0, '\xff\xd8\xff')) return image('image/jpeg')
  if (at(0, 'RIFF') && at(8, 'WEBP')) return image('image/webp')
  if (at(0, 'GIF87a') || at(0, 'GIF89a')) return { mimeType: 'image/gif', treatment: 'animation' }
  if (at(0, 'RIFF') && at(8, 'WAVE')) return media('audio/wav')
  if (at(0, 'OggS')) return media('audio/ogg')
  if (at(0, '\x1a\x45\xdf\xa3')) return matroskaType(head)
  if (at(4, 'ftyp')) return isoMediaType(head.toString('latin1', 8, 12))
  if (at(0, 'ID3') || isMpegAudio(bytes)) return media('audio/mpeg')
  if (at(0, '%PDF-')) return download('application/pdf')
  if (at(0, 'PK\x03\x04')) return download(zipType(bytes))
  return isPlainText(bytes) ? download('text/plain') : UNKNOWN_TYPE
}

/** Every signature of the table lies in the first page of a file. */
const HEAD_BYTES = 4096

/** The brands of ISO 14496-12 that browsers play. HEIC and AVIF are images that we cannot decode: downloads. */
const ISO_BRANDS: Readonly<Record<string, string>> = {
  'M4A ': 'audio/mp4',
  'M4B ': 'audio/mp4',
  'M4V ': 'video/mp4',
  'qt  ': 'video/quicktime',
  isom: 'video/mp4',
  iso2: 'video/mp4',
  iso4: 'video/mp4',
  iso5: 'video/mp4',
  iso6: 'video/mp4',
  mp41: 'video/mp4',
  mp42: 'video/mp4',
  avc1: 'video/mp4',
  dash: 'video/mp4',
  '3gp4': 'video/mp4',
  '3gp5': 'video/mp4',
}

function isoMediaType(brand: string): FileType {
  const mimeType = Object.hasOwn(ISO_BRANDS, brand) ? ISO_BRANDS[brand] : undefined
  return mimeType === undefined ? UNKNOWN_TYPE : media(mimeType)
}

/** WebM is the part of Matroska that browsers play; a voice message has no video track among its first elements. */
function matroskaType(head: Buffer): FileType {
  if (!head.subarray(0, 64).includes('webm')) return UNKNOWN_TYPE
  const hasVideo = ['V_VP8', 'V_VP9', 'V_AV1'].some((codec) => head.includes(codec))
  return media(hasVideo ? 'video/webm' : 'audio/webm')
}

/** An MP3 without ID3 begins with two bytes that occur everywhere, so the next frame must be where the first one says. */
function isMpegAudio(bytes: Uint8Array): boolean {
  const frame = mpegFrame(bytes, 0)
  return frame !== undefined && mpegFrame(bytes, frame.bytes) !== undefined
}

const OPEN_XML = 'application/vnd.openxmlformats-officedocument.'
/** Folders that only this kind of document has. */
const OPEN_XML_FOLDERS = [
  ['word/', `${OPEN_XML}wordprocessingml.document`],
  ['xl/', `${OPEN_XML}spreadsheetml.sheet`],
  ['ppt/', `${OPEN_XML}presentationml.presentation`],
] as const
const OPEN_DOCUMENT = /^application\/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation)$/

/** Office documents are archives; only the names in them are looked at, nothing is ever unpacked. */
function zipType(bytes: Uint8Array): string {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const firstName = archive.toString('latin1', ZIP_NAME_OFFSET, ZIP_NAME_OFFSET + 8)
  if (firstName === 'mimetype' && archive.length > 26) {
    // OpenDocument keeps its type uncompressed as the first entry.
    const start = ZIP_NAME_OFFSET + 8
    const type = archive.toString('latin1', start, start + Math.min(archive.readUInt32LE(18), 80))
    return OPEN_DOCUMENT.test(type) ? type : 'application/zip'
  }
  if (!archive.includes('[Content_Types].xml')) return 'application/zip'
  for (const [folder, mimeType] of OPEN_XML_FOLDERS) {
    if (hasEntryIn(archive, folder)) return mimeType
  }
  return 'application/zip'
}

/** Where the name stands in a local file header, and in an entry of the central directory (APPNOTE 4.3.7 and 4.3.12). */
const ZIP_NAME_OFFSET = 30
const ZIP_DIRECTORY_NAME_OFFSET = 46

function hasEntryIn(archive: Buffer, folder: string): boolean {
  let found = archive.indexOf(folder)
  while (found >= 0) {
    const local = found - ZIP_NAME_OFFSET
    const listed = found - ZIP_DIRECTORY_NAME_OFFSET
    if (local >= 0 && archive.toString('latin1', local, local + 4) === 'PK\x03\x04') return true
    if (listed >= 0 && archive.toString('latin1', listed, listed + 4) === 'PK\x01\x02') return true
    found = archive.indexOf(folder, found + 1)
  }
  return false
}

/** Control characters that no text file has; tab, line feed, form feed and carriage return it may. */
// eslint-disable-next-line no-control-regex -- looking for them is the purpose
const CONTROLS = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/
/** Markup in any shape, and scripts that say that they are: an .svg, .html or .sh with another name. */
const ACTIVE_TEXT = /^#!|<[a-z!?/]/i

/** UTF-8 text that nothing would run. Markup is told apart only so that nobody ever serves it as something to look at. */
function isPlainText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return !CONTROLS.test(text) && !ACTIVE_TEXT.test(text)
  } catch {
    return false
  }
}
