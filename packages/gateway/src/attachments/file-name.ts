import { NAME_CHARS_MAX } from '@pult/protocol'

/**
 * A file's name is something that people read, never a path: nothing on our disk is called by it. It is still cleaned, because it goes
 * into headers, and onto the disks of those who save the file.
 */
const FALLBACK = 'file'
const EXTENSION = /\.[\p{L}\p{N}]{1,10}$/u
/** Control characters (Cc), what is invisible or turns the direction of writing round (Cf: `gpj.exe` shown as `exe.jpg`), line breaks (Zl, Zp). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** [EP24] At most {@link NAME_CHARS_MAX} UTF-16 units, the extension kept; never empty, never a path, never a dot name. */
export function cleanFileName(claimed: string): string {
  const last = claimed.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const name = last.replace(UNSEEN, '').normalize('NFC').trim()
  if (name === '' || /^\.+$/.test(name)) return FALLBACK
  if (name.length <= NAME_CHARS_MAX) return name
  const extension = EXTENSION.exec(name)?.[0] ?? ''
  // Cutting through a surrogate pair would leave half a character.
  return (
    name
      .slice(0, NAME_CHARS_MAX - extension.length)
      .toWellFormed()
      .replace(/\ufffd$/, '') + extension
  )
}

/** RFC 6266 with the extended name of RFC 5987, and for the oldest readers the name in ASCII. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^ -~]|["\\%]/g, '_')
  const extended = encodeURIComponent(name.toWellFormed()).replace(
    /['()*!]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${extended}`
}
