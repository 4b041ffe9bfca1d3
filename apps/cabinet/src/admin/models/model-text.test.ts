import { expect, test } from 'bun:test'
import { en } from '../../words/models/en.ts'
import { ru } from '../../words/models/ru.ts'
import { createWords } from '../../words/words.ts'
import { modelText } from './model-text.ts'
import type { ModelWordKey } from './model-words.ts'

const settings = {
  endpoint: 'https://models.example.com/v1',
  model: 'small',
  key: 'sk-1',
  instructions: 'Speak politely.\nSay you.',
  articleTags: ['shop', 'shoes'],
  help: ['SUGGEST', 'TRANSLATE'],
  limits: { turns: 5 },
}

test('[BE7] what a model works by is read line by line, without its key', () => {
  const text = modelText(settings, createWords<ModelWordKey>('en', en))
  expect(text).toBe(
    [
      'Address: https://models.example.com/v1',
      'Model: small',
      'Articles with one of the tags: shop, shoes',
      'Help for operators: Suggests an answer, Translates both sides',
      'Answers in a chat: 5',
      '',
      'Speak politely.',
      'Say you.',
    ].join('\n'),
  )
  expect(modelText(settings, createWords<ModelWordKey>('ru', ru))).not.toContain('sk-1')
})

test('[BE7] nothing was ever set: nothing is read', () => {
  expect(modelText(null, createWords<ModelWordKey>('en', en))).toBe('')
})
