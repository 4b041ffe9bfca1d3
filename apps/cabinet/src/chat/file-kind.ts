import type { Attachment } from '@pult/protocol'

/** How an attachment is shown. The server found the type by the bytes; a claim of the name counts for nothing. */
export type FileKind = 'picture' | 'voice' | 'film' | 'file'

export function fileKind({ mimeType }: Pick<Attachment, 'mimeType'>): FileKind {
  // A drawing in SVG may hold scripts, and is never shown in place.
  if (/^image\/(?:png|jpeg|webp|gif|avif)$/.test(mimeType)) return 'picture'
  if (mimeType.startsWith('audio/')) return 'voice'
  return /^video\/(?:mp4|webm|quicktime)$/.test(mimeType) ? 'film' : 'file'
}

/** "PDF", "DOCX": what stands on the file's sign; at most four characters, by the name's end. '' where the name has none. */
export function fileExtension(name: string): string {
  return /\.([\p{L}\p{N}]{1,4})$/u.exec(name)?.[1]?.toUpperCase() ?? ''
}
