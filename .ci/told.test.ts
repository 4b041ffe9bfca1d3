import { expect, test } from 'bun:test'
import { countOf, failuresOf } from './told.ts'

const TOLD = `bun test v1.4.5 (a7733435c)

one.test.ts:
(pass) a > good
said by the test
error: expect(received).toBe(expected)
(fail) a > bad [0.24ms]
(fail) a > late [10.11ms]
  ^ this test timed out after 10ms.
(skip) a > not here

two/more.test.tsx:
(fail) worse [1.00ms]

1 tests skipped:
(skip) a > not here


3 tests failed:
(fail) a > bad [0.24ms]
(fail) a > late [10.11ms]
  ^ this test timed out after 10ms.
(fail) worse [1.00ms]

 1 pass
 1 skip
 3 fail
`

test('counts are those of the end', () => {
  expect(['pass', 'skip', 'fail', 'todo'].map((word) => countOf(TOLD, word))).toEqual([1, 1, 3, 0])
})

test('every failure once, with its file and what was said of it', () => {
  expect(failuresOf(TOLD)).toEqual([
    {
      file: 'one.test.ts',
      words: 'said by the test\nerror: expect(received).toBe(expected)\n(fail) a > bad [0.24ms]',
    },
    {
      file: 'one.test.ts',
      words: '(fail) a > late [10.11ms]\n  ^ this test timed out after 10ms.',
    },
    { file: 'two/more.test.tsx', words: '(fail) worse [1.00ms]' },
  ])
})
