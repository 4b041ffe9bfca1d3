import { botFaultCodes } from '@pult/protocol'
import { expect, test } from 'bun:test'
import { loadWords } from '../words/load-words.ts'
import { languages } from '../words/words.ts'
import { faultTold } from './fault.tsx'

const SENTENCE = 'bots.example.com did not answer in time.'

for (const language of languages) {
  test(`[W1] every reason for which a bot has no answer is said in ${language}`, async () => {
    const words = await loadWords(language)
    const unsaid = botFaultCodes.filter((code) => !words.knows(`fault.${code}`))
    expect(unsaid).toEqual([])
  })
}

test('[W1] the English sentence stands behind only where it has particulars', async () => {
  const ru = await loadWords('ru')
  const told = (code: string | null, sentence: string | null = SENTENCE) =>
    faultTold(ru, { code, sentence }, 'Не вышло.')
  expect(told('timeout')).toEqual({ text: 'Ответ не пришёл вовремя.', detail: null })
  expect(told('wrong_answer', 'answers.0.name: Invalid input')).toEqual({
    text: 'Такой ответ принять нельзя.',
    detail: 'answers.0.name: Invalid input',
  })
  expect(told('program_failed', null)).toEqual({
    text: 'Программа сообщила, что не может ответить.',
    detail: null,
  })
})

test('[W1] a reason of an older log, or of a newer server, is told by its sentence', async () => {
  const ru = await loadWords('ru')
  for (const code of [null, 'struck_by_lightning', 'toString'])
    expect(faultTold(ru, { code, sentence: SENTENCE }, 'Не вышло.')).toEqual({
      text: 'Не вышло.',
      detail: SENTENCE,
    })
  expect(faultTold(ru, { code: null, sentence: null }, 'Не вышло.')).toEqual({
    text: 'Не вышло.',
    detail: null,
  })
})
