import { expect, test } from 'bun:test'
import { messageWith } from '../testing/cards.ts'
import { en } from '../words/en.ts'
import { createWords } from '../words/words.ts'
import { previewOf, wordOf } from './preview.ts'

const words = createWords('en', en)
const preview = (fields: Parameters<typeof messageWith>[0]) => previewOf(messageWith(fields), 'me', words)
const file = (mimeType: string) => ({ id: 'a', name: 'invoice.pdf', mimeType, size: 1, url: '/a' })

test('[O6] the last word says who said it, where it was not the client', () => {
  expect(preview({ body: ' Hi\n\n there ' })).toEqual({ icon: null, text: 'Hi there' })
  expect(preview({ authorType: 'OPERATOR', authorId: 'me', body: 'Hi' }).text).toBe('You: Hi')
  expect(preview({ authorType: 'OPERATOR', authorId: 'x', authorName: 'Boris Orlov', body: 'Hi' }).text).toBe(
    'Boris: Hi',
  )
  expect(preview({ authorType: 'BOT', body: 'Hi' })).toEqual({ icon: 'bot', text: 'Hi' })
  expect(previewOf(null, 'me', words).text).toBe('No messages yet')
  expect(preview({ deletedAt: '2026-11-22T10:00:00.000Z', body: '' }).text).toBe('Message deleted')
})

test('[O6] where the bot had the last word and a person is wanted, a row says what the client asked', () => {
  const asked = messageWith({ body: 'Where is my order?' })
  const greeting = messageWith({ authorType: 'BOT', body: 'Hello! I am a bot.' })
  const card = {
    botStatus: 'HELP' as const,
    lastMessage: greeting,
    firstClientMessageAfterLastOperatorMessage: asked,
  }
  expect(wordOf(card)).toBe(asked)
  expect(wordOf({ ...card, botStatus: 'OPERATOR' })).toBe(asked)
  expect(wordOf({ ...card, botStatus: 'BOT' })).toBe(greeting)
  expect(wordOf({ ...card, firstClientMessageAfterLastOperatorMessage: null })).toBe(greeting)
  const answer = messageWith({ authorType: 'OPERATOR', body: 'On its way' })
  expect(wordOf({ ...card, lastMessage: answer })).toBe(answer)
})

test('[O6] what is attached is called what it is', () => {
  const attached = (...types: string[]) => preview({ body: '', attachments: types.map(file) })
  expect(attached('image/png')).toEqual({ icon: 'image', text: 'Picture' })
  expect(attached('audio/ogg')).toEqual({ icon: 'mic', text: 'Voice message' })
  expect(attached('application/pdf')).toEqual({ icon: 'file', text: 'invoice.pdf' })
  expect(attached('image/png', 'image/png').text).toBe('2 files')
  expect(preview({ body: 'See this', attachments: [file('image/png')] })).toEqual({
    icon: 'image',
    text: 'See this',
  })
})
