/** Puts words in the place of a stretch of the field, as if they were typed: the browser can undo it, and the caret stands behind them. */
export function replaceIn(field: HTMLTextAreaElement, from: number, to: number, words: string): void {
  field.focus()
  field.setSelectionRange(from, to)
  // Deprecated and without a successor: nothing else keeps the browser's own undo.
  if (document.execCommand('insertText', false, words)) return
  field.setRangeText(words, from, to, 'end')
}
