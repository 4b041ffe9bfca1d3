import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { foundIn, wordsOf } from './chat-search.ts'
import type { ChatView } from './chat-view.ts'

/** As the style names it: `::highlight(found)`. */
const HIGHLIGHT = 'found'

/**
 * Marks the words that are searched for in what is drawn. The browser paints ranges of text nodes: nothing is written into what people
 * said. A browser that cannot paint them still lights up the message.
 */
export function useFoundWords(content: RefObject<HTMLElement | null>, view: ChatView): void {
  const search = view.search.value
  const isFound = search?.state === 'found'
  const query = isFound ? search.query : ''
  useLayoutEffect(() => {
    if (!('highlights' in CSS)) return
    if (query === '' || content.current === null) CSS.highlights.delete(HIGHLIGHT)
    else CSS.highlights.set(HIGHLIGHT, new Highlight(...rangesIn(content.current, wordsOf(query))))
  })
  useLayoutEffect(
    () => () => {
      if ('highlights' in CSS) CSS.highlights.delete(HIGHLIGHT)
    },
    [],
  )
}

function rangesIn(root: HTMLElement, words: readonly string[]): Range[] {
  const ranges: Range[] = []
  for (const body of root.querySelectorAll('.body')) {
    const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
      for (const [from, to] of foundIn(node.nodeValue ?? '', words)) {
        const range = new Range()
        range.setStart(node, from)
        range.setEnd(node, to)
        ranges.push(range)
      }
  }
  return ranges
}
