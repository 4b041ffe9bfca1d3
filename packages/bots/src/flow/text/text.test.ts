import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { readFlow } from '../check/read-flow.ts'
import { anyFlow } from '../testing/random-flow.fixture.ts'
import { parseFlow } from './parse.ts'
import { printFlow } from './print.ts'

test('[BF11] what is printed is read back as the same flow, drafts, comments and layout too', () => {
  fc.assert(
    fc.property(anyFlow, (flow) => {
      // The flows themselves must look like flows, or nothing is proved.
      expect(readFlow(flow).problems).toBeUndefined()
      const text = printFlow(flow)
      expect(parseFlow(text)).toEqual({ flow })
      expect(printFlow(parseFlow(text).flow!)).toBe(text)
    }),
    { numRuns: 60 },
  )
})

const HEAD = 'flow 1\nstart -> a\n\n'
const found = (text: string): unknown =>
  (parseFlow(HEAD + text).problems ?? []).map(({ code, line, column, node }) => [
    code,
    line - 3,
    column,
    ...(node === null ? [] : [node]),
  ])

test('[BF11] what is wrong is told with its line and column, all of it at once', () => {
  for (const [text, ...problems] of [
    ['a:\n  say "no end', ['text_string_open', 2, 7]],
    ['a:\n  say "\\x"', ['text_string_wrong', 2, 7]],
    ['a:\n  say hello', ['text_unexpected', 2, 7]],
    ['a:\n  say', ['text_ends', 2, 6]],
    ['a:\n  say "x" "y"', ['text_too_much', 2, 11]],
    ['a:\n  shout "x"', ['text_unknown_line', 2, 3]],
    ['shout "x"', ['text_unknown_line', 1, 1]],
    ['a:\n  -> b', ['text_kind_first', 2, 3]],
    ['a:\n  say "x"\n  found -> b', ['text_misplaced', 3, 3]],
    ['a:\n  say "x"\n  jump -> b', ['text_two_kinds', 3, 3]],
    ['a:\n  say "x"\n  -> b\n  -> c', ['text_twice', 4, 1]],
    ['a:\n  jump -> b\na:\n  close', ['text_twice', 3, 1]],
    ['  say "x"', ['text_outside', 1, 3]],
    ['a:\n  if x exists and y exists or z exists -> b', ['text_brackets', 2, 28]],
    ['a:\n  if x like "y" -> b', ['text_unexpected', 2, 8]],
    ['a:\n  http POST "https://x.example/"\n  body\n    { "a": }', ['text_json', 3, 1]],
    ['a:\n  faq\n  answer "x"', ['text_no_question', 3, 1]],
    ['a:\n  hours\n  mon 9-18', ['text_unexpected', 3, 7]],
    ['a:\n  ask x as colour: "?"', ['field_wrong', 1, 1, 'a']],
    ['a:\n  ask n as number from x: "?"', ['text_unexpected', 2, 24]],
    ['__proto__:\n  close', ['text_name', 1, 1]],
    ['1st:\n  close', ['text_name', 1, 1]],
    ['a:\n  say 1\nb:\n  say 2', ['text_unexpected', 2, 7], ['text_unexpected', 4, 7]],
    [`a:\n  if ${'('.repeat(40)}`, ['too_deep', 2, 1]],
    [`a:\n  if ${'not '.repeat(40)} x exists`, ['too_deep', 2, 1]],
  ] as const) {
    expect([text, found(text)]).toEqual([text, problems])
  }
})

test('[BF11] comments are kept: those above a node, in it and behind a line go above it', () => {
  const { flow } = parseFlow(
    '# A shop\nflow 1 # of boats\nstart -> a\n\n# Greets\na: # first\n  # politely\n  say # in a line\n    # or two\n    "x" # one\n    "y"\n  -> wait\n\n# bye\nb:\n  close\n# end',
  )
  expect(flow?.note).toBe('A shop\nof boats')
  expect(flow?.nodes['a']).toEqual({
    kind: 'say',
    text: 'x\ny',
    next: 'wait',
    note: 'Greets\nfirst\npolitely\nin a line\nor two\none',
  })
  expect(flow?.nodes['b']?.note).toBe('bye\nend')
  expect(printFlow(flow!)).toBe(
    '# A shop\n# of boats\nflow 1\nstart -> a\n\n# Greets\n# first\n# politely\n# in a line\n# or two\n# one\na:\n  say\n    "x"\n    "y"\n  -> wait\n\n# bye\n# end\nb:\n  close\n',
  )
})

test('[BF11] text from another machine: line ends of Windows, a byte order mark, tabs', () => {
  const { flow } = parseFlow('\uFEFFflow 1\r\nstart -> a\r\n\r\na:\r\n\tsay "x\ty"\r\n\t-> wait\r\n')
  expect(flow?.nodes['a']).toEqual({ kind: 'say', text: 'x\ty', next: 'wait' })
})

test('[BF11] whatever is written, reading ends with a flow or with problems', () => {
  const piece = fc.constantFrom(
    ...'a: \n |\n  |say |ask |"x"|"|->|*|= |? |faq|if |( |) |not |and |hours|mon-fri |09:00-18:00|body|{|place |1 |# |flow |start |after |choice|:|as |hand over|__proto__:|body\n    '.split(
      '|',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const { flow, problems } = parseFlow(HEAD + pieces.join(''))
      expect(flow === undefined).toBe((problems?.length ?? 0) > 0)
    }),
    { numRuns: 1_000 },
  )
})
