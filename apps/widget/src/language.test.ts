import { expect, test } from 'bun:test'
import { chooseLanguage } from './language.ts'

test('[T2] the first wish that we speak is the language', () => {
  expect(chooseLanguage([null, 'de-DE', 'RU-ru', 'en'])).toBe('ru')
  expect(chooseLanguage([undefined, 'en-GB', 'ru'])).toBe('en')
})
test('[T2] English where we speak none of them', () => {
  expect(chooseLanguage([])).toBe('en')
  expect(chooseLanguage(['', 'fr', 'russian'])).toBe('en')
})
