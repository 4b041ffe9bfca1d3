import { expect, test } from 'bun:test'
import { loadWords } from '../words/load-words.ts'
import { keptSentences } from './kept-words.ts'

test('[E7] what is kept is said with its number, and nothing where nothing is', async () => {
  const [en, ru] = await Promise.all([loadWords('en'), loadWords('ru')])
  expect(keptSentences(en, { drafts: 0, waiting: 0 })).toEqual([])
  expect(keptSentences(en, { drafts: 1, waiting: 0 })[0]).toStartWith('1 half-written answer is kept')
  expect(keptSentences(ru, { drafts: 3, waiting: 5 }).map((sentence) => sentence.slice(0, 24))).toEqual([
    '3 недописанных ответа со',
    '5 сообщений ещё не отпра',
  ])
})
