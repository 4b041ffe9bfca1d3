import { expect, test } from 'bun:test'
import { fieldsIn, fieldsOf, isSame, settingsOf } from './model-settings.ts'

const settings = {
  endpoint: 'https://models.example.com/v1',
  model: 'small',
  key: 'sk-1',
  instructions: 'Speak politely.',
  articleTags: ['shop'],
  allowedHosts: ['shop.example', '*.shop.example'],
  help: ['SUGGEST', 'TRANSLATE'],
  limits: { turns: 5 },
}

test('what the server keeps of a model is what its form gives back, and nothing that is empty', () => {
  const fields = fieldsOf({ draft: null, settings })
  expect(settingsOf(fields)).toEqual(settings)
  const form = new FormData()
  for (const [name, value] of Object.entries({
    ...settings,
    articleTags: ' shop, ',
    allowedHosts: 'shop.example\n*.shop.example',
  }))
    if (typeof value === 'string') form.set(name, value)
  form.append('help', 'SUGGEST')
  form.append('help', 'TRANSLATE')
  form.set('turns', '5')
  form.set('dayTokens', '')
  expect(settingsOf(fieldsIn(form))).toEqual(settings)
  expect(isSame(fieldsIn(form), fields)).toBe(true)
  form.set('turns', '6')
  expect(isSame(fieldsIn(form), fields)).toBe(false)
})

test('a draft comes before what is published; what is of no shape is empty', () => {
  expect(
    fieldsOf({ draft: { endpoint: 'https://new.example.com', model: 7, limits: { turns: 'x' } }, settings }),
  ).toEqual({
    endpoint: 'https://new.example.com',
    model: '',
    key: '',
    instructions: '',
    embeddingModel: '',
    articleTags: [],
    allowedHosts: [],
    help: [],
    limits: {},
  })
  expect(settingsOf(fieldsOf({ draft: null, settings: null }))).toEqual({ endpoint: '', model: '' })
})
