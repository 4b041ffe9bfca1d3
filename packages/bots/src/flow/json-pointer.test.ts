import { expect, test } from 'bun:test'
import { isJsonPointer, pointedTo } from './json-pointer.ts'

/** The example of RFC 6901, section 5. */
const document = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
}

test('[BF8] a pointer finds what RFC 6901 says', () => {
  for (const [pointer, value] of [
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ] as const) {
    expect([pointer, isJsonPointer(pointer), pointedTo(document, pointer)]).toEqual([pointer, true, value])
  }
})

test('[BF8] where there is nothing it finds nothing', () => {
  for (const pointer of ['/bar', '/foo/2', '/foo/00', '/foo/-', '/foo/length', '/constructor', '/a~1b/x']) {
    expect([pointer, pointedTo(document, pointer)]).toEqual([pointer, undefined])
  }
  expect(['foo', '/~', '/~2'].map(isJsonPointer)).toEqual([false, false, false])
})
