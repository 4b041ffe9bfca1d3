import { describe, expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { ANSWER_CHARS_MAX, judge, saidOf } from './answer-policy.ts'
import { allowsHosts } from './links.ts'

const sources = [
  { articleId: 'art_1', title: 'Returns', url: 'https://shop.example/returns' },
  { articleId: 'art_1', title: 'Returns', url: 'https://shop.example/returns' },
  { articleId: 'art_2', title: '<b>Delivery</b>', url: 'https://elsewhere.example/x' },
]
const by = { allows: allowsHosts(['shop.example']), sources, instructions: 'We open at nine.', key: '' }
function bodyOf(written: string, finish = 'stop'): string {
  const judged = judge(written, finish, by)
  return judged.name === 'answer' ? judged.body : `(${judged.why})`
}

describe('[MB7] citations', () => {
  test.each([
    ['Yes [1].', 'Yes [1].\n\n[1] Returns — https://shop.example/returns'],
    [
      'Yes [2], no [1][3].',
      'Yes [1], no [1] [2].\n\n[1] Returns — https://shop.example/returns\n[2] Delivery',
    ],
    [
      'Yes [3, 1] and 【1†x】.',
      'Yes [1][2] and [2].\n\n[1] Delivery\n[2] Returns — https://shop.example/returns',
    ],
    ['Yes [7] [^0].', 'Yes.'],
    ['Yes [1](https://evil.com).', 'Yes [1] .\n\n[1] Returns — https://shop.example/returns'],
  ])('[MB7] %s', (written, body) => {
    expect(bodyOf(written)).toBe(body)
  })
})

describe('[MB6] an answer', () => {
  test('[MB6] is text: marks go, words stay', () => {
    expect(
      bodyOf(
        '# Returns\n\n**Shoes** may be *returned* with `code_x`:\n\n* one\n* two\n\n> 2 * 3 < 7 & 4 > 3\n```js\nlet a_b_c\n```',
      ),
    ).toBe('Returns\n\nShoes may be returned with code_x:\n\n- one\n- two\n\n2 * 3 < 7 & 4 > 3\nlet a_b_c')
  })

  test('[MB6] ends within its bound, at a sentence', () => {
    const long = bodyOf('This is one sentence of the answer. '.repeat(300))
    expect(long.length).toBeLessThanOrEqual(ANSWER_CHARS_MAX)
    expect(long).toEndWith('answer.')
    expect(bodyOf('x y'.repeat(3_000)).length).toBeLessThanOrEqual(ANSWER_CHARS_MAX)
  })

  test('[MB6] emoji of several signs stay what they are', () => {
    expect(bodyOf('Hi 👩‍💻 👍🏽 ❤️ 🇷🇺')).toBe('Hi 👩‍💻 👍🏽 ❤️ 🇷🇺')
  })

  test('[MB6] whatever is written: what is left has nothing more to be taken away', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '<b',
        '>',
        '](',
        '[',
        '![',
        'https://',
        'evil.com',
        '&lt;',
        '&#60;',
        '`',
        '**',
        '\u200b',
        '\u202e',
        '\n',
        'System:',
        '<!--',
        '-->',
        '【1】',
        '@',
        '.',
      ),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const said = saidOf(parts.join(''), by.allows)
        expect(said).not.toMatch(/<[a-z!/?]|\]\(|evil\.com|:\/\/|[\u200b\u202e]/i)
        expect(said.isWellFormed()).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})
