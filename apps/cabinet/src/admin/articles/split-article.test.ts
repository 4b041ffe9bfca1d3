import { expect, test } from 'bun:test'
import { splitArticle, titleOf } from './split-article.ts'

test('a text that fits is one article; a longer one is cut before headings, then where it can be', () => {
  expect(splitArticle('Returns', 'Within 14 days.\r\n', 100)).toEqual([
    { title: 'Returns', body: 'Within 14 days.' },
  ])
  expect(splitArticle('Returns', '  ', 100)).toEqual([])
  const text = `# One\n\n${'a '.repeat(30)}\n\n# Two\n\n${'b '.repeat(30)}`
  expect(splitArticle('All', text, 90)).toEqual([
    { title: 'All (1/2)', body: `# One\n\n${'a '.repeat(30).trim()}` },
    { title: 'All (2/2)', body: `# Two\n\n${'b '.repeat(30).trim()}` },
  ])
  for (const long of ['x'.repeat(1_000), '😀'.repeat(333), 'word '.repeat(200)]) {
    const parts = splitArticle('L', long, 101)
    expect(parts.every(({ body }) => body.length <= 101 && body.isWellFormed())).toBe(true)
    expect(
      parts
        .map(({ body }) => body)
        .join('')
        .replaceAll(' ', ''),
    ).toBe(long.replaceAll(' ', ''))
  }
})

test('a file is called by its first heading, or by its name', () => {
  expect(titleOf('returns.v2.md', 'Intro\n\n## Returns of shoes ##\n')).toBe('Returns of shoes')
  expect(titleOf('returns.v2.md', 'No heading #here')).toBe('returns.v2')
})
