import { expect, test } from 'bun:test'
import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { linkify, LINKS_MAX, safeHref } from './linkify.ts'

const hrefs = (text: string) => linkify(text).flatMap((part) => (part.href === undefined ? [] : [part.href]))

test('[T2] addresses, e-mail and phones become links', () => {
  expect(hrefs('see https://example.com/a?b=1#c and www.example.org')).toEqual([
    'https://example.com/a?b=1#c',
    'https://www.example.org/',
  ])
  expect(hrefs('write to anna.petrova@example.com or call +7 (495) 123-45-67')).toEqual([
    'mailto:anna.petrova@example.com',
    'tel:+74951234567',
  ])
  expect(hrefs('mailto:a@b.example tel:+4930123456')).toEqual(['mailto:a@b.example', 'tel:+4930123456'])
})

test('[T2] the end of a sentence is not part of the address', () => {
  expect(linkify('Look (https://example.com/wiki/A_(b)).')).toEqual([
    { text: 'Look (' },
    { text: 'https://example.com/wiki/A_(b)', href: 'https://example.com/wiki/A_(b)' },
    { text: ').' },
  ])
  expect(hrefs('«https://example.com/», правда?')).toEqual(['https://example.com/'])
})

test('[T2] no other scheme is ever a link', () => {
  for (const text of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https',
    '<img src=x onerror=alert(1)>',
    'ftp.example.com/x',
  ])
    expect(hrefs(text)).toEqual([])
  expect(safeHref('javascript:alert(1)')).toBeNull()
  expect(safeHref('java\nscript:alert(1)')).toBeNull()
  expect(safeHref('/relative')).toBeNull()
  expect(safeHref('https://example.com/x')).toBe('https://example.com/x')
})

test('[T2] nothing of the text is lost or changed, and every link is of an allowed kind', () => {
  const piece = oneof(
    string(),
    constantFrom(
      'https://a.example/(',
      ')',
      'javascript:',
      'www.',
      '@',
      '+7 999 123-45-67',
      'tel:',
      '.',
      '<b>',
      '\n',
    ),
  )
  assert(
    property(array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('')
      const parts = linkify(text)
      expect(parts.map((part) => part.text).join('')).toBe(text)
      for (const { href } of parts) if (href !== undefined) expect(href).toMatch(/^(https?|mailto|tel):/)
    }),
  )
})

test('[T2] a hostile text costs little', () => {
  const started = performance.now()
  linkify(`${'a.'.repeat(8_000)}@`)
  linkify('+1 '.repeat(5_000))
  linkify('https://x'.repeat(1_700))
  expect(performance.now() - started).toBeLessThan(500)
  expect(
    linkify('http://a.example '.repeat(LINKS_MAX + 50)).filter((part) => part.href !== undefined),
  ).toHaveLength(LINKS_MAX)
})
