import { describe, expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { hrefOf, linkify, type TextPart } from './linkify.ts'

const textOf = (part: TextPart) => (typeof part === 'string' ? part : part.text)
const hrefs = (text: string) => linkify(text).flatMap((part) => (typeof part === 'string' ? [] : [part.href]))

describe('[X2] links', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['no links here', []],
    ['see https://example.com/a?b=c#d.', ['https://example.com/a?b=c#d']],
    ['(http://example.com/x)', ['http://example.com/x']],
    ['https://ru.wikipedia.org/wiki/Пульт_(значения)', ['https://ru.wikipedia.org/wiki/Пульт_(значения)']],
    ['пишите на help@example.com!', ['mailto:help@example.com']],
    ['mailto:a@example.com, tel:+78001002030', ['mailto:a@example.com', 'tel:+78001002030']],
    ['звоните +7 (800) 100-20-30.', ['tel:+78001002030']],
    ['+1 000 000', []],
    ['javascript:alert(1) data:text/html,x file:///etc/passwd', []],
    ['https://', []],
    ['«https://example.com»', ['https://example.com']],
    ['https://a.example https://b.example', ['https://a.example', 'https://b.example']],
  ]
  for (const [text, expected] of cases) test(text, () => expect(hrefs(text)).toEqual([...expected]))

  test('nothing is added to the text and nothing is lost', () => {
    const piece = fc.constantFrom(
      'https://a.example',
      'x@y.example',
      '+79991234567',
      ' ',
      '(',
      ').',
      'тест',
      '\n',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join('')),
        ),
        (text) => {
          expect(linkify(text).map(textOf).join('')).toBe(text)
        },
      ),
    )
  })

  test('only four schemes ever become an address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.constant('JAVASCRIPT:alert(1)')), (text) => {
        const href = hrefOf(text)
        if (href !== null) expect(new URL(href).protocol).toMatch(/^(https?|mailto|tel):$/)
      }),
    )
    expect(hrefOf('javascript:alert(1)')).toBeNull()
    expect(hrefOf(' java\nscript:alert(1)')).toBeNull()
  })

  test('a long hostile text takes no time', () => {
    const started = performance.now()
    linkify('a.'.repeat(50_000) + '@'.repeat(50_000) + '+1'.repeat(50_000))
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
