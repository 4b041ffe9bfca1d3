/** The demo page's own script: an ordinary shop's, which knows the chat by `window.Pult` alone. */
import { demoRussian } from './words-russian.ts'

if (chooseRussian()) translate()

for (const button of document.querySelectorAll('[data-open-chat]'))
  button.addEventListener('click', () => window.Pult?.open())

function chooseRussian(): boolean {
  const first = navigator.languages.find((tag) => /^(ru|en)\b/i.test(tag))
  return first !== undefined && /^ru\b/i.test(first)
}

/** The page is written in English; every element with `data-word` has its Russian text in the table. */
function translate(): void {
  document.documentElement.lang = 'ru'
  document.title = demoRussian.title
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    const word = element.dataset['word']
    const text = word === undefined ? undefined : demoRussian.page[word]
    if (text === undefined) continue
    // A link inside the sentence stays the element that it is; its text is marked by brackets in the table.
    const link = element.querySelector('a')
    const [before = '', inside = '', after = ''] = text.split(/[[\]]/)
    if (link === null) element.textContent = text
    else {
      link.textContent = inside
      element.replaceChildren(before, link, after)
    }
  }
}
