/** `compute`, which is called only when an argument is another than last time: the same answer is then the same object. */
export function latest<Arguments extends readonly unknown[], Answer>(
  compute: (...given: Arguments) => Answer,
): (...given: Arguments) => Answer {
  let last: { readonly given: Arguments; readonly answer: Answer } | undefined
  return (...given) => {
    if (last === undefined || given.some((argument, index) => argument !== last?.given[index]))
      last = { given, answer: compute(...given) }
    return last.answer
  }
}
